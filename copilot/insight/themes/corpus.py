"""Counts a film's terms: who speaks of each, how pleased, how moved, and in what phrase."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.insight.themes.terms import (
    LONGEST_PHRASE,
    Lexis,
    cut_words,
    joined,
    load_lexis,
    standing_pairs,
    terms_of,
)

MOST_REVIEWS = 40_000
"""Reviews whose words are counted, the best liked first; more would not change what is spoken of."""
FEWEST_REVIEWS = 4
SURELY = 0.7
_DISPUTE = re.compile(
    r"到底|究竟|争|吵|还是没|有没有|是不是|该不该|算不算|为什么|凭什么|两派|不同意|有人说|[?？]"
    r"|\b(why|whether|debate|argue|disagree|some say)\b",
    re.IGNORECASE,
)
_GLUE = frozenset("的之与和")
_WARM = ("moved", "joy", "awe", "warmth", "tension")


@dataclass(frozen=True, eq=False)
class Term:
    """One term and the viewers that use it."""

    word: str
    reviews: NDArray[np.int64]
    """Indexes of the viewers' reviews that hold it."""
    voices: float
    pleased: float
    """Share of them that is pleased."""
    stirred: float
    """Share of them that shows a warm emotion."""
    oddness: float
    loved: float
    """Share that is surely pleased."""
    hated: float
    """Share that is surely displeased."""
    disputed: float
    """Share that asks or disputes."""


class Corpus:
    """The words of one case's viewers."""

    def __init__(self, case: Case, figures: Figures) -> None:
        self.case, self.lexis = case, load_lexis()
        watched = np.flatnonzero(figures.mask(watched="1") & (case.voices.weight > 0.5))
        if len(watched) > MOST_REVIEWS:
            order = np.lexsort((watched, -case.voices.likes[watched]))
            watched = np.sort(watched[order[:MOST_REVIEWS]])
        self.viewers = watched
        self._words = {int(i): cut_words(case.voices.texts[i]) for i in watched}

    @cached_property
    def pleased(self) -> float:
        """Share of all viewers that is pleased; 0.5 without any."""
        if not len(self.viewers):
            return 0.5
        return float((self.case.voices.p_positive[self.viewers] >= 0.5).mean())

    @cached_property
    def hated(self) -> float:
        """Share of all viewers that is surely displeased; 0.5 without any."""
        if not len(self.viewers):
            return 0.5
        return float((self.case.voices.p_positive[self.viewers] <= 1 - SURELY).mean())

    @cached_property
    def terms(self) -> list[Term]:
        """Every term at least `FEWEST_REVIEWS` viewers use, the oddest to this film first."""
        holders: dict[str, list[int]] = defaultdict(list)
        pairs = standing_pairs(self._words.values(), self.lexis)
        names = [name for name in self.case.dossier.names() if name not in self._titles]
        for index, words in self._words.items():
            text = self.case.voices.texts[index]
            for word in terms_of(words, self.lexis, pairs) | {name for name in names if name in text}:
                holders[word].append(index)
        needed = max(FEWEST_REVIEWS, round(0.0015 * len(self.viewers)))
        found = [
            self._term(word, np.array(reviews, dtype=np.int64))
            for word, reviews in holders.items()
            if len(reviews) >= needed and not self._is_title(word)
        ]
        found.sort(key=lambda term: (-term.oddness, term.word))
        return _without_parts(found)

    def phrase(self, term: Term) -> str:
        """Give the longest phrase that viewers keep using around a term, else the term itself."""
        support: Counter[str] = Counter()
        for index in term.reviews[:400]:
            support.update(set(_phrases_around(self._words[int(index)], term.word, self.lexis)))
        needed = max(3, 0.3 * len(term.reviews))
        limit = LONGEST_PHRASE["en" if term.word.isascii() else "zh"]
        fits = [
            p for p, n in support.items() if n >= needed and len(term.word) < len(p) <= limit and not self._is_title(p)
        ]
        return max(fits, key=lambda phrase: (len(phrase), support[phrase], phrase), default=term.word)

    @cached_property
    def _titles(self) -> set[str]:
        dossier = self.case.dossier
        return {title.casefold() for title in (dossier.title, dossier.original_title) if title}

    def _is_title(self, word: str) -> bool:
        return any(word in title or title in word for title in self._titles)

    def _term(self, word: str, reviews: NDArray[np.int64]) -> Term:
        voices = self.case.voices
        warm = np.zeros(len(reviews), dtype=np.bool_)
        for emotion in _WARM:
            warm |= voices.has_emotion(emotion)[reviews]
        return Term(
            word=word,
            reviews=reviews,
            voices=float(voices.weight[reviews].sum()),
            pleased=float((voices.p_positive[reviews] >= 0.5).mean()),
            stirred=float(warm.mean()),
            loved=float((voices.p_positive[reviews] >= SURELY).mean()),
            hated=float((voices.p_positive[reviews] <= 1 - SURELY).mean()),
            disputed=float(np.mean([bool(_DISPUTE.search(voices.texts[int(i)])) for i in reviews[:500]])),
            oddness=self.lexis.oddness(len(reviews), len(self.viewers), word),
        )


def _without_parts(terms: Sequence[Term]) -> list[Term]:
    """Leave out words that stand almost only inside a longer term which is in the list."""
    kept: list[Term] = []
    sizes = {term.word: len(term.reviews) for term in terms}
    for term in terms:
        wholes = (w for w in sizes if term.word != w and term.word in w)
        if not any(sizes[whole] >= 0.6 * len(term.reviews) for whole in wholes):
            kept.append(term)
    return kept


def _phrases_around(words: Sequence[str], term: str, lexis: Lexis) -> list[str]:
    """List runs of two to five words that hold the term and neither begin nor end with a function word."""
    found = []
    for at, word in enumerate(words):
        if not word or word not in term:
            continue
        for first in range(max(0, at - 3), at + 1):
            for last in range(at, min(len(words), at + 4)):
                run = words[first : last + 1]
                if len(run) < 2 or not all(run) or _loose(run[0], lexis) or _loose(run[-1], lexis):
                    continue
                phrase = " ".join(run) if run[0].isascii() else "".join(run)
                if term in phrase and not re.search(r"[^\s\w'-]", phrase):
                    found.append(phrase)
    return found


def _loose(word: str, lexis: Lexis) -> bool:
    return word in _GLUE or word in lexis.stop or joined((word, "")) == ""
