"""Lays a report out as headings, paragraphs and tables for Markdown and DOCX."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.adapters.exports.blocks import Block, Bullets, Heading, Paragraph, Picture, Table
from copilot.adapters.exports.draft_outline import outline_drafts
from copilot.adapters.exports.plan_outline import evidence_blocks, outline_plan, verdict_blocks
from copilot.adapters.exports.summary import summary_blocks
from copilot.adapters.exports.wording import day_text, moment_text, number, words
from copilot.domain.diagnosis import Cause
from copilot.domain.report import Names, ReportContent

_QUOTES = 3


def outline_report(content: ReportContent, pictures: Sequence[Picture] = ()) -> list[Block]:
    """Lay the whole report out, one page first; pictures are of the series."""
    w, names = words(content.dossier.language), _names(content)
    curves: list[Block] = [Heading(w["curves"]), *pictures] if pictures else []
    return [
        *_opening(content),
        *summary_blocks(content),
        *curves,
        Heading(w["causes"]),
        *(block for cause in content.diagnosis.causes for block in _cause(cause, content)),
        Heading(w["ledger"]),
        _ledger(content),
        *_themes(content),
        *_audiences(content),
        *outline_plan(content.plan, content.verdicts.get(content.plan.id), names, level=2),
        *_interactions(content),
        Heading(w["by_channel"]),
        *outline_drafts(content.drafts, content.verdicts, names, level=3),
        Heading(w["sources"]),
        _sources(content),
        Paragraph(w["ai_label"], "label"),
    ]


def _names(content: ReportContent) -> Names:
    """Name sources and channels; the title stands in the report's own heading."""
    channels = {pack.id: pack.name.in_(content.dossier.language) for pack in content.packs.values()}
    return Names(sources=content.titles, channels=channels)


def _opening(content: ReportContent) -> list[Block]:
    w, drop, language = words(content.dossier.language), content.diagnosis.drop, content.dossier.language
    writer = w["offline"] if content.writer == "offline" else content.writer
    sentiment, voices = content.pulse.sentiment, content.pulse.voices
    facts = [
        f"{w['since']}：{day_text(drop.since, language)}",
        f"{w['depth']}：{number(drop.depth, 'share')}",
        f"{w['positive_watched']}：{number(sentiment.watched.positive_share, 'share')}",
        f"{w['positive_unwatched']}：{number(sentiment.unwatched.positive_share, 'share')}",
        f"{w['voices']}：{number(round(voices.cleaned.voices))}（{number(voices.all.reviews)} {w['of_reviews']}）",
    ]
    return [
        Heading(f"{content.dossier.title} · {w['report']}", 1),
        Paragraph(
            f"{w['as_of']} {day_text(content.diagnosis.as_of, language)} · {w['made']} {moment_text(content.made_at)}"
            f" · {w['writer']} {writer}",
            "soft",
        ),
        Paragraph(w["ai_label"], "label"),
        Paragraph(f"{w['states'][drop.state]}。{drop.why}" if language == "zh" else drop.why, "strong"),
        Bullets(facts),
    ]


def _cause(cause: Cause, content: ReportContent) -> list[Block]:
    w = words(content.dossier.language)
    title = (
        f"{w['causes_names'][cause.cause]}：{w['verdicts'][cause.verdict]}（{w['confidence']} {cause.confidence:.0%}）"
    )
    found: list[Block] = [Heading(title, 3)]
    found += [Paragraph(cause.why)] if cause.why else []
    found += evidence_blocks(cause.evidence[:_QUOTES], content.titles, w)
    if cause.against:
        found += [Paragraph(w["against"], "strong"), *evidence_blocks(cause.against[:_QUOTES], content.titles, w)]
    return [*found, Paragraph(f"{w['would_change']}：{cause.would_change}", "soft")]


def _ledger(content: ReportContent) -> Table:
    w = words(content.dossier.language)
    rows = [
        [
            entry.promise.text,
            entry.promise.asset_title or content.dossier.title,
            w["ledger_states"][entry.state],
            str(entry.viewers),
            entry.evidence[0].text if entry.evidence else "",
        ]
        for entry in content.diagnosis.ledger
    ]
    return Table(w["ledger"], [w["promise"], w["from_asset"], w["verdict"], w["viewers"], w["evidence"]], rows)


def _themes(content: ReportContent) -> list[Block]:
    w = words(content.dossier.language)
    found: list[Block] = [Heading(w["moves"])] if content.diagnosis.themes else []
    for theme in content.diagnosis.themes:
        found.append(Heading(f"{theme.label}（{w['theme_kinds'][theme.kind]} · {theme.voices}）", 3))
        quotes = [e for e in theme.evidence if e.kind == "quote"][:_QUOTES]
        found += evidence_blocks(quotes, content.titles, w)
    return found


def _audiences(content: ReportContent) -> list[Block]:
    w = words(content.dossier.language)
    if not content.diagnosis.audiences:
        return []
    responds = {True: w["warmer"], False: w["colder"], None: w["unknown"]}
    rows = [
        [a.name, a.said_by, str(a.viewers), number(a.positive_share, "share"), responds[a.responds]]
        for a in content.diagnosis.audiences
    ]
    header = [w["audiences"], w["said_by"], w["viewers"], w["positive"], w["responds"]]
    return [Heading(w["audiences"]), Table(w["audiences"], header, rows)]


def _interactions(content: ReportContent) -> list[Block]:
    w = words(content.dossier.language)
    found: list[Block] = [Heading(w["interactions"])] if content.interactions else []
    for one in content.interactions:
        found += [Heading(f"{one.title}（{w['types'].get(one.type, one.type)}）", 3), Paragraph(one.prompt)]
        found += [Bullets(one.options)] if one.options else []
        lines = [
            f"{w['entry']}：{one.entry}",
            f"{w['incentive']}：{one.incentive}",
            f"{w['disclosure']}：{one.disclosure}",
        ]
        found.append(Bullets([*lines, *([f"{w['do_not']}：{one.do_not}"] if one.do_not else [])]))
        verdict = content.verdicts.get(one.id)
        found += verdict_blocks(verdict, w) if verdict else []
        found += evidence_blocks(one.evidence[:_QUOTES], content.titles, w)
    return found


def _sources(content: ReportContent) -> Table:
    w = words(content.dossier.language)
    rows = [
        [
            f.file,
            w["file_kinds"].get(f.kind, f.kind),
            w["source_names"].get(f.source, f.source),
            str(f.rows),
            str(f.kept),
            str(f.duplicates),
            str(len(f.rejected)),
        ]
        for f in content.sources
    ]
    header = [w[key] for key in ("file", "kind", "sources", "rows", "kept", "duplicates", "rejected")]
    return Table(w["sources"], header, rows)
