"""Finds the passages of one film, and the shared ones, that a question or a turn of a conversation needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from copilot.domain.passage import Hit, Passage, Query
from copilot.ports import Embedder, PassageIndex
from copilot.retrieval.attributes import Attributes, load_attributes
from copilot.retrieval.columns import columns_of
from copilot.retrieval.features import Rough, measure, score_roughly
from copilot.retrieval.names import Names
from copilot.retrieval.ranking import Weights, load_weights
from copilot.retrieval.shelf import set_up
from copilot.retrieval.understanding import Understood, understand
from copilot.shipped import folder

_POOL = 150
"""Candidates measured closely; 95 % of the judged passages of the film dialogues are among them."""
_NEAREST = 200
_NEAREST_FILTERED = 2000
"""Nearest vectors asked for; more where a filter will drop most of them."""


@lru_cache(maxsize=1)
def shipped_attributes() -> Attributes:
    """Read the shipped attribute lexicon once."""
    return load_attributes(folder("knowledge") / "lexicons" / "attributes.yaml")


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """Read the shipped ranking weights once."""
    return load_weights(folder("knowledge") / "parameters" / "retrieval.json")


class Searcher:
    """Hybrid search in memory over a film's passages and the shared ones; it holds no other film's.

    Args:
        passages: What can be found.
        names: Titles, people and characters of the film, such as `Dossier.names()` gives.
        weights: Ranking weights; the shipped ones unless told.
    """

    def __init__(self, passages: Sequence[Passage], names: Sequence[str], *, weights: Weights | None = None) -> None:
        self.passages = list(passages)
        self._places = {passage.id: at for at, passage in enumerate(self.passages)}
        self._films = np.array([passage.film or "" for passage in self.passages], dtype=np.str_)
        self._shared = np.array([passage.film is None for passage in self.passages], dtype=np.bool_)
        self._shelf = set_up(self.passages, names)
        self._columns = columns_of(self.passages)
        self._attributes = shipped_attributes()
        self._weights = weights or shipped_weights()

    @property
    def names(self) -> Names:
        """The names this searcher knows."""
        return self._shelf.names

    def search(
        self,
        query: Query,
        *,
        film: str,
        top: int,
        embedder: Embedder | None,
        index: PassageIndex | None,
        per_source: int = 1,
    ) -> list[Hit]:
        """Find passages, best first; nothing that shares neither words, names nor meaning with the query.

        Args:
            query: What is looked for, with earlier turns and filters.
            film: Whose passages and vectors may be seen, beside the shared ones.
            top: At most so many hits.
            embedder: Embeds the query; None searches by words alone.
            index: Holds the vectors; None searches by words alone.
            per_source: At most so many hits of one source.
        """
        understood = understand(query, self._shelf.names, self._attributes)
        allowed = self._allowed(query, film)
        pool, scores = self.score(understood, allowed, film=film, embedder=embedder, index=index)
        order = np.argsort(-scores, kind="stable")
        return list(self._hits(pool[order], scores[order], top, per_source))

    def _allowed(self, query: Query, film: str) -> NDArray[np.bool_]:
        own: NDArray[np.bool_] = np.logical_or(self._shared, self._films == film)
        mask = self._columns.mask(query.filters)
        return own if mask is None else own & mask

    def score(
        self,
        understood: Understood,
        allowed: NDArray[np.bool_],
        *,
        film: str,
        embedder: Embedder | None,
        index: PassageIndex | None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return candidate places and their scores, in no order."""
        pool, features, dense = self.candidates(understood, allowed, film=film, embedder=embedder, index=index)
        weights = self._weights.for_(in_talk=understood.in_talk, dense=dense)
        return pool, (features @ weights).astype(np.float32)

    def candidates(
        self,
        understood: Understood,
        allowed: NDArray[np.bool_],
        *,
        film: str,
        embedder: Embedder | None,
        index: PassageIndex | None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], bool]:
        """Return candidate places, their features, and whether vectors took part."""
        dense = np.zeros(len(self.passages), dtype=np.float32)
        near: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        if embedder is not None and index is not None and understood.context.strip():
            vector = embedder.query(understood.context)
            narrow = bool(allowed.size) and allowed.mean() < _NEAREST / _NEAREST_FILTERED
            found = index.nearest(vector, film, _NEAREST_FILTERED if narrow else _NEAREST)
            near = self._spread(found, dense)
        rough = score_roughly(self._shelf, understood, dense, near)
        pool = self._pick(rough, allowed, near)
        return pool, measure(self._shelf, understood, rough, self._attributes, pool), bool(near.size)

    def _spread(self, found: Sequence[tuple[str, float]], dense: NDArray[np.float32]) -> NDArray[np.int64]:
        """Write similarities into `dense`, in place; vectors of passages not held here are passed over."""
        held = [(self._places[name], near) for name, near in found if name in self._places]
        if not held:
            return np.zeros(0, dtype=np.int64)
        dense[:] = min(near for _, near in held)
        places = np.array([at for at, _ in held], dtype=np.int64)
        dense[places] = [near for _, near in held]
        return places

    def _pick(self, rough: Rough, allowed: NDArray[np.bool_], near: NDArray[np.int64]) -> NDArray[np.int64]:
        touched = allowed & ((rough.talk > 0) | (rough.words > 0) | (sum(rough.named) > 0))
        touched[near] |= allowed[near]
        places = np.flatnonzero(touched)
        if len(places) > _POOL:
            order = rough.order()[places]
            places = places[np.argpartition(-order, _POOL)[:_POOL]]
        return np.sort(places)

    def _hits(self, places: NDArray[np.int64], scores: NDArray[np.float32], top: int, per_source: int) -> Iterator[Hit]:
        seen: Counter[str] = Counter()
        rank = 0
        for at, score in zip(places.tolist(), scores.tolist(), strict=True):
            passage = self.passages[at]
            if rank >= top:
                return
            if seen[passage.source] >= per_source and passage.kind != "dossier":
                continue
            seen[passage.source] += 1
            rank += 1
            yield Hit(
                id=passage.id, source=passage.source, kind=passage.kind, text=passage.text, score=score, rank=rank
            )
