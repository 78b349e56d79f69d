"""Lays drafts out: one section a channel, with fields, counters, shot table, claims and verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from copilot.adapters.exports.blocks import Block, Heading, Paragraph, Table
from copilot.adapters.exports.plan_outline import channel_text, evidence_blocks, evidence_cells, verdict_blocks
from copilot.adapters.exports.wording import field_name, words
from copilot.domain.draft import Draft, Verdict
from copilot.domain.report import Names


def outline_drafts(
    drafts: Sequence[Draft], verdicts: Mapping[str, Verdict], names: Names, *, level: int = 2
) -> list[Block]:
    """Lay each draft out in full."""
    found: list[Block] = []
    for draft in drafts:
        w = words(draft.language)
        found.append(
            Heading(
                f"{channel_text(draft.channel, names)} · {w['angles'].get(draft.angle, draft.angle)} · "
                f"{w['variant']} {draft.variant}",
                level,
            )
        )
        for name, text in draft.fields.items():
            found += [Paragraph(field_name(name, draft.language), "soft"), Paragraph(text)]
        if draft.script:
            found.append(script_table(draft, names))
        verdict = verdicts.get(draft.id)
        found += verdict_blocks(verdict, w) if verdict else []
        found.append(Paragraph(w["claims"], "soft"))
        for claim in draft.claims:
            found += [Paragraph(claim.text, "strong"), *evidence_blocks(claim.evidence, names.sources, w)]
    return found


def drafts_table(drafts: Sequence[Draft], verdicts: Mapping[str, Verdict], names: Names) -> Table:
    """List every field of every draft, one row a field."""
    language = drafts[0].language
    w = words(language)
    columns = ["channel", "variant", "angle", "field", "text", "hashtags", "verdict"]
    rows = []
    for draft in drafts:
        verdict = verdicts.get(draft.id)
        said = w["unjudged"] if verdict is None else w["passed"] if verdict.passed else w["blocked"]
        for name, text in draft.fields.items():
            channel, angle = channel_text(draft.channel, names), w["angles"].get(draft.angle, draft.angle)
            tags = " ".join(f"#{tag}" for tag in draft.hashtags)
            rows.append([channel, str(draft.variant), angle, field_name(name, language), text, tags, said])
    return Table(w["drafts"], [w[column] for column in columns], rows)


def claims_table(drafts: Sequence[Draft], names: Names) -> Table:
    """List what every claim rests on."""
    w = words(drafts[0].language)
    rows = [
        [channel_text(draft.channel, names), str(draft.variant), claim.text, *evidence_cells(e, names, w)]
        for draft in drafts
        for claim in draft.claims
        for e in claim.evidence
    ]
    header = [w["channel"], w["variant"], w["text"], w["kind"], w["evidence"], w["sources"], w["query"]]
    return Table(w["claims"], header, rows)


def script_table(draft: Draft, names: Names) -> Table:
    """Lay a shot table out."""
    w = words(draft.language)
    columns = [column for column in draft.script[0] if column != "asset_ref" or "asset" not in draft.script[0]]
    said: dict[str, str] = w["rights"]
    rows = [
        [said.get(str(shot.get(c)), str(shot.get(c, ""))) if c == "rights" else str(shot.get(c, "")) for c in columns]
        for shot in draft.script
    ]
    header = [w["script_columns"].get(column, column) for column in columns]
    return Table(f"{w['script']} {channel_text(draft.channel, names)} {draft.variant}", header, rows)
