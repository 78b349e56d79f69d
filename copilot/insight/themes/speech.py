"""Reads how viewers say things: questions, faults found, and the clause short enough to be a label."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import yaml

from copilot.domain.signals import Signals
from copilot.errors import KnowledgeError
from copilot.insight.causes.bench import reader
from copilot.shipped import folder

Spans = Callable[[str], list[tuple[int, int]]]
_QUESTION = re.compile(r"[^。！!?？\n，,；;：:、“”]{5,24}[?？]|[A-Z][^.!?\n]{14,80}\?")
_RHETORIC = re.compile(
    r"在哪|凭什么|怎么还|不是[^?？]{0,12}吗|有必要|谁懂|什么鬼|就这|难道|何必|有意思吗|好意思|谁会|哪有"
    r"|who cares|really|seriously|isn't it",
    re.IGNORECASE,
)
_BLAME = {"boredom", "anger", "disappointment", "confusion"}
_FAULTS = ("promise_broken", "warns_others", "price_complaint")


def finds_fault(signals: Signals) -> bool:
    """Say whether a text finds fault with the film, rather than telling something sad."""
    faults = any(mention.polarity < 0 for mention in signals.aspects)
    return faults or bool(_BLAME & set(signals.emotions)) or any(m.signal in _FAULTS for m in signals.signals)


def finder(words: Sequence[str]) -> Callable[[str], list[tuple[int, int]]]:
    """Make what finds any of the words in a text, whatever their case."""
    pattern = re.compile("|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words), re.IGNORECASE)
    return lambda text: [match.span() for match in pattern.finditer(text)]


@cache
def signal_spans(signal: str) -> Callable[[str], list[tuple[int, int]]]:
    """Make what finds the words that show a signal."""

    def spans(text: str) -> list[tuple[int, int]]:
        return [(mention.start, mention.end) for mention in reader().read(text).signals if mention.signal == signal]

    return spans


def questions_in(text: str) -> list[tuple[int, int]]:
    """Find the questions that want an answer; rhetorical ones are left out."""
    return [m.span() for m in _QUESTION.finditer(text) if not _RHETORIC.search(m.group())]


def short_clause(text: str, spans: Callable[[str], list[tuple[int, int]]]) -> str:
    """Cut the clause that holds the signal to a label of at most 24 characters; empty when it is longer."""
    limit = 24 if re.search(r"[㐀-鿿]", text) else 70
    if len(text) <= limit:
        return text.strip("。！!，,. ")
    found = spans(text)
    pieces = [m.span() for m in re.finditer(r"[^，,。！!？?；;、]+[？?]?", text)]
    for start, end in pieces:
        if found and start <= found[0][0] < end and 4 <= end - start <= limit:
            return text[start:end].strip()
    return ""


def most_used(words: Sequence[str], texts: Sequence[str]) -> str:
    """Choose the word most texts hold; empty when fewer than two do."""
    counts = [(sum(word in text.casefold() for text in texts), len(word), word) for word in words]
    best = max(counts, default=(0, 0, ""))
    return best[2] if best[0] >= 2 else ""


@cache
def words_of(aspect: str) -> tuple[str, ...]:
    """List the words of an aspect from the shipped lexicon."""
    path = folder("knowledge") / "lexicons" / "aspects.yaml"
    try:
        found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        return tuple(str(word) for word in found[aspect])
    except (OSError, yaml.YAMLError, KeyError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error
