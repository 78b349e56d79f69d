"""Measures how much of a plan another film's plan also says."""

from __future__ import annotations

import regex

from copilot.domain.plan import RepairPlan

_ENDS = regex.compile(r"[。！？.!?\n]")


def sentences(plan: RepairPlan) -> list[str]:
    """Split a plan's goals, actions, steps, deliverables, stop rules, risks and metric names into sentences."""
    texts = [stage.goal for stage in plan.stages]
    for action in plan.actions():
        texts += [action.what, *action.steps, action.deliverable, action.stop_rule, action.risk, action.metric.name]
    return [part.strip() for text in texts for part in _ENDS.split(text) if part.strip()]


def shared_sentences(plan: RepairPlan, other: RepairPlan) -> float:
    """Return the share, 0 to 1, of a plan's sentences that another says word for word; 0 for an empty plan."""
    mine, theirs = sentences(plan), set(sentences(other))
    return sum(sentence in theirs for sentence in mine) / len(mine) if mine else 0.0
