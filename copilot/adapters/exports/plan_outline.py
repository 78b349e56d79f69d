"""Lays a repair plan out as headings, paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from copilot.adapters.exports.blocks import Block, Bullets, Heading, Paragraph, Quotation, Table
from copilot.adapters.exports.wording import day_text, number, words
from copilot.domain.draft import Verdict
from copilot.domain.evidence import Evidence
from copilot.domain.plan import Action, RepairPlan, Stage
from copilot.domain.report import Names
from copilot.domain.value import Language, language_of

_PARTED = re.compile(r"[a-z_]+")
_COLUMNS = (
    "stage",
    "from_to",
    "action",
    "cause",
    "channel",
    "owner",
    "deliverable",
    "metric",
    "baseline",
    "target",
    "check_on",
    "stop_rule",
    "risk",
)


def plan_language(plan: RepairPlan) -> Language:
    """Tell the language a plan is written in."""
    return language_of(plan.summary + "".join(action.what for action in plan.actions()))


def outline_plan(plan: RepairPlan, verdict: Verdict | None, names: Names, level: int = 1) -> list[Block]:
    """Lay the whole plan out, every action in full and one table of all of them.

    Args:
        plan: The plan.
        verdict: Its verdict, if judged.
        names: How to call its sources and channels.
        level: Level of the plan's own heading.
    """
    language = plan_language(plan)
    w = words(language)
    film = f" · {names.film}" if names.film else ""
    found: list[Block] = [Heading(f"{w['plan']} · {plan.iteration}{film}", level), Paragraph(plan.summary)]
    if verdict is not None:
        found += verdict_blocks(verdict, w)
    found += _forecast(plan, language)
    for number_, stage in enumerate(plan.stages, 1):
        name = w["stages_names"].get(stage.name, stage.name)
        dates = f"{day_text(stage.from_, language)} – {day_text(stage.to, language)}"
        found += [Heading(f"{number_}. {name}（{dates}）", level + 1), Paragraph(stage.goal)]
        for action in stage.actions:
            found += _action(action, language, level + 2, names)
    found += [Heading(w["at_a_glance"], level + 1), glance_table(plan, names)]
    if plan.learnt:
        found += [Heading(w["learnt"], level + 1), Bullets(plan.learnt)]
    left = [f"{one.name}：{one.why}" for one in plan.covers.left_out]
    return [*found, Heading(w["left_out"], level + 1), Bullets(left)] if left else found


def actions_table(plan: RepairPlan, names: Names) -> Table:
    """List every action in one table a team can sort and assign."""
    w = words(plan_language(plan))
    rows = [_row(stage, action, w, names) for stage in plan.stages for action in stage.actions]
    return Table(w["plan"], [w[column] for column in _COLUMNS], rows)


def glance_table(plan: RepairPlan, names: Names) -> Table:
    """List every action in the few columns that are readable on paper."""
    w = words(plan_language(plan))
    rows = [
        [
            f"{w['stages_names'].get(stage.name, stage.name)} {stage.from_:%m-%d}–{stage.to:%m-%d}",
            action.what,
            f"{action.owner} · {channel_text(action.channel, names)}",
            f"{action.metric.name}: {number(action.metric.baseline, action.metric.unit)} → "
            f"{number(action.metric.target, action.metric.unit)}, {action.metric.check_on:%m-%d}",
        ]
        for stage in plan.stages
        for action in stage.actions
    ]
    return Table(w["at_a_glance"], [w[key] for key in ("stage", "action", "who_where", "goal_metric")], rows)


def evidence_table(plan: RepairPlan, names: Names) -> Table:
    """List what each action rests on."""
    w = words(plan_language(plan))
    rows = [[action.what, *evidence_cells(e, names, w)] for action in plan.actions() for e in action.evidence]
    return Table(w["evidence"], [w["action"], w["kind"], w["text"], w["sources"], w["query"]], rows)


def verdict_blocks(verdict: Verdict, w: dict[str, Any]) -> list[Block]:
    """Say the verdict and every check that did not pass, with its fix."""
    said = w["passed"] if verdict.passed else w["blocked"]
    failing = [
        f"{w['check_names'].get(s.check, s.check)}（{w['severities'].get(s.severity, s.severity)}）{s.reason}"
        + (f" {w['fix']}：{s.fix}" if s.fix else "")
        for s in verdict.failing()
    ]
    return [Paragraph(f"{w['verdict']}：{said}", "strong"), *([Bullets(failing)] if failing else [])]


def evidence_blocks(evidence: list[Evidence], name: Mapping[str, str], w: dict[str, Any]) -> list[Block]:
    """Show evidence: quotes as quotations, figures with their query, passages with their source."""
    found: list[Block] = []
    for e in evidence:
        if e.kind == "quote":
            found.append(Quotation(e.text, name.get(e.source, e.source)))
        elif e.kind == "figure":
            found.append(Paragraph(f"{e.text}（{w['query']}：{e.query}）", "soft"))
        else:
            found.append(Paragraph(f"{e.text}（{name.get(e.source, e.source)}）", "soft"))
    return found


def evidence_cells(e: Evidence, names: Names, w: dict[str, Any]) -> list[str]:
    """Say evidence in four cells: kind, text, source by its name, and the query of a figure."""
    return [w["evidence_kinds"][e.kind], e.text, names.sources.get(e.source, e.source), e.query or ""]


def channel_text(channels: str, names: Names) -> str:
    """Say one or several channels, parted by commas or slashes, by their names."""
    return _PARTED.sub(lambda word: names.channels.get(word[0], word[0]), channels)


def _forecast(plan: RepairPlan, language: Language) -> list[Block]:
    forecast, w = plan.forecast, words(language)
    if forecast is None:
        return []
    check = f"{w['check_on']} {day_text(forecast.check_on, language)}"
    return [
        Paragraph(
            f"{w['forecast']}：{w['without']} {number(forecast.without, forecast.unit)}，"
            f"{w['aim']} {number(forecast.aim, forecast.unit)}，{check}",
            "strong",
        ),
        *([Paragraph(forecast.why, "soft")] if forecast.why else []),
    ]


def _action(action: Action, language: Language, level: int, names: Names) -> list[Block]:
    w, metric = words(language), action.metric
    judged = f"{metric.name}：{number(metric.baseline, metric.unit)} → {number(metric.target, metric.unit)}"
    lines = [
        f"{w['channel']}：{channel_text(action.channel, names)}",
        f"{w['owner']}：{action.owner}",
        f"{w['deliverable']}：{action.deliverable}",
        f"{w['metric']}：{judged}，{w['check_on']} {day_text(metric.check_on, language)}",
        f"{w['stop_rule']}：{action.stop_rule}",
        f"{w['risk']}：{action.risk}",
    ]
    steps: list[Block] = [Bullets(action.steps)] if action.steps else []
    return [Heading(action.what, level), *steps, Bullets(lines), *evidence_blocks(action.evidence, names.sources, w)]


def _row(stage: Stage, action: Action, w: dict[str, Any], names: Names) -> list[str]:
    metric = action.metric
    return [
        w["stages_names"].get(stage.name, stage.name),
        f"{stage.from_.isoformat()} – {stage.to.isoformat()}",
        action.what,
        w["causes_names"].get(action.cause or "", ""),
        channel_text(action.channel, names),
        action.owner,
        action.deliverable,
        metric.name,
        number(metric.baseline, metric.unit),
        number(metric.target, metric.unit),
        metric.check_on.isoformat(),
        action.stop_rule,
        action.risk,
    ]
