"""Checks that a piece does not repeat a promise viewers call broken."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain.diagnosis import LedgerEntry
from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.evaluation.patterns import pattern
from copilot.evaluation.text import Piece, clauses, sentences


def check_promise(item: Item, context: EvaluationContext) -> Score:
    """Look for the words of every broken promise; a sentence that corrects the promise is welcome."""
    if context.ledger is None:
        return unjudged("promise", item, context, "needs_ledger")
    broken = [entry for entry in context.ledger if entry.state == "broken"]
    found = [f for name in item.fields for entry in broken for f in _repeated(item, context, name, entry)]
    return score("promise", item, context, found)


def _repeated(item: Item, context: EvaluationContext, name: str, entry: LedgerEntry) -> Iterator[Finding]:
    promised = context.reader.read(entry.promise.text)
    matter = frozenset(c for c in promised.concepts if not c.startswith("@")) or promised.concepts
    for sentence in sentences(item.fields[name]):
        parts: list[Piece] = [sentence, *clauses(sentence)]
        said = context.reader.read(sentence.text)
        share = len(matter & said.concepts) / max(1, len(matter))
        verbatim = any(len(p.text.strip()) >= 4 and p.text.strip(" 。！!.") in entry.promise.text for p in parts)
        if pattern("denied.promise").search(sentence.text) or matter & said.denied - promised.denied:
            continue
        if verbatim or (
            share >= context.lexicons.gate["promise_overlap"] and len(matter & said.concepts) >= min(2, len(matter))
        ):
            span = item.span(name, sentence.start, sentence.end)
            values = {"known": entry.promise.text, "viewers": entry.viewers, "found": sentence.text.strip()}
            yield Finding("promise_broken", [span], values)
            return
