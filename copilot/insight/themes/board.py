"""Puts together what moves viewers, what they argue and complain about, what they ask for and why they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from copilot.domain.diagnosis import Theme
from copilot.domain.evidence import Evidence
from copilot.domain.signals import ASPECTS
from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.insight.quotes import Quoter, Spans
from copilot.insight.themes.corpus import Corpus, Term
from copilot.insight.themes.requests import requests_in
from copilot.insight.themes.speech import Mood, chance_of, finder, mood_of, words_of
from copilot.insight.viewers import wilson

Kind = Literal["moves", "argues", "complains", "asks", "shares"]
MOST: dict[Kind, int] = {"moves": 6, "argues": 4, "complains": 5, "asks": 4, "shares": 4}
ODD = 1.6
"""z of the log odds from which a phrase is this film's own topic rather than any film's."""
DIVIDED = (0.08, 0.2)
"""Both camps, counting only the sure, need a share of a term's voices before it counts as argued about: half as much
again as are displeased with the film, within these bounds."""
CANDIDATES = 250
ALIKE = 0.5
"""Two terms are one theme when they share this part of their reviews."""
BLAMING = 0.42
"""Probability of being pleased below which a wording by itself finds fault."""
_Z80 = 1.2816
_PERSON = 0.6
"""A person's name is weaker material than a scene."""


def find_themes(case: Case, figures: Figures | None = None, quoter: Quoter | None = None) -> list[Theme]:
    """Find what viewers speak of, by kind and strongest first within each; empty without viewers.

    Labels are phrases at least three viewers write, far more than reviews at large do. Each theme brings up to four of
    their sentences that hold the phrase and are of its mood: pleased where it moves, displeased where it is complained
    of, both where it is argued about. What is asked for and passed on is grouped by what it is.
    """
    figures, quoter = figures or Figures(case), quoter or Quoter(case)
    corpus = Corpus(case, figures)
    if not len(corpus.viewers):
        return []
    topics = [term for term in corpus.terms if term.oddness >= ODD][:CANDIDATES]
    board = _Board(case, corpus, quoter)
    moving = board.moves(topics)
    argued = board.argues(topics)
    complained = board.complains(topics, corpus.judgements)
    return [
        *moving,
        *argued,
        *complained,
        *board.requested("asks", figures),
        *board.requested("shares", figures),
    ]


class _Board:
    """Builds themes of each kind, none twice."""

    def __init__(self, case: Case, corpus: Corpus, quoter: Quoter) -> None:
        self._case, self._corpus, self._quoter = case, corpus, quoter
        self._taken: set[str] = set()
        self._quoted: set[str] = set()
        self._covered: list[frozenset[int]] = []
        dossier = case.dossier
        self._characters = {c.name.casefold() for c in dossier.characters}
        self._people = {name.casefold() for name in dossier.names()} - self._characters

    def moves(self, topics: Sequence[Term]) -> list[Theme]:
        """Choose what stirs viewers and pleases them at least as much as the film as a whole."""
        base = self._corpus.pleased

        def strength(term: Term) -> float:
            own = _PERSON if self._is_person(term) else 1.0
            whole = 1.6 if len(term.run) > 1 else 1.0
            rated = log(1 + term.voices) * (0.3 + term.stirred) * (0.4 + term.pleased)
            return own * whole * rated * min(term.oddness, 8.0)

        fits = [t for t in topics if t.pleased + 0.5 * t.stirred >= max(0.5, base - 0.05) and t.hated < 0.5]
        return self._themes("moves", sorted(fits, key=lambda t: (-strength(t), t.word)))

    def argues(self, topics: Sequence[Term]) -> list[Theme]:
        """Choose what splits viewers into two camps, or what they keep asking each other."""

        def heat(term: Term) -> float:
            divided = min(term.loved, term.hated) + 0.5 * term.disputed
            return divided * log(1 + term.voices) * min(term.oddness, 8.0)

        needed = min(max(1.5 * self._corpus.hated, DIVIDED[0]), DIVIDED[1])
        fits = [t for t in topics if min(t.loved, t.hated) >= needed and t.voices >= 4]
        return self._themes("argues", sorted(fits, key=lambda t: (-heat(t), t.word)))

    def complains(self, topics: Sequence[Term], judged: Sequence[Term]) -> list[Theme]:
        """Choose what displeases viewers surely more than the film does, aspects in their own words first."""
        found = list(self._aspects(judged))[:3]
        found += self._themes("complains", self._colder([*topics, *(t for t in judged if t.voices >= 3)]))
        found.sort(key=lambda theme: -theme.voices)
        return found[: MOST["complains"]]

    def requested(self, kind: Literal["asks", "shares"], figures: Figures) -> list[Theme]:
        """Take what viewers ask for, or how they pass the film on; only the pleased pass it on."""
        p = self._case.voices.p_positive
        among = figures.mask(watched="1") & (p >= 0.5) if kind == "shares" else p >= 0
        found: list[Theme] = []
        for request in requests_in(self._case, kind, among=among):
            mood: Mood = "warm" if kind == "shares" else "any"
            quotes = self._quotes(request.reviews, request.spans, mood)[:3]
            if quotes and len(found) < MOST[kind]:
                counted = (request.voices, float((p[request.reviews] >= 0.5).mean()))
                found.append(self._theme(kind, request.key, request.label, counted, quotes))
        return found

    def _aspects(self, judged: Sequence[Term]) -> Iterable[Theme]:
        """Name each aspect that is surely disliked by what most of its viewers say of it."""
        voices, viewers = self._case.voices, self._corpus.viewers
        for number, aspect in enumerate(ASPECTS):
            column = voices.aspects[viewers, number]
            speaking = viewers[~np.isnan(column)]
            negative = viewers[np.nan_to_num(column, nan=0.0) < -0.1]
            low, _ = wilson(len(negative), len(speaking), _Z80) if len(speaking) else (0.0, 0.0)
            if aspect == "other" or len(negative) < 4 or low <= 0.35:
                continue
            words = words_of(aspect)
            said = [t for t in judged if t.pleased < 0.5 and t.run[0][0] in words]
            said = [t for t in said if t.word not in self._taken and not self._quoter.is_closed(t.word)]
            said = [t for t in said if chance_of(t.word) < BLAMING]
            for term in sorted(said, key=lambda t: (-t.voices * (1 - t.pleased), chance_of(t.word), t.word))[:5]:
                first = self._quotes(term.reviews, finder(term.key.split("|")), "cold")
                rest = self._quotes(negative, finder(words), "cold") if first else []
                quotes = list({q.source: q for q in [*first, *rest]}.values())[:4]
                if len(quotes) >= 2:
                    self._take(term)
                    share = 1 - len(negative) / len(speaking)
                    yield self._theme("complains", aspect, self._corpus.spelled(term), (len(negative), share), quotes)
                    break

    def _colder(self, terms: Sequence[Term]) -> list[Term]:
        base, fits = self._corpus.hated, []
        for term in {term.word: term for term in terms}.values():
            low, _ = wilson(term.hated * len(term.reviews), len(term.reviews), _Z80)
            if not self._is_person(term) and term.hated > term.loved and low > min(base, 0.5):
                phrase = 1.5 if len(term.run) > 1 else 1.0
                fits.append((low * log(1 + term.voices) * phrase, term))
        return [term for _, term in sorted(fits, key=lambda entry: (-entry[0], entry[1].word))]

    def _themes(self, kind: Literal["moves", "argues", "complains"], terms: Sequence[Term]) -> list[Theme]:
        found: list[Theme] = []
        for term in terms:
            if len(found) == MOST[kind]:
                break
            if self._is_taken(term) or self._quoter.is_closed(term.word):
                continue
            quotes = self._of_kind(kind, term)
            if len(quotes) >= 2:
                self._take(term)
                label = self._corpus.spelled(term)
                found.append(self._theme(kind, term.key, label, (term.voices, term.pleased), quotes))
        return found

    def _of_kind(self, kind: str, term: Term) -> list[Evidence]:
        spans = finder(term.key.split("|"))
        if kind == "argues":
            warm, cold = (self._quotes(term.reviews, spans, mood)[:2] for mood in ("warm", "cold"))
            return [*warm[:1], *cold[:1], *warm[1:], *cold[1:]] if warm and cold else []
        return self._quotes(term.reviews, spans, "warm" if kind == "moves" else "cold")[:4]

    def _quotes(self, reviews: NDArray[np.int64], spans: Spans, mood: Mood) -> list[Evidence]:
        """Choose fresh quotes that by themselves, and in their review, are of the mood."""
        pleased = self._case.voices.p_positive[reviews]
        side = {"warm": reviews[pleased >= 0.55], "cold": reviews[pleased < 0.45], "any": reviews}[mood]
        quotes = self._quoter.choose(side, spans, count=10)
        return [q for q in quotes if q.id not in self._quoted and mood in ("any", mood_of(q.text))]

    def _is_person(self, term: Term) -> bool:
        return term.word in self._people or (
            len(term.run) == 1 and term.run[0][1] == "nr" and term.word not in self._characters
        )

    def _is_taken(self, term: Term) -> bool:
        """Say whether another theme already speaks of it, by its words or in the same reviews."""
        if any(part in term.word or term.word in part for part in self._taken):
            return True
        own = frozenset(term.reviews.tolist())
        return any(len(own & other) >= ALIKE * min(len(own), len(other)) for other in self._covered)

    def _take(self, term: Term) -> None:
        self._taken.add(term.word)
        self._covered.append(frozenset(term.reviews.tolist()))

    def _theme(
        self, kind: Kind, key: str, label: str, counted: tuple[float, float | None], quotes: list[Evidence]
    ) -> Theme:
        self._quoted |= {q.id for q in quotes}
        return Theme(
            key=key, kind=kind, label=label, voices=round(counted[0]), positive_share=counted[1], evidence=quotes
        )
