"""Renders a report as one self-contained HTML file: no script, no outside request, every untrusted text escaped."""

from __future__ import annotations

from typing import Any

from copilot.adapters.exports.ai_mark import AiMark
from copilot.adapters.exports.charts import chart, drawable
from copilot.adapters.exports.safe import Notes, plain
from copilot.adapters.exports.wording import TEMPLATES, day_text, moment_text, number, words
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
    environment.filters |= {"day": lambda day: day_text(day, language), "number": number}
    label = words(language)
    charts = [
        (series, chart(series, label, content.pulse.drop.since)) for series in content.pulse.series if drawable(series)
    ]
    return environment.get_template("report.html.j2").render(
        c=content,
        w=label,
        charts=charts,
        counters=lambda draft: counters(draft, content),
        source=lambda evidence: source_name(evidence, content),
        channel=lambda channel: channel_name(channel, content),
        made=moment_text(content.made_at),
        mark=mark.json(),
        shown=QUOTES_SHOWN,
        lang="zh-CN" if language == "zh" else "en",
    )


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
