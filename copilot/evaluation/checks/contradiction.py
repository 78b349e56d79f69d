"""Checks that a piece contradicts neither the story nor itself."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item
from copilot.evaluation.statements import Statement
from copilot.evaluation.text import Piece, clauses, sentences

_SHARED_AT_LEAST = 2


def check_contradiction(item: Item, context: EvaluationContext) -> Score:
    """Compare every sentence with the dossier's and with the others of the piece."""
    found: list[Finding] = []
    for name, text in item.fields.items():
        pieces = sentences(text)
        for piece in pieces:
            found += _against_film(item, context, name, piece)
            found += _roles(item, context, name, piece)
        found += _against_self(item, context, name, pieces)
    return score("contradiction", item, context, found)


def _against_film(item: Item, context: EvaluationContext, name: str, piece: Piece) -> Iterator[Finding]:
    for part in [piece, *clauses(piece)]:
        stated = context.reader.read(part.text)
        for told in context.told:
            clash = context.reader.conflict(stated, told) if _same_matter(context, stated, told) else None
            if clash and not _told_elsewhere(context, clash.left, told):
                span = item.span(name, part.start, part.end)
                values = {
                    "found": part.text.strip(),
                    "known": told.text.strip(),
                    "left": clash.left,
                    "right": clash.right,
                }
                yield Finding("contradiction_film", [span], values)
                return


def _told_elsewhere(context: EvaluationContext, word: str, told: Statement) -> bool:
    """The story may tell both: he leaves, then he returns."""
    return any(word in other.concepts for other in context.told if other is not told)


def _same_matter(context: EvaluationContext, left: Statement, right: Statement) -> bool:
    shared = len(left.concepts & right.concepts)
    return (
        shared >= _SHARED_AT_LEAST and context.reader.overlap(left, right) >= context.lexicons.gate["statement_overlap"]
    )


def _roles(item: Item, context: EvaluationContext, name: str, piece: Piece) -> Iterator[Finding]:
    """Find a trade or kinship put right beside a character that the dossier gives to no such character."""
    for part in clauses(piece):
        read = context.reader.read(part.text)
        names = [c for c in read.order if c.startswith("@")]
        for kind in ("trade", "kin"):
            yield from _role(item, context, (name, part, read, names[0] if len(names) == 1 else ""), kind)


def _role(
    item: Item, context: EvaluationContext, place: tuple[str, Piece, Statement, str], kind: str
) -> Iterator[Finding]:
    name, part, read, who = place
    members = context.lexicons.categories[kind]
    told = {
        word for s in context.told if who in s.concepts for m in members if m & s.concepts for word in m & s.concepts
    }
    stated = [m & read.concepts - read.denied for m in members if m & read.concepts - read.denied]
    if not who or not told or len(stated) != 1 or any(word in s.concepts for word in stated[0] for s in context.told):
        return
    word = min(stated[0])
    if abs(read.order.index(word) - read.order.index(who)) <= 2:
        span = item.span(name, part.start, part.end)
        values = {"character": who[1:], "found": word, "known": min(told)}
        yield Finding("contradiction_role", [span], values)


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
