"""Cuts reviews into terms: words, names and the pairs of words that stand together again and again."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

import rjieba

from copilot.errors import KnowledgeError
from copilot.shipped import folder

LONGEST_PHRASE = {"zh": 10, "en": 36}
PAIR_SHARE = 0.3
"""Two words are a phrase when they stand side by side in this share of the reviews that hold the rarer one."""
PAIR_FEWEST = 3
_HAN = re.compile(r"[㐀-鿿]+")
_TOKEN = re.compile(r"[㐀-鿿]+|[A-Za-z][A-Za-z'’-]*|\d+|[^\s\w]|\s+")


@dataclass(frozen=True)
class Lexis:
    """How often words stand in reviews of films at large, and the words that never are a topic."""

    reviews: int
    holding: dict[str, int]
    """Word → reviews of other films that hold it."""
    stop: frozenset[str]

    def oddness(self, inside: float, total: float, word: str) -> float:
        """Say how much more a film's reviews use a word than reviews at large: z of the log odds, higher is odder.

        Source:
            Monroe, Colaresi and Quinn 2008, "Fightin' Words", log odds with a prior of half a review.
        """
        outside = self.holding.get(word, 0) + 0.5
        here = inside + 0.5
        odds = log(here / max(total - inside + 0.5, 0.5)) - log(outside / (self.reviews - outside))
        return odds / sqrt(1 / here + 1 / outside)


def cut_words(text: str) -> list[str]:
    """Cut a text into words in order; what is no word becomes an empty string, which parts its neighbours."""
    found: list[str] = []
    for piece in _TOKEN.findall(text):
        if _HAN.match(piece):
            found += rjieba.cut(piece)
        elif piece[0].isalpha():
            found.append(piece.casefold().replace("’", "'"))
        elif not piece.isspace():
            found.append("")
    return found


def terms_of(words: Sequence[str], lexis: Lexis, pairs: frozenset[tuple[str, str]]) -> set[str]:
    """List the terms of one review: topic words, and the known pairs."""
    found = {word for word in words if is_topic(word, lexis)}
    found |= {joined(pair) for pair in itertools.pairwise(words) if pair in pairs}
    return found


def is_topic(word: str, lexis: Lexis) -> bool:
    """Say whether a word can name a topic: two Han characters or four letters, and no function word."""
    if not word or word in lexis.stop:
        return False
    return len(word) >= 2 if _HAN.match(word) else len(word) >= 4


def standing_pairs(reviews: Iterable[Sequence[str]], lexis: Lexis) -> frozenset[tuple[str, str]]:
    """Find the pairs of neighbouring words that are phrases of these reviews."""
    single: Counter[str] = Counter()
    double: Counter[tuple[str, str]] = Counter()
    for words in reviews:
        single.update({word for word in words if word})
        double.update({(a, b) for a, b in itertools.pairwise(words) if _can_pair(a, b, lexis)})
    return frozenset(
        pair
        for pair, n in double.items()
        if n >= PAIR_FEWEST and n >= PAIR_SHARE * min(single[pair[0]], single[pair[1]])
    )


def _can_pair(first: str, second: str, lexis: Lexis) -> bool:
    if not first or not second or first in lexis.stop or second in lexis.stop:
        return False
    both_han = bool(_HAN.match(first)) and bool(_HAN.match(second))
    return both_han or (first.isascii() and second.isascii() and len(first) > 2 and len(second) > 2)


def joined(pair: tuple[str, str]) -> str:
    """Write two words as one phrase: Han without a blank, Latin with one."""
    return " ".join(pair) if pair[0].isascii() else "".join(pair)


def nameness(phrase: str) -> float:
    """Say how well a phrase names a thing or scene: 1 with a noun, 0.8 for an act, 0.15 for a quality or number."""
    if phrase.isascii():
        return 0.8
    kinds = [tag[:1] for _, tag in rjieba.tag(phrase)]
    if any(kind in "nlisj" for kind in kinds):
        return 1.0
    return 0.8 if "v" in kinds and len(kinds) > 1 else 0.15


@cache
def load_lexis() -> Lexis:
    """Read the shipped word counts and stop words of both languages.

    Raises:
        KnowledgeError: A file is missing or damaged.
    """
    place = folder("knowledge") / "lexicons"
    try:
        lines = (place / "background_words.tsv").read_text("utf-8").splitlines()
        reviews = int(lines[0].split("\t")[1])
        counts = (line.split("\t") for line in lines[1:])
        stop = frozenset((place / "stop_words.txt").read_text("utf-8").split())
        return Lexis(reviews, {word: int(count) for word, count in counts}, stop)
    except (OSError, ValueError, IndexError) as error:
        raise KnowledgeError("reading background_words.tsv", str(error), "Restore the shipped files.") from error
