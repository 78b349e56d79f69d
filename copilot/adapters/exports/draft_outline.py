"""Lays drafts out: one section a channel, with fields, counters, shot table, claims and verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from copilot.adapters.exports.blocks import Block, Heading, Paragraph, Table
from copilot.adapters.exports.plan_outline import evidence_blocks, verdict_blocks
from copilot.adapters.exports.wording import field_name, words
from copilot.domain.draft import Draft, Verdict
from copilot.domain.value import Language


def outline_drafts(
    drafts: Sequence[Draft], verdicts: Mapping[str, Verdict], titles: Mapping[str, str], *, level: int = 2
) -> list[Block]:
    """Lay each draft out in full."""
    found: list[Block] = []
    for draft in drafts:
        w = words(draft.language)
        found.append(
            Heading(
                f"{draft.channel} · {w['angles'].get(draft.angle, draft.angle)} · {w['variant']} {draft.variant}", level
            )
        )
        for name, text in draft.fields.items():
            found += [Paragraph(field_name(name, draft.language), "soft"), Paragraph(text)]
        if draft.script:
            found.append(script_table(draft))
        verdict = verdicts.get(draft.id)
        found += verdict_blocks(verdict, w) if verdict else []
        found.append(Paragraph(w["claims"], "soft"))
        for claim in draft.claims:
            found += [Paragraph(claim.text, "strong"), *evidence_blocks(claim.evidence, dict(titles), w)]
    return found


def drafts_table(drafts: Sequence[Draft], verdicts: Mapping[str, Verdict], language: Language) -> Table:
    """List every field of every draft, one row a field."""
    w = words(language)
    columns = ["channel", "variant", "angle", "field", "text", "hashtags", "verdict"]
    rows = []
    for draft in drafts:
        verdict = verdicts.get(draft.id)
        said = w["unjudged"] if verdict is None else w["passed"] if verdict.passed else w["blocked"]
        for name, text in draft.fields.items():
            rows.append([draft.channel, str(draft.variant), draft.angle, name, text, " ".join(draft.hashtags), said])
    return Table(w["drafts"], [w[column] for column in columns], rows)


def claims_table(drafts: Sequence[Draft], language: Language) -> Table:
    """List what every claim rests on."""
    w = words(language)
    rows = [
        [draft.channel, str(draft.variant), claim.text, e.kind, e.text, e.source, e.query or ""]
        for draft in drafts
        for claim in draft.claims
        for e in claim.evidence
    ]
    header = [w["channel"], w["variant"], w["text"], w["kind"], w["evidence"], w["sources"], w["query"]]
    return Table(w["claims"], header, rows)


def script_table(draft: Draft) -> Table:
    """Lay a shot table out."""
    w = words(draft.language)
    columns = [column for column in draft.script[0] if column != "asset_ref" or "asset" not in draft.script[0]]
    said: dict[str, str] = w["rights"]
    rows = [
        [said.get(str(shot.get(c)), str(shot.get(c, ""))) if c == "rights" else str(shot.get(c, "")) for c in columns]
        for shot in draft.script
    ]
    names = [w["script_columns"].get(column, column) for column in columns]
    return Table(f"{w['script']} {draft.channel} {draft.variant}", names, rows)
