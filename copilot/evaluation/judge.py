"""Judges anything made: every check on one piece, and the pieces of a set against each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from copilot.domain.draft import Draft, Score, Verdict
from copilot.domain.plan import Interaction, RepairPlan
from copilot.evaluation.checks.ai_label import check_ai_label
from copilot.evaluation.checks.audience import check_audience
from copilot.evaluation.checks.channel import check_limits, check_rules
from copilot.evaluation.checks.compliance import check_compliance
from copilot.evaluation.checks.contradiction import check_contradiction
from copilot.evaluation.checks.cross_channel import check_ai_label_of_set, check_cross_channel
from copilot.evaluation.checks.emotion import check_core_emotion
from copilot.evaluation.checks.fact import check_fact
from copilot.evaluation.checks.injection import check_injection
from copilot.evaluation.checks.number import check_number
from copilot.evaluation.checks.promise import check_promise
from copilot.evaluation.checks.quote import check_quote
from copilot.evaluation.checks.rights import check_rights
from copilot.evaluation.checks.spoiler import check_spoiler
from copilot.evaluation.checks.suspense import check_suspense
from copilot.evaluation.checks.voice import check_voice
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.gate import may_submit
from copilot.evaluation.item import Item, ItemKind, from_draft, from_interaction, from_plan, from_row

Check = Callable[[Item, EvaluationContext], Score]
Judged = Draft | Interaction | RepairPlan | Item | Mapping[str, Any]

_STORY: list[Check] = [check_fact, check_contradiction, check_promise, check_quote, check_number, check_injection]
_PUBLIC: list[Check] = [check_core_emotion, check_spoiler, check_suspense, check_audience, check_voice]
_POSTED: list[Check] = [check_limits, check_rules, check_ai_label]
CHECKS: Mapping[ItemKind, Sequence[Check]] = {
    "draft": [*_STORY, *_PUBLIC, *_POSTED],
    "text": [*_STORY, *_PUBLIC, *_POSTED],
    "interaction": [*_STORY, *_PUBLIC],
    "plan": _STORY,
}
"""What is judged on each kind: a plan is read inside the team, an interaction has no single text to post."""


def judge(thing: Judged, context: EvaluationContext) -> Verdict:
    """Judge one piece.

    Args:
        thing: A draft, interaction, plan, or a row `{id, channel, fields, hashtags?}` of copy from outside.
        context: What it is judged against.

    Raises:
        InputError: A row is not of that shape.
    """
    item = as_item(thing)
    return _verdict(item, _alone(item, context), context)


def judge_set(
    things: Sequence[Judged], context: EvaluationContext, known: Mapping[str, Verdict] | None = None
) -> dict[str, Verdict]:
    """Judge pieces of one campaign, each by itself and against the others; by id, in the order given.

    Args:
        things: Drafts, interactions, plans or rows.
        context: What they are judged against.
        known: Verdicts `judge` gave on the same pieces against the same data, by id; these are not judged again.
    """
    items = [as_item(thing) for thing in things]
    verdicts = {}
    for item in items:
        others = [other for other in items if other is not item]
        alone = known.get(item.id) if known else None
        scores = list(alone.scores) if alone else _alone(item, context)
        scores = [check_ai_label_of_set(item, context, others, s) if s.check == "ai_label" else s for s in scores]
        scores.append(check_cross_channel(item, context, others))
        verdicts[item.id] = _verdict(item, scores, context)
    return verdicts


def as_item(thing: Judged) -> Item:
    """Bring anything judged to one shape."""
    if isinstance(thing, Item):
        return thing
    if isinstance(thing, Draft):
        return from_draft(thing)
    if isinstance(thing, Interaction):
        return from_interaction(thing)
    return from_plan(thing) if isinstance(thing, RepairPlan) else from_row(thing)


def _alone(item: Item, context: EvaluationContext) -> list[Score]:
    """Run every check on one piece; a passing score gives way where the linter found a breach under the same name."""
    broken = [*check_compliance(item, context), *check_rights(item, context)]
    named = {one.check for one in broken}
    own = [check(item, context) for check in CHECKS[item.kind]]
    return [one for one in own if not (one.passed and one.check in named)] + broken


def _verdict(item: Item, scores: Sequence[Score], context: EvaluationContext) -> Verdict:
    drafted = Verdict(id=item.id, passed=True, scores=list(scores))
    return drafted.model_copy(update={"passed": may_submit(drafted, context.lexicons)})
