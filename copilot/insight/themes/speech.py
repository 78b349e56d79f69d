"""Reads how viewers say things: where a phrase stands, and whether a quote by itself is pleased or finds fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Literal

import yaml

from copilot.domain.signals import Signals
from copilot.errors import KnowledgeError
from copilot.insight.causes.bench import reader
from copilot.shipped import folder

Mood = Literal["warm", "cold", "any"]
WARM, COLD = 0.55, 0.45
"""Probability of being pleased from which a quote reads as pleased, and below which as finding fault."""
_BLAME = {"boredom", "anger", "disappointment", "confusion"}
_FAULTS = ("promise_broken", "warns_others", "price_complaint")


def mood_of(text: str) -> Mood:
    """Say whether a quote by itself reads as pleased, as finding fault, or as neither."""
    signals = reader().read(text)
    fault = finds_fault(signals)
    if signals.p_positive >= WARM and not fault:
        return "warm"
    return "cold" if signals.p_positive < COLD and fault else "any"


@cache
def chance_of(wording: str) -> float:
    """Give the probability that somebody who writes just this is pleased."""
    return reader().read(wording).p_positive


def finds_fault(signals: Signals) -> bool:
    """Say whether a text finds fault with the film, rather than telling something sad."""
    faults = any(mention.polarity < 0 for mention in signals.aspects)
    return faults or bool(_BLAME & set(signals.emotions)) or any(m.signal in _FAULTS for m in signals.signals)


def finder(words: Sequence[str]) -> Callable[[str], list[tuple[int, int]]]:
    """Make what finds any of the words in a text, whatever their case; Latin words are found whole."""
    pattern = re.compile("|".join(_found(word) for word in words), re.IGNORECASE)
    return lambda text: [match.span() for match in pattern.finditer(text)]


def _found(word: str) -> str:
    escaped = re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]")
    return rf"\b{escaped}\b" if word.isascii() else escaped


@cache
def words_of(aspect: str) -> tuple[str, ...]:
    """List the words of an aspect from the shipped lexicon."""
    path = folder("knowledge") / "lexicons" / "aspects.yaml"
    try:
        found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        return tuple(str(word) for word in found[aspect])
    except (OSError, yaml.YAMLError, KeyError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error
