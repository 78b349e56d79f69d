"""Cuts reviews into words with their kinds, and says which words are any film's and which are this film's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

import rjieba
import yaml

from copilot.errors import KnowledgeError
from copilot.shipped import folder

COMMON = 0.0004
"""A word that stands in more than this share of reviews at large is no topic by itself, unless it is a name."""
_TOGETHER = 0.03
"""Share of the rarer word's reviews in which a run of common words is taken to stand at large: runs are not counted."""
_HAN = re.compile(r"[㐀-鿿]+")
_TOKEN = re.compile(r"[㐀-鿿]+|[A-Za-z][A-Za-z'’-]*|\d+|[^\s\w]|\s+")
_CLAUSE = re.compile(r"[A-Za-z0-9㐀-鿿'’\- ]+")

Word = tuple[str, str]
"""A word and its kind, as rjieba tags it; Latin words are of kind "en", what parts two clauses is ("", "")."""


@dataclass(frozen=True)
class Lexis:
    """How often words stand in reviews of films at large, and the words that never are a topic."""

    reviews: int
    holding: dict[str, int]
    """Word → reviews of other films that hold it."""
    stop: frozenset[str]
    generic: frozenset[str]
    """Words for what any film has or is: a topic only together with others."""
    blaming: frozenset[str] = frozenset()
    """Words that find fault, whatever kind of word they are."""
    qualities: frozenset[str] = frozenset()
    """Words of an aspect that say how it is rather than name it."""

    def oddness(self, inside: float, total: float, words: Sequence[str]) -> float:
        """Say how much more a film's reviews use a run of words than reviews at large: z of the log odds.

        Source:
            Monroe, Colaresi and Quinn 2008, "Fightin' Words", log odds with a prior of half a review.
        """
        rarest = min(self.holding.get(word, 0) for word in words)
        outside = rarest * (_TOGETHER if len(words) > 1 else 1.0) + 0.5
        here = inside + 0.5
        odds = log(here / max(total - inside + 0.5, 0.5)) - log(outside / (self.reviews - outside))
        return odds / sqrt(1 / here + 1 / outside)

    def is_common(self, word: str) -> bool:
        """Say whether a word is any film's."""
        return word in self.generic or word in self.stop or self.holding.get(word, 0) > COMMON * self.reviews


def cut_words(text: str) -> list[str]:
    """Cut a text into words in order; what is no word becomes an empty string, which parts its neighbours."""
    found: list[str] = []
    for piece in _TOKEN.findall(text):
        if _HAN.match(piece):
            found += rjieba.cut(piece)
        elif piece[0].isalpha():
            found.append(_folded(piece))
        elif not piece.isspace():
            found.append("")
    return found


def clauses_of(text: str) -> Iterator[list[Word]]:
    """Cut a text at its marks and each clause into words with their kinds."""
    for clause in _CLAUSE.findall(text):
        words: list[Word] = []
        for piece in _TOKEN.findall(clause):
            if _HAN.match(piece):
                words += rjieba.tag(piece)
            elif piece[0].isalpha():
                words.append((_folded(piece).removesuffix("'s").rstrip("'"), "en"))
            elif piece[0].isdigit():
                words.append((piece, "m"))
        if words:
            yield words


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'")


@cache
def load_lexis() -> Lexis:
    """Read the shipped word counts, stop words and generic words of both languages.

    Raises:
        KnowledgeError: A file is missing or damaged.
    """
    place = folder("knowledge") / "lexicons"
    try:
        lines = (place / "background_words.tsv").read_text("utf-8").splitlines()
        reviews = int(lines[0].split("\t")[1])
        counts = (line.split("\t") for line in lines[1:])
        stop = frozenset((place / "stop_words.txt").read_text("utf-8").split())
        qualities = frozenset((place / "quality_words.txt").read_text("utf-8").split())
        generic = set((place / "generic_topics.txt").read_text("utf-8").partition("\n")[2].split())
        for name in ("aspects.yaml", "emotions.yaml"):
            groups = yaml.safe_load((place / name).read_text("utf-8")).values()
            generic |= {str(word).casefold() for group in groups for word in group}
        blaming = frozenset((place / "blaming_words.txt").read_text("utf-8").split())
        return Lexis(
            reviews,
            {word: int(count) for word, count in counts},
            stop,
            frozenset(generic) | blaming,
            blaming,
            qualities,
        )
    except (OSError, ValueError, IndexError, AttributeError, yaml.YAMLError) as error:
        raise KnowledgeError("reading background_words.tsv", str(error), "Restore the shipped files.") from error
