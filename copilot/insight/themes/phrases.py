"""Finds the runs of words that read as a phrase: a name, a scene, an act, or a thing and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.insight.themes.terms import Lexis, Word

LONGEST = {"zh": 10, "en": 34}
MOST_WORDS = 4
_NAMING = ("n", "i", "l", "j", "x", "s", "en")
"""Kinds that name something: nouns and names, idioms, set phrases, words not in the dictionary, places, Latin words."""
_OPENING = (*_NAMING, "v", "a", "b", "z")
_CLOSING = (*_NAMING, "v", "a", "z")
_SAYING = ("a", "z", "i", "l")
"""Kinds that say something of a thing."""
_BREAKING = ("r", "rr", "rz", "c", "y", "e", "o")
"""Pronouns, conjunctions, particles and sounds show that a run is part of a sentence, not a phrase."""
_DEGREE = frozenset("太很挺真过也都还的极又") | {"有点", "有些", "过于", "非常", "比较", "实在", "十分", "特别", "极其"}
_DEGREE |= {"太过", "真的", "不够", "is", "too", "so", "very", "are", "was"}
_BEFORE = frozenset(
    ("毫无", "缺乏", "浪费", "强行", "刻意", "滥用", "堆砌", "毫不", "照搬", "lacks", "lacking", "wasted")
)
_GLUE = frozenset("的地得了着过在里上下不没太很被把和与埋向") | {
    "没有",
    "有点",
    "过于",
    "非常",
    "特别",
    "十分",
    "比较",
    "实在",
    "真的",
}


def phrases_in(words: Sequence[Word], lexis: Lexis) -> Iterator[tuple[Word, ...]]:
    """List the runs of one clause that read as a phrase."""
    for first, opening in enumerate(words):
        if not _opens(opening, lexis):
            continue
        for last in range(first, min(len(words), first + MOST_WORDS)):
            run = tuple(words[first : last + 1])
            if last > first and _breaks(words[last]):
                break
            if (len(run) == 1 and is_name(run[0], lexis)) or (len(run) > 1 and _reads(run, lexis)):
                yield run


def is_name(word: Word, lexis: Lexis) -> bool:
    """Say whether a word by itself can be a theme: it names something, and not what every film has."""
    text, kind = word
    if text in lexis.generic or text in lexis.stop or not kind.startswith(_NAMING):
        return False
    if len(text) == 3 and text[-1] in "片版":
        return False
    return len(text) >= (4 if kind == "en" else 2)


def written(run: Sequence[Word]) -> str:
    """Write a run as it stood: Han without blanks, Latin with one between words."""
    joined = ""
    for text, _ in run:
        joined += f" {text}" if joined and (joined[-1].isascii() and text[0].isascii()) else text
    return joined


def _breaks(word: Word) -> bool:
    return word[1] in _BREAKING


def _opens(word: Word, lexis: Lexis) -> bool:
    text, kind = word
    if kind == "en":
        return len(text) > 2 and text not in lexis.stop
    return kind.startswith(_OPENING) and not _is_loose(word, lexis)


def _reads(run: Sequence[Word], lexis: Lexis) -> bool:
    text = written(run)
    language = "en" if text.isascii() else "zh"
    shortest = 3 if language == "zh" else 8
    if not shortest <= len(text) <= LONGEST[language] or re.search(r"(.)\1\1", text):
        return False
    if language == "en":
        known = all(word in lexis.generic or word in lexis.stop for word, _ in run)
        return run[-1][0] not in lexis.stop and len(run[-1][0]) > 2 and not known
    return _closes(run, lexis) and _holds_together(run) and not _is_any_films(run, lexis)


def _closes(run: Sequence[Word], lexis: Lexis) -> bool:
    last, kind = run[-1]
    counted = kind in ("m", "q", "mq") and run[0][1].startswith("v") and len(run) == 2 and len(last) == 2
    return (counted and last not in lexis.stop) or (kind.startswith(_CLOSING) and not _is_loose(run[-1], lexis))


def _holds_together(run: Sequence[Word]) -> bool:
    return all(text in _GLUE or kind.startswith(_OPENING) or kind in ("f", "d", "uj") for text, kind in run[1:-1])


def _is_any_films(run: Sequence[Word], lexis: Lexis) -> bool:
    return all(lexis.is_common(text) or kind[:1] in ("d", "u", "p", "f", "m") for text, kind in run)


def judgements_in(words: Sequence[Word], things: frozenset[str], lexis: Lexis) -> Iterator[tuple[tuple[str, str], str]]:
    """List what one clause says of things: ((thing, saying), as written), the saying up to three words away."""
    for at, (thing, _) in enumerate(words):
        if thing not in things:
            continue
        for other in range(max(0, at - 2), min(len(words), at + 4)):
            word, kind = words[other]
            saying = word[1:] if len(word) > 1 and word[0] in "太很更真" else word
            between = words[min(at, other) + 1 : max(at, other)]
            if other == at or word in things or not _says(saying, kind, lexis):
                continue
            if not _is_light(between) or not _in_order(saying, first=other < at):
                continue
            run = words[min(at, other) : max(at, other) + 1]
            text = written(run)
            if not any(map(_breaks, run)) and len(text) <= LONGEST["en" if text.isascii() else "zh"]:
                yield (thing, saying), text


def _says(word: str, kind: str, lexis: Lexis) -> bool:
    if word in lexis.blaming or (len(word) == 2 and word[1] in lexis.blaming):
        return True
    return len(word) > 1 and word not in lexis.stop and kind.startswith(_SAYING)


def _is_light(words: Sequence[Word]) -> bool:
    """Only words of degree may part a thing from what is said of it."""
    return all(text in _DEGREE for text, _ in words)


def _in_order(saying: str, *, first: bool) -> bool:
    """Say whether a fault may stand where it does: 毫无 before its thing, 慢 behind."""
    if saying in _BEFORE:
        return first
    return not first or len(saying) > 1 or saying == "烂" or saying.isascii()


def _is_loose(word: Word, lexis: Lexis) -> bool:
    """A word that cannot stand at the edge of a phrase; nouns of any film can, with others."""
    text, kind = word
    return (
        text in _GLUE
        or (text in lexis.stop and (len(text) == 1 or kind[:1] != "n"))
        or text in ("人", "事", "时候", "东西", "一个")
    )
