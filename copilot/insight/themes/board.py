"""Puts together what moves viewers, what they argue and complain about, what they ask for and why they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from typing import Literal

import numpy as np

from copilot.domain.diagnosis import Theme
from copilot.domain.evidence import Evidence
from copilot.domain.signals import ASPECTS
from copilot.insight.case import Case
from copilot.insight.causes.bench import reader
from copilot.insight.figures import Figures
from copilot.insight.quotes import Quoter
from copilot.insight.themes.corpus import Corpus, Term
from copilot.insight.themes.speech import (
    finder,
    finds_fault,
    most_used,
    questions_in,
    short_clause,
    signal_spans,
    words_of,
)
from copilot.insight.themes.terms import nameness
from copilot.insight.viewers import wilson

Kind = Literal["moves", "argues", "complains", "asks", "shares"]
MOST: dict[Kind, int] = {"moves": 6, "argues": 4, "complains": 5, "asks": 3, "shares": 3}
ODD = 1.6
"""z of the log odds from which a word is this film's own topic rather than any film's."""
DIVIDED = 0.25
"""Both camps, counting only the sure, need this share of a term's voices before it counts as argued about."""
ASKED = 0.35
"""A term is also argued about when this share of its voices asks or disputes."""
RANKED = 40
"""Terms whose phrases are looked at before the best are taken."""
ALIKE = 0.5
"""Two terms are one theme when they share this part of their reviews."""
_Z80 = 1.2816


def find_themes(case: Case, figures: Figures | None = None, quoter: Quoter | None = None) -> list[Theme]:
    """Find what viewers speak of, by kind and strongest first within each; empty without viewers.

    Topics are words, names and phrases that this film's viewers use far more than reviews at large, and the aspects
    they complain about. Labels are viewers' own phrases; each theme brings two to four of their sentences.
    """
    figures, quoter = figures or Figures(case), quoter or Quoter(case)
    corpus = Corpus(case, figures)
    if not len(corpus.viewers):
        return []
    topics = [term for term in corpus.terms if term.oddness >= ODD][:250]
    board = _Board(case, corpus, quoter)
    return [
        *board.moves(topics),
        *board.argues(topics),
        *board.complains(topics),
        *board.questions(topics),
        *board.spoken("asks", "asks_for_more"),
        *board.spoken("shares", "wants_to_share"),
    ]


class _Board:
    """Builds themes of each kind, none twice."""

    def __init__(self, case: Case, corpus: Corpus, quoter: Quoter) -> None:
        self._case, self._corpus, self._quoter = case, corpus, quoter
        self._taken: set[str] = set()
        self._quoted: set[str] = set()
        self._covered: list[frozenset[int]] = []
        self._people = set(case.dossier.names())

    def moves(self, topics: Sequence[Term]) -> list[Theme]:
        """Choose what stirs viewers and pleases them at least as much as the film as a whole."""
        base = self._corpus.pleased

        def strength(term: Term) -> float:
            return log(1 + term.voices) * (0.3 + term.stirred) * (0.4 + term.pleased) * min(term.oddness, 8.0)

        fits = [t for t in topics if t.pleased >= max(0.5, base - 0.05)]
        strongest = sorted(fits, key=strength, reverse=True)[:RANKED]
        named = {term.word: strength(term) * nameness(self._corpus.phrase(term)) for term in strongest}
        return self._themes("moves", sorted(strongest, key=lambda t: (-named[t.word], t.word)), wants=True)

    def argues(self, topics: Sequence[Term]) -> list[Theme]:
        """Choose what splits viewers into two camps."""
        fits = [t for t in topics if min(t.loved, t.hated) >= DIVIDED or (t.disputed >= ASKED and t.voices >= 5)]
        ranked = sorted(fits, key=lambda t: -log(1 + t.voices) * min(t.oddness, 8.0) * (0.3 + t.disputed))
        return self._themes("argues", ranked, wants=None)

    def complains(self, topics: Sequence[Term]) -> list[Theme]:
        """Choose what displeases viewers surely more than the film does, aspects first."""
        found = [*self._aspects(), *self._colder(topics)]
        found.sort(key=lambda theme: -theme.voices)
        return found[: MOST["complains"]]

    def questions(self, topics: Sequence[Term]) -> list[Theme]:
        """Take the questions viewers put about the film's own topics, in their words."""
        holders = {int(i): term for term in reversed(topics) for i in term.reviews}
        texts = self._case.voices.texts
        asking = [i for i in sorted(holders) if questions_in(texts[i])]
        found = []
        for evidence in self._quoter.choose(asking, questions_in, count=6):
            span = next(iter(questions_in(evidence.text)), None)
            if span is not None and evidence.id not in self._quoted:
                label = evidence.text[span[0] : span[1]].strip("“”\"' ")
                key = self._key_in(label)
                term = next((t for t in topics if t.word == key), None)
                if term is not None:
                    found.append(self._theme("asks", key, label, (term.voices, term.pleased), [evidence]))
        return found[: MOST["asks"]]

    def spoken(self, kind: Kind, signal: str) -> list[Theme]:
        """Take themes from what viewers ask for or pass on, said in their own clause."""
        indexes = np.flatnonzero(self._case.voices.has_signal(signal))
        spans = signal_spans(signal)
        quotes = [q for q in self._quoter.choose(indexes, spans, count=8) if q.id not in self._quoted]
        found = []
        for evidence in quotes:
            label = short_clause(evidence.text, spans)
            key = self._key_in(label)
            if label and key and key not in self._taken:
                self._taken.add(key)
                voices = float(self._case.voices.weight[indexes].sum())
                found.append(self._theme(kind, key, label, (voices, None), [evidence]))
        return found[: MOST[kind]]

    def _aspects(self) -> Iterable[Theme]:
        voices, viewers = self._case.voices, self._corpus.viewers
        for number, aspect in enumerate(ASPECTS):
            column = voices.aspects[viewers, number]
            speaking = viewers[~np.isnan(column)]
            negative = viewers[np.nan_to_num(column, nan=0.0) < -0.1]
            if aspect in ("other", "marketing") or len(speaking) < 6:
                continue
            low, _ = wilson(len(negative), len(speaking), _Z80)
            label = most_used(words_of(aspect), [voices.texts[i] for i in negative])
            if label and len(negative) >= 4 and low > 0.35:
                spans = finder(words_of(aspect))
                quotes = self._in_mood(self._fresh(self._quoter.choose(negative, spans, count=8)), warm=False)[:4]
                if len(quotes) >= 2:
                    yield self._theme(
                        "complains", aspect, label, (len(negative), 1 - len(negative) / len(speaking)), quotes
                    )

    def _colder(self, topics: Sequence[Term]) -> list[Theme]:
        base = self._corpus.hated
        fits = []
        for term in topics:
            low, _ = wilson(term.hated * len(term.reviews), len(term.reviews), _Z80)
            if term.word not in self._people and term.hated > term.loved and low > base:
                fits.append((low * log(1 + term.voices), term))
        ranked = [term for _, term in sorted(fits, key=lambda entry: -entry[0])]
        return self._themes("complains", ranked, wants=False)

    def _themes(self, kind: Kind, terms: Sequence[Term], *, wants: bool | None) -> list[Theme]:
        found: list[Theme] = []
        for term in terms:
            if len(found) == MOST[kind]:
                break
            label = self._corpus.phrase(term)
            if self._is_taken(term, label) or self._quoter.is_closed(label):
                continue
            quotes = self._quotes(term, wants)
            if len(quotes) >= 2:
                self._taken |= {term.word, label}
                self._covered.append(frozenset(term.reviews.tolist()))
                found.append(self._theme(kind, term.word, label, (term.voices, term.pleased), quotes))
        return found

    def _is_taken(self, term: Term, label: str) -> bool:
        """Say whether another theme already speaks of it, by its words or in the same reviews."""
        if any(part in label or label in part for part in self._taken):
            return True
        own = frozenset(term.reviews.tolist())
        return any(len(own & other) >= ALIKE * min(len(own), len(other)) for other in self._covered)

    def _quotes(self, term: Term, wants: bool | None) -> list[Evidence]:
        """Choose quotes that hold the term: pleased ones, displeased ones, or some of either."""
        pleased = self._case.voices.p_positive[term.reviews]
        spans = finder([term.word])
        if wants is None:
            either = (term.reviews[pleased >= 0.6], term.reviews[pleased < 0.4])
            return [q for side in either for q in self._fresh(self._quoter.choose(side, spans, count=4))[:2]]
        side = term.reviews[pleased >= 0.55] if wants else term.reviews[pleased < 0.4]
        return self._in_mood(self._fresh(self._quoter.choose(side, spans, count=8)), warm=wants)[:4]

    def _in_mood(self, quotes: list[Evidence], *, warm: bool) -> list[Evidence]:
        """Keep the quotes that by themselves are as warm, or as cold, as the review they were cut from."""
        read = [(quote, reader().read(quote.text)) for quote in quotes]
        if warm:
            return [quote for quote, signals in read if signals.p_positive >= 0.4]
        return [quote for quote, signals in read if signals.p_positive < 0.45 and finds_fault(signals)]

    def _fresh(self, quotes: list[Evidence]) -> list[Evidence]:
        return [q for q in quotes if q.id not in self._quoted]

    def _theme(
        self, kind: Kind, key: str, label: str, counted: tuple[float, float | None], quotes: list[Evidence]
    ) -> Theme:
        self._quoted |= {q.id for q in quotes}
        return Theme(
            key=key, kind=kind, label=label, voices=round(counted[0]), positive_share=counted[1], evidence=quotes
        )

    def _key_in(self, label: str) -> str:
        """Name the term of the film that a clause speaks of, else the clause itself."""
        inside = [term for term in self._corpus.terms[:400] if term.word in label]
        return max(inside, key=lambda term: (term.oddness, term.word)).word if inside else label
