"""Chooses short verbatim clauses of reviews that can stand in copy, each for the angle it serves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from copilot.domain.evidence import Evidence, quote
from copilot.domain.film import Dossier
from copilot.domain.value import Language, language_of
from copilot.insight.voices import Voices
from copilot.writing.phrases import phrasebook
from copilot.writing.secrets import Secrets

_READ_AT_MOST = 1500
"""Reviews read for quotes, warmest and most liked first: enough for every channel, quick on a million reviews."""
_PER_ANGLE = 24
_BRACKETS = (("“", "”"), ("「", "」"), ("《", "》"), ("（", "）"), ("(", ")"))
_WARM = 0.6
_BARE_WORD = 6
_MARKED = re.compile(r"[“「\"]([^”」\"]{2,20})[”」\"]")
_TRIM = " \t\r\n，,、:：.。“”\"'‘’《》「」()（）~～-—…"


@dataclass(frozen=True)
class Quotable:
    """A clause worth quoting."""

    evidence: Evidence
    platform: str
    score: float
    """Higher is better: warmth, likes and a length that is easy to read."""


@dataclass(frozen=True)
class Clauses:
    """Quotable clauses of a film."""

    by_angle: dict[str, tuple[Quotable, ...]]
    """Each clause serves one angle only, best first, so that copy does not repeat itself."""
    asked: tuple[Quotable, ...]
    """Questions viewers put themselves."""


@dataclass(frozen=True)
class _Rules:
    shortest: int
    longest: int
    split: re.Pattern[str]
    avoid: re.Pattern[str]
    question: re.Pattern[str]
    fit: dict[str, re.Pattern[str]]
    hollow: re.Pattern[str]
    least: int

    def says_something(self, words: str, title: str) -> bool:
        """Say whether something is left without praise, filling words and the title: Han characters or words."""
        left = self.hollow.sub(" ", words.replace(title, " "))
        return len(re.findall(r"[㐀-鿿]|[A-Za-z']{2,}", left)) >= self.least


def choose_clauses(voices: Voices, dossier: Dossier, secrets: Secrets) -> Clauses:
    """Pick the clauses of warm, watched reviews in the dossier's language that tell no closed spoiler.

    An empty result means the reviews hold nothing that can be quoted; copy then rests on the dossier.
    """
    rules = _rules(dossier.language)
    unwanted = unwanted_words(dossier)
    found: list[Quotable] = []
    asked: list[Quotable] = []
    for row in _best_rows(voices, dossier.language):
        for clause in _clauses(voices, int(row), rules, dossier.language):
            text = clause.evidence.text
            if not rules.says_something(text, dossier.title) or secrets.hints(text):
                continue
            if any(term in text for term in unwanted):
                continue
            (asked if text[-1] in "？?" else found).append(clause)
    found.sort(key=lambda c: (-c.score, c.evidence.id))
    return Clauses(_deal(_distinct(found), rules), tuple(_distinct(asked)[:_PER_ANGLE]))


def unwanted_words(dossier: Dossier) -> list[str]:
    """List the words the tone rules out: those put in quotation marks, and rules that are a bare word."""
    marked = [word for rule in dossier.tone.dont for word in _MARKED.findall(rule)]
    bare = [rule for rule in dossier.tone.dont if 1 < len(rule) <= _BARE_WORD and " " not in rule]
    return [*marked, *bare]


def _best_rows(voices: Voices, language: Language) -> NDArray[np.int64]:
    warm = (voices.p_positive >= _WARM) & ~(voices.stars < 4) & (voices.watched != 0) & (voices.weight > 0)
    rows = np.flatnonzero(warm & (voices.english == (language == "en")))
    worth = voices.p_positive[rows] + 0.2 * np.log1p(np.maximum(voices.likes[rows], 0))
    return rows[np.lexsort((rows, -worth))[:_READ_AT_MOST]]


def _clauses(voices: Voices, row: int, rules: _Rules, language: Language) -> Iterator[Quotable]:
    text = voices.texts[row]
    for start, end in _spans(text, rules.split):
        words = text[start:end]
        if not rules.shortest <= len(words) <= rules.longest or rules.avoid.search(words):
            continue
        if any(words.count(opening) != words.count(closing) for opening, closing in _BRACKETS):
            continue
        if language_of(words) != language or (words[-1] in "？?" and not rules.question.search(words)):
            continue
        middle = (rules.shortest + rules.longest) / 2
        score = float(voices.p_positive[row]) - abs(len(words) - middle) / (4 * middle)
        score += 0.05 * float(np.log1p(max(int(voices.likes[row]), 0)))
        yield Quotable(quote(voices.ids[row], text, start, end), voices.platforms[row], score)


def _spans(text: str, split: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in [*split.finditer(text), None]:
        end = match.start() if match else len(text)
        asks = match is not None and any(mark in match.group() for mark in "？?")
        left = start + len(text[start:end]) - len(text[start:end].lstrip(_TRIM))
        right = left + len(text[left:end].rstrip(_TRIM))
        if right > left:
            yield left, right + 1 if asks and right == end else right
        start = match.end() if match else end


def _distinct(clauses: list[Quotable]) -> list[Quotable]:
    """Drop clauses that begin or contain an earlier one's words."""
    kept: list[Quotable] = []
    seen: set[str] = set()
    for clause in clauses:
        mark = re.sub(r"\W", "", clause.evidence.text.lower())[:8]
        if mark not in seen:
            seen.add(mark)
            kept.append(clause)
    return kept


def _deal(clauses: list[Quotable], rules: _Rules) -> dict[str, tuple[Quotable, ...]]:
    """Give each clause to the fitting angle that has the fewest."""
    hands: dict[str, list[Quotable]] = {angle: [] for angle in rules.fit}
    for clause in clauses:
        fitting = [angle for angle, words in rules.fit.items() if words.search(clause.evidence.text)]
        if fitting:
            poorest = min(fitting, key=lambda angle: len(hands[angle]))
            if len(hands[poorest]) < _PER_ANGLE:
                hands[poorest].append(clause)
    return {angle: tuple(hand) for angle, hand in hands.items()}


@lru_cache(maxsize=2)
def _rules(language: Language) -> _Rules:
    words = phrasebook(language).words
    flags = re.IGNORECASE
    return _Rules(
        shortest=words["length"][0],
        longest=words["length"][1],
        split=re.compile(words["split"]),
        avoid=re.compile("|".join(f"(?:{rule})" for rule in words["avoid"]), flags),
        question=re.compile(words["question"], flags),
        fit={angle: re.compile(rule, flags) for angle, rule in words["fit"].items()},
        hollow=re.compile(words["hollow"], flags),
        least=words["least"],
    )
