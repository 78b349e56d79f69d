"""Says a report on one page: what happened, why, what to do this week, and what cannot be told yet."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.adapters.exports.blocks import Block, Bullets, Heading, Paragraph
from copilot.adapters.exports.wording import day_text, words
from copilot.domain.plan import Action
from copilot.domain.report import ReportContent

_FIRST = 3


@dataclass(frozen=True)
class Summary:
    """One page of a report; each list holds at most three lines."""

    happened: str
    why: list[str]
    this_week: list[str]
    not_yet: list[str]


def summarise(content: ReportContent) -> Summary:
    """Take the finding, the supported causes, the first three actions, and the causes and promises still open."""
    diagnosis, w = content.diagnosis, words(content.dossier.language)
    joint = "：" if content.dossier.language == "zh" else ": "
    supported = [f"{w['causes_names'][c.cause]}{joint}{c.why}" for c in diagnosis.supported()]
    open_ = [
        *(
            f"{w['causes_names'][c.cause]}{joint}{c.would_change}"
            for c in diagnosis.causes
            if c.verdict == "cannot_tell"
        ),
        *(f"{entry.promise.text}{joint}{w['untested']}" for entry in diagnosis.ledger if entry.state == "untested"),
    ]
    return Summary(
        happened=diagnosis.drop.why,
        why=supported[:_FIRST] or [w["no_cause"]],
        this_week=[_said(action, content) for action in content.plan.actions()[:_FIRST]],
        not_yet=open_[:_FIRST] or [w["nothing_open"]],
    )


def summary_blocks(content: ReportContent) -> list[Block]:
    """Lay the page out for Markdown and DOCX."""
    w, page = words(content.dossier.language), summarise(content)
    return [
        Heading(w["summary"]),
        Heading(w["happened"], 3),
        Paragraph(page.happened, "strong"),
        Heading(w["why_fell"], 3),
        Bullets(page.why),
        Heading(w["this_week"], 3),
        Bullets(page.this_week),
        Heading(w["not_yet"], 3),
        Bullets(page.not_yet),
    ]


def _said(action: Action, content: ReportContent) -> str:
    w, language = words(content.dossier.language), content.dossier.language
    pack = content.packs.get(action.channel)
    channel = pack.name.in_(language) if pack else action.channel
    said = [action.what, action.owner, channel, f"{w['check_on']} {day_text(action.metric.check_on, language)}"]
    return " · ".join(filter(None, said))
