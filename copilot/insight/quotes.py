"""Chooses viewers' words worth quoting: verbatim, whole, informative, well liked, not alike, no closed spoiler."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from math import log1p

import numpy as np
from numpy.typing import NDArray

from copilot.domain.evidence import Evidence, quote
from copilot.insight.case import Case

Spans = Callable[[str], list[tuple[int, int]]]
"""Finds in a text the words a quote must hold."""
SHORTEST, LONGEST = {"zh": 8, "en": 24}, {"zh": 60, "en": 160}
_IDEAL = {"zh": 24, "en": 80}
_SENTENCE = re.compile(r"[^。！!?？；;\n…~～]+(?:[。！!?？；;…~～]+[”」』\"')）]*)?")
_CLAUSE = re.compile(r"[^，,、：:—]+[，,、：:—]*")
_ENGLISH_SENTENCE = re.compile(r"[^.!?\n;]+(?:[.!?]+['\")]*)?")
_UNQUOTABLE = re.compile(
    r"https?:|www\.|[<>{}\[\]|\\`@]|指令|系统提示|system|prompt|assistant|ignore (all|previous)|加(微信|v|V|群)|\d{7,}"
)
_TRIM = " \t\r\n　，,、：:；;—-～~·"
_CONSIDERED = 240
"""Reviews looked at closely for one set of quotes, the best liked first."""
_TOO_ALIKE = 0.35


class Quoter:
    """Chooses quotes from one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._language = case.dossier.language

    def choose(self, indexes: Sequence[int] | NDArray[np.int64], spans: Spans, count: int = 3) -> list[Evidence]:
        """Choose up to `count` quotes from the reviews at `indexes`, best first.

        Each is a whole clause or sentence around one of the spans, 8 to 60 characters (English 24 to 160), from
        different writers, none alike, none that tells a spoiler closed on the case's day. Reviews in the dossier's
        language come first. Texts that repeat others, hold links or address a machine are never quoted.
        """
        found: list[tuple[float, str, Evidence]] = []
        for index in self._liked_first(indexes):
            text = self._case.voices.texts[index]
            if _UNQUOTABLE.search(text):
                continue
            best = max(self._clips(text, spans(text)), default=None, key=lambda clip: clip[0])
            if best is not None:
                value = best[0] + 0.45 * log1p(float(self._case.voices.likes[index]))
                evidence = quote(self._case.voices.ids[index], text, best[1], best[2])
                found.append((value - self._foreign(index), self._case.voices.authors[index], evidence))
        found.sort(key=lambda entry: -entry[0])
        return _unlike(found, count)

    def is_closed(self, text: str) -> bool:
        """Say whether a text shares two runs of four characters with a spoiler closed on the case's day."""
        return any(len(_grams(text, 4) & grams) >= 2 for grams in self._closed)

    def _liked_first(self, indexes: Iterable[int]) -> list[int]:
        voices = self._case.voices
        chosen = [int(i) for i in indexes if voices.weight[i] > 0.5 and len(voices.texts[i]) >= SHORTEST["zh"]]
        chosen.sort(key=lambda i: (-int(voices.likes[i]), abs(len(voices.texts[i]) - 40), voices.ids[i]))
        return chosen[:_CONSIDERED]

    def _foreign(self, index: int) -> float:
        return 2.0 if bool(self._case.voices.english[index]) != (self._language == "en") else 0.0

    def _clips(self, text: str, spans: list[tuple[int, int]]) -> Iterable[tuple[float, int, int]]:
        language = "zh" if re.search(r"[㐀-鿿]", text) else "en"
        for span in spans[:4]:
            clip = clip_around(text, span, language)
            if clip is not None and not self.is_closed(text[clip[0] : clip[1]]):
                yield _worth(text[clip[0] : clip[1]], language), *clip

    @cached_property
    def _closed(self) -> list[set[str]]:
        dossier = self._case.dossier
        closed = dossier.spoilers_closed_on(dossier.day_of_release(self._case.as_of))
        return [_grams(spoiler.text, 4) for spoiler in closed]


def clip_around(text: str, span: tuple[int, int], language: str) -> tuple[int, int] | None:
    """Find the sentence, or the run of its clauses, around a span that is neither too short nor too long to quote."""
    sentences = _pieces(_SENTENCE if language == "zh" else _ENGLISH_SENTENCE, text, 0, len(text))
    home = next((i for i, (s, e) in enumerate(sentences) if s <= span[0] < e), None)
    if home is None:
        return None
    start, end = sentences[home]
    if end - start > LONGEST[language]:
        start, end = _within(text, (start, end), span, LONGEST[language])
    elif end - start < SHORTEST[language] and home + 1 < len(sentences):
        end = sentences[home + 1][1]
    start, end = _trimmed(text, start, end)
    holds = start <= span[0] and span[1] <= end
    return (start, end) if holds and SHORTEST[language] <= end - start <= LONGEST[language] else None


def _within(text: str, sentence: tuple[int, int], span: tuple[int, int], longest: int) -> tuple[int, int]:
    """Grow from the clause of the span to its neighbours while they fit, the following ones first."""
    clauses = _pieces(_CLAUSE, text, *sentence)
    first = last = next((i for i, (s, e) in enumerate(clauses) if s <= span[0] < e), 0)
    while last + 1 < len(clauses) and (
        clauses[last][1] < span[1] or clauses[last + 1][1] - clauses[first][0] <= longest * 0.7
    ):
        last += 1
    while first > 0 and clauses[last][1] - clauses[first - 1][0] <= longest * 0.7:
        first -= 1
    return clauses[first][0], clauses[last][1]


def _pieces(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text, start, end) if match.group().strip(_TRIM)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end


def _worth(text: str, language: str) -> float:
    """Rate a quote by itself: near the ideal length, varied, said plainly."""
    fit = 1 - abs(len(text) - _IDEAL[language]) / LONGEST[language]
    varied = len(set(text)) / len(text) if language == "zh" else min(1.0, len(set(text.split())) / 12)
    shouting = len(re.findall(r"[!！?？]", text)) + len(re.findall(r"(.)\1\1", text))
    return 1.6 * fit + 1.2 * varied - 0.3 * shouting


def _unlike(found: list[tuple[float, str, Evidence]], count: int) -> list[Evidence]:
    kept: list[Evidence] = []
    seen: list[set[str]] = []
    writers: set[str] = set()
    for _, writer, evidence in found:
        grams = _grams(evidence.text, 2)
        alike = any(len(grams & other) > _TOO_ALIKE * min(len(grams), len(other)) for other in seen)
        if alike or (writer and writer in writers):
            continue
        kept.append(evidence)
        seen.append(grams)
        writers.add(writer)
        if len(kept) == count:
            break
    return kept


def _grams(text: str, size: int) -> set[str]:
    bare = re.sub(r"\W+", "", text.casefold())
    return {bare[i : i + size] for i in range(len(bare) - size + 1)}
