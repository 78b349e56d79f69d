"""Serves nearest vectors from Chroma while it is healthy and exactly while it is not, and rebuilds it meanwhile."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterable, Sequence
from threading import RLock, Thread
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from copilot.adapters.chroma_index import ChromaIndex
from copilot.adapters.exact_index import ExactIndex
from copilot.errors import StoreError
from copilot.ports import Vectors

_log = logging.getLogger(__name__)

Batch = tuple[Sequence[str], Sequence[str | None], Vectors]
"""Passage ids, the film of each, their vectors."""
State = Literal["chroma", "exact", "rebuilding"]

_SAMPLE = 100
_HEALTHY = 0.99
_SMALL_SAMPLE = 10
_RECHECK_SECONDS = 10.0
"""How soon silent damage is found while people search; ten vectors take about 50 ms."""


class GuardedIndex:
    """A `copilot.ports.PassageIndex` that is never wrong because a cache broke.

    Args:
        owner: Opens the Chroma store; raises `StoreError` when another process owns it.
        exact: Filled from `vectors` when Chroma cannot serve; emptied once it can again.
        vectors: Streams every stored vector of the embedder in batches, from SQL.
        monotonic: Seconds that only grow.
    """

    def __init__(
        self,
        owner: Callable[[], ChromaIndex],
        exact: ExactIndex,
        vectors: Callable[[], Iterable[Batch]],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._owner, self._exact, self._vectors, self._monotonic = owner, exact, vectors, monotonic
        self._chroma: ChromaIndex | None = None
        self._state: State = "exact"
        self._why = ""
        self._lock = RLock()
        self._rebuild: Thread | None = None
        self._sample: Batch | None = None
        self._checked = 0.0
        self._started = False

    @property
    def state(self) -> State:
        """Who answers now."""
        return self._state

    @property
    def why(self) -> str:
        """Why Chroma does not answer; empty when it does."""
        return self._why

    def start(self) -> State:
        """Open Chroma, compare it with what is stored, and rebuild it where it is wrong."""
        with self._lock:
            self._started = True
            self._checked = self._monotonic()
            try:
                self._chroma = self._owner()
            except StoreError as error:
                self._serve_exactly(str(error))
                return self._state
            damage = self._damage()
            if damage:
                self._recover(damage)
            else:
                self._state, self._why = "chroma", ""
            return self._state

    def _damage(self) -> str:
        """Say what is wrong with the store; empty when nothing is."""
        if self._chroma is None:
            return "it is not open"
        stored, self._sample = _count_and_sample(self._vectors())
        try:
            held = self._chroma.count()
            share = self._chroma.probe(*self._sample)
        except StoreError as error:
            return str(error)
        if held != stored:
            return f"it holds {held} vectors, {stored} are stored"
        return "" if share >= _HEALTHY else f"only {share:.0%} of sampled vectors find themselves"

    def _serve_exactly(self, why: str) -> None:
        _log.warning("vector store: %s", why)
        self._state, self._why = "exact", why
        self._exact.clear()
        for batch in self._vectors():
            self._exact.upsert(*batch)

    def _recover(self, why: str) -> None:
        if self._rebuild is not None and self._rebuild.is_alive():
            return
        self._serve_exactly(why)
        self._state = "rebuilding"
        self._rebuild = Thread(target=self._rebuild_chroma, name="chroma-rebuild", daemon=True)
        self._rebuild.start()

    def _rebuild_chroma(self) -> None:
        try:
            if self._chroma is None:
                self._chroma = self._owner()
            self._chroma.clear()
            for batch in self._vectors():
                self._chroma.upsert(*batch)
            damage = self._damage()
            if damage:
                raise StoreError("rebuilding the vector store", damage, "Exact search goes on answering.")
            with self._lock:
                self._state, self._why = "chroma", ""
                self._exact.clear()
        except StoreError as error:
            with self._lock:
                self._state, self._why = "exact", str(error)

    def wait(self, seconds: float) -> State:
        """Wait for a running rebuild, at most some seconds, and say who answers."""
        running = self._rebuild
        if running is not None:
            running.join(seconds)
        return self._state

    def check(self) -> State:
        """Compare the store with what is stored once more; where another process owned it, try again to own it."""
        with self._lock:
            if self._chroma is None and self._state == "exact":
                return self.start()
            damage = self._damage() if self._state == "chroma" else ""
            if damage:
                self._recover(damage)
            return self._state

    def _ensure_fresh(self) -> None:
        if not self._started:
            self.start()
        elif self._state == "chroma" and self._monotonic() - self._checked > _RECHECK_SECONDS:
            self._checked = self._monotonic()
            self._glance()

    def _glance(self) -> None:
        """Let a few sampled vectors find themselves."""
        if self._sample is None or self._chroma is None or not self._sample[0]:
            return
        some = random.sample(range(len(self._sample[0])), min(_SMALL_SAMPLE, len(self._sample[0])))
        ids, films, vectors = self._sample
        share = self._chroma.probe([ids[at] for at in some], [films[at] for at in some], vectors[some])
        if share < _HEALTHY:
            self._recover(f"only {share:.0%} of sampled vectors find themselves")

    def upsert(self, ids: Sequence[str], films: Sequence[str | None], vectors: Vectors) -> None:
        """Add or replace vectors wherever they are served from."""
        with self._lock:
            self._ensure_fresh()
            if self._state != "chroma":
                self._exact.upsert(ids, films, vectors)
            if self._chroma is not None and self._state != "exact":
                try:
                    self._chroma.upsert(ids, films, vectors)
                except StoreError as error:
                    self._recover(str(error))

    def nearest(self, vector: NDArray[np.float32], film: str, top: int) -> list[tuple[str, float]]:
        """Return the nearest passages, from Chroma when it is healthy, exactly otherwise."""
        with self._lock:
            try:
                self._ensure_fresh()
                if self._state == "chroma" and self._chroma is not None:
                    return self._chroma.nearest(vector, film, top)
            except StoreError as error:
                self._recover(str(error))
        return self._exact.nearest(vector, film, top)

    def count(self) -> int:
        """Count the vectors that can be found."""
        with self._lock:
            self._ensure_fresh()
            serving = self._chroma if self._state == "chroma" and self._chroma is not None else self._exact
            return serving.count()

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._ensure_fresh()
            self._exact.clear()
            if self._chroma is not None:
                self._chroma.clear()

    def probe(self, ids: Sequence[str], films: Sequence[str | None], vectors: Vectors) -> float:
        """Return the share of vectors that find themselves where they are served from."""
        with self._lock:
            self._ensure_fresh()
            serving = self._chroma if self._state == "chroma" and self._chroma is not None else self._exact
            return serving.probe(ids, films, vectors)

    def close(self) -> None:
        """Give the Chroma store up."""
        self.wait(60)
        with self._lock:
            if self._chroma is not None:
                self._chroma.close()
                self._chroma = None
            self._started = False
            self._state = "exact"


def _count_and_sample(batches: Iterable[Batch]) -> tuple[int, Batch]:
    """Count vectors and draw 100 of them evenly in one pass (reservoir sampling, Vitter 1985, algorithm R)."""
    draw = random.Random(0)
    kept: list[tuple[str, str | None, NDArray[np.float32]]] = []
    seen = 0
    for ids, films, vectors in batches:
        for at in range(len(ids)):
            slot = seen if seen < _SAMPLE else draw.randrange(seen + 1)
            if slot < _SAMPLE:
                kept[slot : slot + 1] = [(ids[at], films[at], vectors[at].copy())]
            seen += 1
    vectors = np.stack([entry[2] for entry in kept]) if kept else np.zeros((0, 1), dtype=np.float32)
    return seen, ([entry[0] for entry in kept], [entry[1] for entry in kept], vectors)
