"""Checks that words given as a viewer's are a viewer's, character for character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.evaluation.patterns import pattern

_QUOTED = re.compile(
    r"“([^”\n]{2,300})”|「([^」\n]{2,300})」|『([^』\n]{2,300})』|(?<![\w])\"([^\"\n]{2,300})\"(?!\w)|‘([^’\n]{4,300})’(?!\w)"
)
_CREDIT_AFTER = re.compile(r"^\s*[—–-]{1,2}\s*\S")
_REACH = 20
_ELLIPSIS = re.compile(r"\s*(?:…+|\.{3}|⋯+|\[…\]|\[\.\.\.\])\s*")


def check_quote(item: Item, context: EvaluationContext) -> Score:
    """Look every attributed quotation up in the stored texts, and every quote evidence in its source."""
    found = [*_changed_sources(item, context)]
    unknown = False
    for name in item.fields:
        for start, end in attributed_quotes(item.fields[name]):
            words = item.fields[name][start:end]
            verdict = _is_real(words, item, context)
            unknown |= verdict is None
            if verdict is False:
                found.append(Finding("quote_not_verbatim", [item.span(name, start, end)], {"found": words}))
    if not found and unknown:
        return unjudged("quote", item, context, "needs_reviews")
    return score("quote", item, context, found)


def attributed_quotes(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans, without the marks, of quotations that stand beside words naming who said them."""
    for match in _QUOTED.finditer(text):
        group = next(i for i in range(1, 6) if match[i])
        before = re.split(r"[。！？!?\n]", text[max(0, match.start() - _REACH) : match.start()])[-1]
        after = re.split(r"[。！？!?\n]", text[match.end() : match.end() + _REACH])[0]
        if pattern("quote.label_before").search(before) or pattern("quote.label_after").search(after):
            continue
        named = pattern("quote.said_by_viewer").search(before + " " + after)
        if named or _CREDIT_AFTER.match(text[match.end() :]):
            yield match.span(group)


def _is_real(words: str, item: Item, context: EvaluationContext) -> bool | None:
    parts = [part.strip("，。！？,.!? ") for part in _ELLIPSIS.split(words)]
    verdicts = [_stands(part, item, context) for part in parts if len(part) >= 2]
    return None if None in verdicts else all(verdicts)


def _stands(words: str, item: Item, context: EvaluationContext) -> bool | None:
    if any(words in one.text for one in item.evidence if one.kind == "quote") or words in context.dossier_text:
        return True
    return context.is_quotable(words)


def _changed_sources(item: Item, context: EvaluationContext) -> Iterator[Finding]:
    for one in item.evidence:
        source = context.source_text(one.source) if one.kind == "quote" else None
        if source is not None and source[one.start : one.end] != one.text:
            yield Finding("quote_source_changed", (), {"found": one.text, "source": one.source})
