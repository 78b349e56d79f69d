"""Renders a report as one self-contained HTML file: no script, no outside request, every untrusted text escaped."""

from __future__ import annotations

from typing import Any

from copilot.adapters.exports.ai_mark import AiMark
from copilot.adapters.exports.charts import SMALL, chart, sorted_by_weight
from copilot.adapters.exports.safe import Notes, plain
from copilot.adapters.exports.summary import summarise
from copilot.adapters.exports.wording import (
    TEMPLATES,
    day_text,
    field_name,
    moment_text,
    number,
    series_name,
    words,
)
from copilot.domain.draft import Draft
from copilot.domain.evidence import Evidence
from copilot.domain.report import ReportContent
from copilot.evaluation.measure import measure_field

QUOTES_SHOWN = 4
"""Quotes of one theme or cause shown at once; the rest is in the product."""


def render_html(content: ReportContent, mark: AiMark, notes: Notes) -> str:
    """Render the report as HTML text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    language = content.dossier.language
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: (
            plain(value, notes) if isinstance(value, str) and not hasattr(value, "__html__") else value
        ),
    )
    environment.filters |= {
        "day": lambda day: day_text(day, language),
        "number": number,
        "series": lambda name: series_name(name, language),
        "field": lambda name: field_name(name, language),
    }
    label = words(language)
    since = content.pulse.drop.since
    large, small = sorted_by_weight(content.pulse)
    return environment.get_template("report.html.j2").render(
        c=content,
        w=label,
        charts=[(series, chart(series, language, since)) for series in large],
        small=[(series, chart(series, language, since, frame=SMALL, marked=False)) for series in small],
        page=summarise(content),
        contents=_contents(content),
        counters=lambda draft: counters(draft, content),
        source=lambda evidence: source_name(evidence, content),
        channel=lambda channel: channel_name(channel, content),
        made=moment_text(content.made_at),
        mark=mark.json(),
        shown=QUOTES_SHOWN,
        lang="zh-CN" if language == "zh" else "en",
    )


def _contents(content: ReportContent) -> list[tuple[str, str]]:
    """List the sections that are there: anchor and name."""
    w, found = words(content.dossier.language), content.diagnosis
    parts = [
        ("summary", w["summary"], True),
        ("curves", w["curves"], True),
        ("causes", w["causes"], True),
        ("ledger", w["ledger"], True),
        ("moves", w["moves"], bool(found.themes)),
        ("audiences", w["audiences"], bool(found.audiences)),
        ("plan", w["plan"], True),
        ("interactions", w["interactions"], bool(content.interactions)),
        ("drafts", w["by_channel"], bool(content.drafts)),
        ("sources", w["sources"], True),
    ]
    return [(anchor, name) for anchor, name, there in parts if there]


def counters(draft: Draft, content: ReportContent) -> list[dict[str, Any]]:
    """Measure each field of a draft against its channel; limits are None where the channel has none."""
    pack = content.packs.get(draft.channel)
    found = []
    for name, text in draft.fields.items():
        known = pack is not None and pack.field_named(name) is not None
        measured = measure_field(pack, name, text) if pack is not None and known else None
        found.append({"field": name, "text": text, "measured": measured})
    return found


def source_name(evidence: Evidence, content: ReportContent) -> str:
    """Name the source of a piece of evidence to a reader; its id when nothing better is known."""
    own = f"{content.dossier.title} · {words(content.dossier.language)['dossier']}"
    return own if evidence.source == content.dossier.id else content.titles.get(evidence.source, evidence.source)


def channel_name(channel: str, content: ReportContent) -> str:
    """Name a channel in the film's language."""
    pack = content.packs.get(channel)
    return pack.name.in_(content.dossier.language) if pack else channel
