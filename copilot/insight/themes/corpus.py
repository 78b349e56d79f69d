"""Counts the phrases of a film's viewers: who uses each, how pleased, how moved, and whether it is a whole phrase."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from copilot.domain.signals import ASPECTS
from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.insight.themes.phrases import judgements_in, phrases_in, written
from copilot.insight.themes.speech import words_of
from copilot.insight.themes.terms import Word, clauses_of, load_lexis

MOST_REVIEWS = 12_000
"""Reviews whose words are counted, the best liked first; more would not change what is spoken of."""
FEWEST_REVIEWS = 3
SURELY = 0.7
BOUND = 0.7
"""A phrase whose next character is the same in this share of its places is part of a longer one."""
SWALLOWED = 0.5
"""A phrase that stands inside one longer phrase in this share of its reviews gives way to it."""
OFTENER = 20
"""How many times as often as at large a word of any film must stand here to be this film's."""
COHESIVE = 0.2
"""A longer phrase counts when this share of the reviews with its rarest own word hold it."""
_DISPUTE = re.compile(
    r"到底|究竟|争|吵|还是没|有没有|是不是|该不该|算不算|为什么|两派|不同意|有人说|[?？]"
    r"|\b(why|whether|debate|argue|disagree|some say)\b",
    re.IGNORECASE,
)
_WARM = ("moved", "joy", "awe", "warmth", "tension")
_EDGE = frozenset("的地得了着过在里上下不没太很被把和与我你他她它这那都也就是还有让会要说看")


@dataclass(frozen=True, eq=False)
class Term:
    """One phrase and the viewers that use it."""

    word: str
    """As viewers write it; Latin letters in lower case."""
    run: tuple[Word, ...]
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
    """Share that asks or disputes in the sentence that holds it."""
    forms: tuple[str, ...] = ()
    """Other wordings counted with it."""

    @property
    def key(self) -> str:
        """What `contains` counts it by: its wordings."""
        return "|".join(dict.fromkeys((self.word, *self.forms)))


class Corpus:
    """The phrases of one case's viewers."""

    def __init__(self, case: Case, figures: Figures) -> None:
        self.case, self.lexis = case, load_lexis()
        watched = np.flatnonzero(figures.mask(watched="1") & (case.voices.weight > 0.5))
        if len(watched) > MOST_REVIEWS:
            order = np.lexsort((watched, -case.voices.likes[watched]))
            watched = np.sort(watched[order[:MOST_REVIEWS]])
        self.viewers = watched
        self.texts = {int(i): case.voices.texts[i].casefold().replace("’", "'") for i in watched}

    @cached_property
    def pleased(self) -> float:
        """Share of all viewers that is pleased."""
        return float((self.case.voices.p_positive[self.viewers] >= 0.5).mean())

    @cached_property
    def hated(self) -> float:
        """Share of all viewers that is surely displeased."""
        return float((self.case.voices.p_positive[self.viewers] <= 1 - SURELY).mean())

    @cached_property
    def terms(self) -> list[Term]:
        """Every whole phrase at least `FEWEST_REVIEWS` viewers use, the oddest to this film first."""
        holders, runs, single = self._counted()
        needed = max(FEWEST_REVIEWS, round(0.0015 * len(self.viewers)))
        known = {w: r for w, r in holders.items() if len(r) >= needed and not self._is_title(w)}
        found = []
        for word, reviews in known.items():
            run = runs[word]
            rarest = min(single[text] for text, kind in run if kind[:1] not in ("u", "p", "f", "d", "m"))
            if len(run) > 1 and len(reviews) < COHESIVE * rarest:
                continue
            if len(run) == 1 and not self._stands_out(run[0], len(reviews)):
                continue
            if not self._is_part(word, reviews):
                found.append(self._term(word, run, np.array(reviews, dtype=np.int64)))
        found.sort(key=lambda term: (-term.oddness, term.word))
        return _without_parts(found)

    @cached_property
    def judgements(self) -> list[Term]:
        """What viewers say of something any film has, in whatever order, most voices first."""
        things = (
            frozenset(word for aspect in ASPECTS if aspect != "other" for word in words_of(aspect))
            - self.lexis.qualities
        )
        holders: dict[tuple[str, str], set[int]] = defaultdict(set)
        forms: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for index, clauses in self._clauses.items():
            for clause in clauses:
                for pair, text in judgements_in(clause, things, self.lexis):
                    if text in self.texts[index]:
                        holders[pair].add(index)
                        forms[pair][text] += 1
        found = []
        for pair, reviews in holders.items():
            if len(reviews) >= round(0.0005 * len(self.viewers)):
                ranked = sorted(forms[pair], key=lambda form: (-forms[pair][form], len(form), form))
                term = self._term(
                    ranked[0], tuple((word, "") for word in pair), np.array(sorted(reviews), dtype=np.int64)
                )
                found.append(dataclasses.replace(term, forms=tuple(ranked)))
        return sorted(found, key=lambda term: (-term.voices, term.word))

    @cached_property
    def _clauses(self) -> dict[int, list[list[Word]]]:
        return {index: list(clauses_of(text)) for index, text in self.texts.items()}

    def spelled(self, term: Term) -> str:
        """Write a phrase as most viewers do: names keep their capitals."""
        if not re.search(r"[a-z]", term.word):
            return term.word
        seen: Counter[str] = Counter()
        pattern = re.compile(re.escape(term.word).replace(r"\ ", r"\s+"), re.IGNORECASE)
        for index in term.reviews[:200]:
            seen.update(match.group() for match in pattern.finditer(self.case.voices.texts[index]))
        return max(seen, key=lambda form: (seen[form], form), default=term.word)

    def _counted(self) -> tuple[dict[str, list[int]], dict[str, tuple[Word, ...]], Counter[str]]:
        cut = self._clauses
        single: Counter[str] = Counter()
        for clauses in cut.values():
            single.update({text for clause in clauses for text, _ in clause})
        holders: dict[str, list[int]] = defaultdict(list)
        runs: dict[str, tuple[Word, ...]] = {}
        names = [name.casefold() for name in self.case.dossier.names() if not self._is_title(name.casefold())]
        for index, clauses in cut.items():
            own = {written(run): run for clause in clauses for run in self._frequent(clause, single)}
            own |= {name: ((name, "nr"),) for name in names if name in self.texts[index]}
            for word, run in own.items():
                if word in self.texts[index]:
                    holders[word].append(index)
                    runs[word] = run
        for name in names:
            single[name] = len(holders.get(name, ()))
        return holders, runs, single

    def _frequent(self, clause: list[Word], single: Counter[str]) -> Iterable[tuple[Word, ...]]:
        for run in phrases_in(clause, self.lexis):
            if all(single[text] >= FEWEST_REVIEWS for text, _ in run):
                yield run

    def _stands_out(self, word: Word, reviews: int) -> bool:
        """Say whether a single word is this film's: a name, a rare word, or one used far more than at large."""
        text, kind = word
        share = reviews / len(self.viewers)
        often = reviews >= 6 and share >= OFTENER * self.lexis.holding.get(text, 0) / self.lexis.reviews
        if kind == "en":
            return often and share >= 0.03 if text not in self._names else True
        return kind in ("nr", "nrt", "x") or often or (reviews >= FEWEST_REVIEWS and not self.lexis.is_common(text))

    @cached_property
    def _names(self) -> set[str]:
        """Latin words that viewers write with a capital within sentences."""
        upper: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for index in self.viewers:
            for word in re.findall(r"(?<=[a-z,;] )[A-Za-z]+", self.case.voices.texts[index]):
                every[word.casefold()] += 1
                upper[word.casefold()] += word[0].isupper()
        return {word for word, n in every.items() if upper[word] >= 0.7 * n}

    def _is_title(self, word: str) -> bool:
        dossier = self.case.dossier
        titles = [title.casefold() for title in (dossier.title, dossier.original_title) if title]
        return any(word in title or title in word for title in titles)

    def _is_part(self, word: str, reviews: Sequence[int]) -> bool:
        """Say whether a phrase is half of something: a longer word, or the title of another film."""
        before: Counter[str] = Counter()
        after: Counter[str] = Counter()
        for index in reviews[:300]:
            text, at = self.texts[index], self.texts[index].find(word)
            before[text[at - 1] if at else ""] += 1
            after[text[at + len(word) : at + len(word) + 1]] += 1
        total = sum(before.values())
        if word.isascii():
            return before["-"] + after["-"] > 0.5 * total
        if before["《"] + after["》"] >= 0.5 * total:
            return True
        sides = (max(((n, c) for c, n in side.items() if c), default=(0, "")) for side in (before, after))
        return any(n >= max(3, BOUND * total) and "㐀" <= c <= "鿿" and c not in _EDGE for n, c in sides)

    def _term(self, word: str, run: tuple[Word, ...], reviews: NDArray[np.int64]) -> Term:
        voices = self.case.voices
        warm = np.zeros(len(reviews), dtype=np.bool_)
        for emotion in _WARM:
            warm |= voices.has_emotion(emotion)[reviews]
        pleased = voices.p_positive[reviews]
        return Term(
            word=word,
            run=run,
            reviews=reviews,
            voices=float(voices.weight[reviews].sum()),
            pleased=float((pleased >= 0.5).mean()),
            stirred=float(warm.mean()),
            loved=float((pleased >= SURELY).mean()),
            hated=float((pleased <= 1 - SURELY).mean()),
            disputed=float(np.mean([self._disputes(int(i), word) for i in reviews[:300]])),
            oddness=self.lexis.oddness(len(reviews), len(self.viewers), [text for text, _ in run]),
        )

    def _disputes(self, index: int, word: str) -> bool:
        sentences = re.findall(r"[^。！!？?；;\n]+[？?]?", self.texts[index])
        return any(word in sentence and _DISPUTE.search(sentence) for sentence in sentences)


def _without_parts(terms: Sequence[Term]) -> list[Term]:
    """Leave out phrases that stand mostly inside a longer one which is in the list."""
    sizes = {term.word: len(term.reviews) for term in terms if len(term.run) > 1 or len(term.word) > 2}
    kept = []
    for term in terms:
        wholes = (word for word in sizes if term.word != word and term.word in word)
        if not any(sizes[whole] >= SWALLOWED * len(term.reviews) for whole in wholes):
            kept.append(term)
    return kept
