"""Lays a repair plan out as headings, paragraphs and tables."""

from __future__ import annotations

from typing import Any

from copilot.adapters.exports.blocks import Block, Bullets, Heading, Paragraph, Quotation, Table
from copilot.adapters.exports.wording import day_text, number, words
from copilot.domain.draft import Verdict
from copilot.domain.evidence import Evidence
from copilot.domain.plan import Action, RepairPlan, Stage
from copilot.domain.value import Language, language_of

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


def outline_plan(plan: RepairPlan, verdict: Verdict | None, level: int = 1) -> list[Block]:
    """Lay the whole plan out, every action in full and one table of all of them.

    Args:
        plan: The plan.
        verdict: Its verdict, if judged.
        level: Level of the plan's own heading.
    """
    language = plan_language(plan)
    w = words(language)
    found: list[Block] = [Heading(f"{w['plan']} · {plan.iteration}", level), Paragraph(plan.summary)]
    if verdict is not None:
        found += verdict_blocks(verdict, w)
    found += _forecast(plan, language)
    for number_, stage in enumerate(plan.stages, 1):
        name = w["stages_names"].get(stage.name, stage.name)
        dates = f"{day_text(stage.from_, language)} – {day_text(stage.to, language)}"
        found += [Heading(f"{number_}. {name}（{dates}）", level + 1), Paragraph(stage.goal)]
        for action in stage.actions:
            found += _action(action, language, level + 2)
    found += [Heading(w["at_a_glance"], level + 1), glance_table(plan)]
    if plan.learnt:
        found += [Heading(w["learnt"], level + 1), Bullets(plan.learnt)]
    left = [f"{one.name}：{one.why}" for one in plan.covers.left_out]
    return [*found, Heading(w["left_out"], level + 1), Bullets(left)] if left else found


def actions_table(plan: RepairPlan) -> Table:
    """List every action in one table a team can sort and assign."""
    w = words(plan_language(plan))
    rows = [_row(stage, action, w) for stage in plan.stages for action in stage.actions]
    return Table(w["plan"], [w[column] for column in _COLUMNS], rows)


def glance_table(plan: RepairPlan) -> Table:
    """List every action in the few columns that are readable on paper."""
    w = words(plan_language(plan))
    rows = [
        [
            f"{w['stages_names'].get(stage.name, stage.name)} {stage.from_:%m-%d}–{stage.to:%m-%d}",
            action.what,
            f"{action.owner} · {action.channel}",
            f"{action.metric.name}: {number(action.metric.baseline, action.metric.unit)} → "
            f"{number(action.metric.target, action.metric.unit)}, {action.metric.check_on:%m-%d}",
        ]
        for stage in plan.stages
        for action in stage.actions
    ]
    return Table(w["at_a_glance"], [w[key] for key in ("stage", "action", "who_where", "goal_metric")], rows)


def evidence_table(plan: RepairPlan) -> Table:
    """List what each action rests on."""
    w = words(plan_language(plan))
    rows = [
        [action.what, e.kind, e.text, e.source, e.query or ""] for action in plan.actions() for e in action.evidence
    ]
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


def evidence_blocks(evidence: list[Evidence], name: dict[str, str], w: dict[str, Any]) -> list[Block]:
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


def _action(action: Action, language: Language, level: int) -> list[Block]:
    w, metric = words(language), action.metric
    judged = f"{metric.name}：{number(metric.baseline, metric.unit)} → {number(metric.target, metric.unit)}"
    lines = [
        f"{w['channel']}：{action.channel}",
        f"{w['owner']}：{action.owner}",
        f"{w['deliverable']}：{action.deliverable}",
        f"{w['metric']}：{judged}，{w['check_on']} {day_text(metric.check_on, language)}",
        f"{w['stop_rule']}：{action.stop_rule}",
        f"{w['risk']}：{action.risk}",
    ]
    steps: list[Block] = [Bullets(action.steps)] if action.steps else []
    return [Heading(action.what, level), *steps, Bullets(lines), *evidence_blocks(action.evidence, {}, w)]


def _row(stage: Stage, action: Action, w: dict[str, Any]) -> list[str]:
    metric = action.metric
    return [
        w["stages_names"].get(stage.name, stage.name),
        f"{stage.from_.isoformat()} – {stage.to.isoformat()}",
        action.what,
        w["causes_names"].get(action.cause or "", ""),
        action.channel,
        action.owner,
        action.deliverable,
        metric.name,
        number(metric.baseline, metric.unit),
        number(metric.target, metric.unit),
        metric.check_on.isoformat(),
        action.stop_rule,
        action.risk,
    ]
