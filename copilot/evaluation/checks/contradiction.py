"""Checks that a piece contradicts neither the story nor itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item
from copilot.evaluation.statements import BESIDE_NAMES, Conflict, Statement, beside
from copilot.evaluation.text import Piece, clauses, sentences

_SHARED_AT_LEAST = 2
_QUOTED = re.compile("“[^“”]{5,}”")
"""Another's words: a name among them is not what the sentence says something of."""


def check_contradiction(item: Item, context: EvaluationContext) -> Score:
    """Compare every sentence with the dossier's and with the others of the piece."""
    found: list[Finding] = []
    for name, text in item.fields.items():
        pieces = sentences(text)
        for piece in pieces:
            found += _against_film(item, context, name, piece)
            found += _roles(item, context, name, piece)
        if item.kind != "plan":  # a plan names the wording it withdraws beside the one it puts in its place
            found += _against_self(item, context, name, pieces)
    return score("contradiction", item, context, found)


def _against_film(item: Item, context: EvaluationContext, name: str, piece: Piece) -> Iterator[Finding]:
    for part in [piece, *clauses(piece)]:
        if part.text.strip(" ，。！？,.!?") in context.dossier_text:
            continue
        stated = context.reader.read(part.text)
        for told in context.told:
            clash = context.reader.conflict(stated, told) if _same_matter(context, stated, told) else None
            if clash and not _told_elsewhere(context, clash, stated, told):
                span = item.span(name, part.start, part.end)
                values = {
                    "found": part.text.strip(),
                    "known": told.text.strip(),
                    "left": clash.left,
                    "right": clash.right,
                }
                yield Finding("contradiction_film", [span], values)
                return


def _told_elsewhere(context: EvaluationContext, clash: Conflict, stated: Statement, told: Statement) -> bool:
    """The story may tell both: he leaves, then he returns; nineteen days, twenty-two years."""
    others = [other for other in context.told if other is not told]
    if clash.how == "number":
        pairs = {(unit, value) for unit, values in stated.numbers.items() for value in values}
        return all(f"{v:g}" in context.public_text or any(v in o.numbers.get(u, ()) for o in others) for u, v in pairs)
    return any(clash.left in other.concepts for other in others)


def _same_matter(context: EvaluationContext, left: Statement, right: Statement) -> bool:
    shared = len(left.concepts & right.concepts)
    return (
        shared >= _SHARED_AT_LEAST and context.reader.overlap(left, right) >= context.lexicons.gate["statement_overlap"]
    )


def _roles(item: Item, context: EvaluationContext, name: str, piece: Piece) -> Iterator[Finding]:
    """Find a trade or kinship put right beside a character to whom the dossier gives another."""
    read = context.reader.read(_QUOTED.sub("“”", piece.text))
    for who in dict.fromkeys(c for c in read.order if c.startswith("@")):
        for kind in BESIDE_NAMES:
            members = context.lexicons.categories[kind]
            told = {word for s in context.told for word in beside(s, who, members)}
            other = [word for word in beside(read, who, members) if told and not _is_told(word, told, members)]
            if other and not any({who, other[0]} <= s.concepts and kind == "kin" for s in context.told):
                values = {"character": who[1:], "found": other[0], "known": min(told)}
                yield Finding("contradiction_role", [item.span(name, piece.start, piece.end)], values)


def _is_told(word: str, told: set[str], members: Sequence[frozenset[str]]) -> bool:
    return any(word in member and member & told for member in members)


def _against_self(item: Item, context: EvaluationContext, name: str, pieces: list[Piece]) -> Iterator[Finding]:
    read = [context.reader.read(piece.text) for piece in pieces]
    for i, left in enumerate(read):
        for j in range(i + 1, len(read)):
            if not _same_matter(context, left, read[j]) or pieces[j].text.rstrip().endswith(("？", "?")):
                continue
            clash = context.reader.conflict(left, read[j])
            if clash and clash.how in ("number", "negation", "opposite", "roles"):
                span = item.span(name, pieces[j].start, pieces[j].end)
                values = {"found": pieces[j].text.strip(), "known": pieces[i].text.strip()}
                yield Finding("contradiction_self", [span], values)
                return
