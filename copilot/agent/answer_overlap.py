"""Answers from the sentence that shares most with a question, where a learned reading of both says that it answers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log

from copilot.agent.answer_passages import cite_unit, holds_expected, is_of_the_part
from copilot.agent.answer_reply import known_word, nouns_left, unheard_names
from copilot.agent.at_hand import AtHand, inner, say
from copilot.agent.lexicon_words import chinese_of, slot_words
from copilot.agent.likely_kinds import unheld_share
from copilot.agent.question import Question
from copilot.agent.question_terms import terms_of
from copilot.agent.units import Unit
from copilot.domain.draft import Claim
from copilot.domain.evidence import quote
from copilot.domain.value import is_cjk
from copilot.errors import KnowledgeError
from copilot.retrieval.sentences import sentences
from copilot.retrieval.text import fold, stem
from copilot.shipped import folder

FILE = "answer_overlap.json"
NAMES = (
    "shared", "own", "margin", "second", "terms", "typed", "untyped", "unheld", "unknown", "folder", "voices", "series",
    "english", "verifies", "why", "review", "length",
)  # fmt: skip
"""Features of a question beside the sentence that shares most with it, in order."""
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]+")
_LIKELY = 0.45
_ASKED = 0.3
_UNASKED = 0.6
"""The same for a viewer's words where the question does not ask for those."""
_LEAST = 0.2
_CONTEXT = 0.5
_SINGLE = 0.35
_FOLDER = ("fact", "character", "story", "told", "post", "asset", "spoiler")
_VOICES = ("opinion", "moves", "argues", "complains", "asks", "shares", "count", "share")
_SAID = 2
_NEAR = 0.93


@dataclass(frozen=True)
class Found:
    """A sentence with what it shares with a question."""

    unit: Unit
    shared: float
    """Weighted share of the question's pieces it holds, those it stands under counting in part."""
    own: float
    """The share it holds itself."""


def overlap_claims(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote what shares most with a question where it is likely to answer; empty otherwise."""
    found = ranked(question, at_hand)
    heard = not question.strange and not unheard_names(question, at_hand)
    if not heard or not found or found[0].shared < _LEAST:
        return []
    if is_of_the_part(question, at_hand) or not holds_expected(question, found[0].unit.text, at_hand):
        return []
    quotes = found[0].unit.kind == "review"
    needed = _LIKELY if not quotes else _ASKED if question.about_reviews else _UNASKED
    if likelihood(features(question, at_hand, found)) < needed:
        return []
    best = [one for one in found[:_SAID] if one.shared >= _NEAR * found[0].shared]
    return [_cited(question, at_hand, one.unit) for one in best]


def ranked(question: Question, at_hand: AtHand) -> list[Found]:
    """List the sentences of folder and found reviews that hold the kind of thing asked for, best first."""
    units = [*at_hand.units, *_of_reviews(question, at_hand)]
    pieces = list(pieces_of(question))
    if not pieces:
        return []
    held = [[any(way in unit.folded for way in piece) for piece in pieces] for unit in units]
    counts = Counter(at for row in held for at, holds in enumerate(row) if holds)
    weights = [_weight(piece, counts[at], len(units)) for at, piece in enumerate(pieces)]
    total = sum(weights) or 1.0
    found = []
    for unit, row in zip(units, held, strict=True):
        own = sum(weight for holds, weight in zip(row, weights, strict=True) if holds)
        under = sum(
            weight
            for holds, weight, piece in zip(row, weights, pieces, strict=True)
            if not holds and any(way in unit.context for way in piece)
        )
        if own:
            found.append(Found(unit, (own + _CONTEXT * under) / total, own / total))
    found.sort(key=lambda one: -one.shared)
    return [one for one in found[:12] if holds_expected(question, one.unit.text, at_hand)] or found[:2]


def pieces_of(question: Question) -> Iterator[tuple[str, ...]]:
    """Yield the pairs and characters of a Chinese question, and the words of an English one with Chinese for them."""
    text = question.folded
    for spelt in question.called:
        if spelt.isascii():
            text = text.replace(spelt, " ")
    yield from ((piece,) for piece in dict.fromkeys(_han_pieces(text)))
    for word in dict.fromkeys(_WORD.findall(text)):
        if word not in _stop_words():
            other = chinese_of().get(word) or chinese_of().get(stem(word)) or []
            yield (word, *map(fold, other))
    for name in question.topic:
        if not question.folded.count(fold(name)) and name not in question.quoted:
            yield (fold(name), fold(name)[1:])


def _han_pieces(text: str) -> Iterator[str]:
    stop = _stop()
    for at, char in enumerate(text):
        pair = text[at : at + 2]
        if not is_cjk(char):
            continue
        if len(pair) > 1 and is_cjk(pair[1]) and not set(pair) <= stop:
            yield pair
        if char not in stop:
            yield char


def _weight(piece: Sequence[str], held: int, units: int) -> float:
    rare = log((units + 1) / (held + 0.5))
    if len(piece) == 1 and piece[0].isascii() and not held:
        return _SINGLE * rare
    return rare * (_SINGLE if len(piece[0]) == 1 else 1.0)


@cache
def _stop() -> frozenset[str]:
    return frozenset(str(slot_words()["asking_characters"]))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(str(slot_words()["asking_words"]).split())


def _of_reviews(question: Question, at_hand: AtHand) -> Iterator[Unit]:
    """Yield the sentences of the reviews search found, on the platforms a question names."""
    voices = at_hand.case.voices
    for hit in at_hand.hits:
        row = at_hand.rows.get(hit.source)
        if hit.kind != "review" or row is None:
            continue
        if question.platforms and voices.platforms[row] not in question.platforms:
            continue
        whole = voices.texts[row]
        for text in sentences(whole):
            if text in whole:
                yield Unit(hit.source, text, fold(whole), "review", fold(text))


def features(question: Question, at_hand: AtHand, found: Sequence[Found]) -> list[float]:
    """Describe a question beside the best sentence found, in the order of `NAMES`."""
    best = found[0]
    other = next((one.shared for one in found[1:] if one.unit.source != best.unit.source), 0.0)
    second = found[1].shared if len(found) > 1 else 0.0
    terms = terms_of(question)
    spoken = [any(way in best.unit.folded or way in best.unit.context for way in group) for group in terms]
    typed = bool(question.expects or question.counted or question.wants)
    holds = holds_expected(question, best.unit.text, at_hand)
    nouns = nouns_left(question)
    kinds = question.kinds
    return [
        best.shared,
        best.own,
        best.shared - other,
        second,
        sum(spoken) / len(spoken) if spoken else 0.5,
        float(typed and holds),
        float(typed and not holds),
        unheld_share(question),
        sum(not known_word(word, at_hand) for word in nouns) / 2.0,
        sum(kinds.get(kind, 0.0) for kind in _FOLDER),
        sum(kinds.get(kind, 0.0) for kind in _VOICES),
        kinds.get("series", 0.0),
        float(question.language == "en"),
        float(question.verifies),
        float(question.asks_why),
        float(best.unit.kind == "review"),
        min(len(question.folded), 40) / 40,
    ]


@cache
def _parameters() -> Mapping[str, float]:
    path = folder("knowledge") / "parameters" / FILE
    try:
        return {str(key): float(value) for key, value in json.loads(path.read_text("utf-8"))["weights"].items()}
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"reading {FILE}", repr(error), "Restore the shipped file.") from error


def likelihood(values: Sequence[float]) -> float:
    """Return how likely a sentence answers, from its features."""
    weights = _parameters()
    score = weights["bias"] + sum(weights[name] * value for name, value in zip(NAMES, values, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def _cited(question: Question, at_hand: AtHand, unit: Unit) -> Claim:
    if unit.kind != "review":
        return cite_unit(question, unit, at_hand)
    whole = at_hand.case.voices.texts[at_hand.rows[unit.source]]
    start = whole.index(unit.text)
    text = say("quote", question.language, words=inner(re.sub(r"\s+", " ", unit.text)))
    return Claim(text=text, evidence=[quote(unit.source, whole, start, start + len(unit.text))])
