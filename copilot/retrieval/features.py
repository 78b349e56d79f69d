"""Measures how well candidates fit what a turn of a conversation looks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.retrieval.attributes import Attributes
from copilot.retrieval.ranking import FEATURES
from copilot.retrieval.shelf import Shelf
from copilot.retrieval.text import fold, tokens
from copilot.retrieval.understanding import Understood

Floats = NDArray[np.float32]
_WORDS_IN_POOL, _NAMES_IN_POOL = 0.5, (0.7, 0.5, 0.35)
"""How the rough order that picks candidates weighs words and names against the group's words."""


@dataclass(frozen=True, eq=False)
class Rough:
    """Scores over all passages, from which candidates are picked."""

    words: Floats
    """BM25 of the turn itself, best is 1."""
    groups: tuple[Floats, Floats, Floats]
    """Best BM25 within the passage's group, for the turn, the previous one and earlier ones; best is 1."""
    talk: Floats
    """The three together; best is 1."""
    named: tuple[Floats, Floats, Floats]
    """How surely the passage's subject is named in each of the three."""
    near: NDArray[np.int64]
    """Passages whose vectors are among the nearest; empty without vectors."""
    dense: Floats
    """Cosine to the talk, and for passages whose vector was not among the nearest, the least of those; 0 without."""

    def order(self) -> Floats:
        """Score every passage roughly."""
        named = sum(w * n for w, n in zip(_NAMES_IN_POOL, self.named, strict=True))
        return np.asarray(self.talk + _WORDS_IN_POOL * self.words + named + self.dense, dtype=np.float32)


def score_roughly(shelf: Shelf, understood: Understood, dense: Floats, near: NDArray[np.int64]) -> Rough:
    """Score all passages lexically and join the dense scores."""
    by_turn = [shelf.index.scores(words) for words in understood.words]
    best = [_unit(_group_best(shelf, scores)) for scores in by_turn]
    talk = _unit(best[0] + best[1] + best[2])
    return Rough(
        words=_unit(by_turn[0]),
        groups=(best[0][shelf.group], best[1][shelf.group], best[2][shelf.group]),
        talk=talk[shelf.group],
        named=(_named(shelf, understood, 0), _named(shelf, understood, 1), _named(shelf, understood, 2)),
        near=near,
        dense=dense,
    )


def _group_best(shelf: Shelf, scores: Floats) -> Floats:
    best = np.zeros(shelf.groups, dtype=np.float32)
    held = np.flatnonzero(scores)
    np.maximum.at(best, shelf.group[held], scores[held])
    return best


def _named(shelf: Shelf, understood: Understood, turn: int) -> Floats:
    sure = np.zeros(len(shelf.names) + 1, dtype=np.float32)
    for number, weight in understood.names[turn].items():
        sure[number] = weight
    return np.asarray(sure[shelf.about], dtype=np.float32)


def _unit(scores: Floats) -> Floats:
    most = scores.max(initial=0.0)
    return scores / most if most > 0 else scores


def measure(
    shelf: Shelf, understood: Understood, rough: Rough, attributes: Attributes, pool: NDArray[np.int64]
) -> Floats:
    """Measure every feature of candidates; (candidates, features) float32, columns as in `FEATURES`."""
    told = np.array([_told(shelf, understood, at) for at in pool], dtype=np.float32).reshape(len(pool), 3)
    group_dense = np.full(shelf.groups, rough.dense.min() if rough.dense.size else 0.0, dtype=np.float32)
    np.maximum.at(group_dense, shelf.group[rough.near], rough.dense[rough.near])
    columns = {
        "words": rough.words[pool],
        "group_words": rough.groups[0][pool],
        "group_previous": rough.groups[1][pool],
        "group_earlier": rough.groups[2][pool],
        "group_talk": rough.talk[pool],
        "named": rough.named[0][pool],
        "named_previous": rough.named[1][pool],
        "named_earlier": rough.named[2][pool],
        "dense": rough.dense[pool],
        "group_dense": group_dense[shelf.group[pool]],
        "told_now": told[:, 0],
        "told_before": told[:, 1],
        "told_earlier": told[:, 2],
        "attribute": np.array([_fits(shelf, understood, attributes, at) for at in pool], dtype=np.float32),
        "length": shelf.length[pool],
    }
    asks = np.float32(understood.asks)
    for name in FEATURES[len(columns) :]:
        columns[name] = asks * columns[name.removeprefix("asks_")]
    return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)


def _told(shelf: Shelf, understood: Understood, at: int) -> tuple[float, float, float]:
    """Say how much of a fact's value was already said in each part of the talk, by the rarity of its words."""
    fact = shelf.facts[at]
    if fact is None:
        return 0.0, 0.0, 0.0
    rarity = {token: shelf.index.rarity(token) for token in tokens(fold(fact.value))}
    whole = sum(rarity.values()) + 1e-6
    said = [sum(rare * words.get(token, 0.0) for token, rare in rarity.items()) for words in understood.words]
    return said[0] / whole, said[1] / whole, said[2] / whole


def _fits(shelf: Shelf, understood: Understood, attributes: Attributes, at: int) -> float:
    fact = shelf.facts[at]
    return attributes.matches(fact.attribute, understood.folded, understood.wanted) if fact else 0.0
