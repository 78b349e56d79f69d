"""Keeps vectors in an embedded Chroma store that one process owns and anyone may delete."""

from __future__ import annotations

import atexit
import logging
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from copilot.adapters.chroma_seal import is_sound, seal, unseal
from copilot.errors import StoreError
from copilot.ports import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_log = logging.getLogger(__name__)

_BATCH = 500
_HNSW = {"space": "cosine", "ef_construction": 128, "ef_search": 200, "max_neighbors": 24}
"""Wider than Chroma's defaults of 100/100/16, so that the first ten equal an exact search's; see decision 0020."""
_SAME = 1e-3
"""A vector that finds an equal twin of itself first is found, too."""


class ChromaIndex:
    """A `copilot.ports.PassageIndex` in a folder, one collection a film and one for shared knowledge.

    Each `clear` moves on to a new numbered folder, because Chroma keeps handles to the old files and a damaged store
    cannot be trusted to delete itself. A folder that is damaged or does not open is dropped.

    Args:
        folder: Where the store lives; a lock file beside it says which process owns it.
        model: Name of the embedder; vectors of another one live in other collections.
        dimension: Length of every vector.

    Raises:
        StoreError: Another process owns the store, or not even a fresh one can be opened.
    """

    def __init__(self, folder: Path, model: str, dimension: int) -> None:
        from filelock import FileLock, Timeout

        self._folder = folder
        self._prefix = f"{re.sub('[^A-Za-z0-9]+', '-', model).strip('-')}-{dimension}"
        self._using = RLock()
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._ownership = FileLock(str(folder.with_name(folder.name + ".lock")), timeout=0)
        try:
            self._ownership.acquire()
        except Timeout as error:
            raise StoreError(
                f"opening the vector store {folder}",
                "another process owns it",
                "Nothing is lost: exact search answers meanwhile. Stop the other process to give this one the store.",
            ) from error
        self._client: ClientAPI | None = None
        self._place = folder
        self._collections: dict[str | None, Collection] = {}
        atexit.register(self.close)
        try:
            self._open(self._current())
        except StoreError as error:
            _log.warning("vector store: %s", error)
            self._open(self._next())

    def _open(self, place: Path) -> None:
        if not is_sound(place):
            raise StoreError(f"opening the vector store {place}", "its files are damaged", "It is rebuilt.")
        place.mkdir(parents=True, exist_ok=True)
        self._place = place
        with _failures_as_ours(f"opening the vector store {place}"):
            import chromadb
            from chromadb.config import Settings

            settings = Settings(anonymized_telemetry=False)
            self._client = chromadb.PersistentClient(str(place), settings=settings)
            self._collections = {}
            for collection in self._client.list_collections():
                film = self._film_of(collection.name)
                if film != "":
                    self._collections[film] = collection
                    collection.count()

    def _generations(self) -> list[int]:
        return sorted(int(path.name) for path in self._folder.glob("[0-9]*") if path.name.isdigit())

    def _current(self) -> Path:
        return self._folder / f"{(self._generations() or [1])[-1]:06d}"

    def _next(self) -> Path:
        old = self._generations()
        for generation in old:
            shutil.rmtree(self._folder / f"{generation:06d}", ignore_errors=True)
        return self._folder / f"{(old or [0])[-1] + 1:06d}"

    def _name_of(self, film: str | None) -> str:
        return f"{self._prefix}.all" if film is None else f"{self._prefix}.film.{film}.x"

    def _film_of(self, name: str) -> str | None:
        """Read a collection's film; None for the shared one, empty for collections of another embedder."""
        if name == f"{self._prefix}.all":
            return None
        start, end = f"{self._prefix}.film.", ".x"
        return name[len(start) : -len(end)] if name.startswith(start) and name.endswith(end) else ""

    def _collection(self, film: str | None) -> Collection:
        if film not in self._collections:
            if self._client is None:
                raise StoreError("using the vector store", "it is closed", "Open it again.")
            self._collections[film] = self._client.get_or_create_collection(
                self._name_of(film), configuration=cast("Any", {"hnsw": _HNSW}), embedding_function=None
            )
        return self._collections[film]

    def upsert(self, ids: Sequence[str], films: Sequence[str | None], vectors: Vectors) -> None:
        """Add or replace vectors; raises `StoreError` when the store is damaged."""
        with self._using, _failures_as_ours("writing vectors"):
            unseal(self._place)
            for film in dict.fromkeys(films):
                at = [place for place, owner in enumerate(films) if owner == film]
                for start in range(0, len(at), _BATCH):
                    some = at[start : start + _BATCH]
                    self._collection(film).upsert(ids=[ids[place] for place in some], embeddings=vectors[some])

    def nearest(self, vector: NDArray[np.float32], film: str, top: int) -> list[tuple[str, float]]:
        """Return (passage id, cosine) of the film's own and shared passages, best first, ties by id."""
        if top <= 0:
            return []
        with self._using, _failures_as_ours("searching vectors"):
            found = [pair for owner in (film, None) for pair in self._ask(owner, vector, top)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:top]

    def _ask(self, film: str | None, vector: NDArray[np.float32], top: int) -> list[tuple[str, float]]:
        if film not in self._collections:
            return []
        answer: Any = self._collections[film].query(
            query_embeddings=cast("Any", [vector]), n_results=top, include=["distances"]
        )
        return [
            (passage_id, 1.0 - float(distance))
            for passage_id, distance in zip(answer["ids"][0], answer["distances"][0], strict=True)
        ]

    def count(self) -> int:
        """Count the vectors held; raises `StoreError` when the store is damaged."""
        with self._using, _failures_as_ours("counting vectors"):
            return sum(collection.count() for collection in self._collections.values())

    def clear(self) -> None:
        """Drop everything and start in a fresh folder."""
        with self._using:
            self._let_go()
            self._open(self._next())

    def probe(self, ids: Sequence[str], films: Sequence[str | None], vectors: Vectors) -> float:
        """Return the share of the given stored vectors that find themselves first; 1.0 for an empty sample."""
        with self._using, _failures_as_ours("probing the vector store"):
            found = sum(self._finds(*entry) for entry in zip(ids, films, vectors, strict=True))
        return found / len(ids) if ids else 1.0

    def _finds(self, passage_id: str, film: str | None, vector: NDArray[np.float32]) -> bool:
        best = self._ask(film, vector, 1)
        return bool(best) and (best[0][0] == passage_id or best[0][1] > 1 - _SAME)

    def close(self) -> None:
        """Give the store up, so that another process may own it."""
        atexit.unregister(self.close)
        with self._using:
            if self._client is not None:
                self._let_go()
                seal(self._place)
            self._ownership.release()

    def _let_go(self) -> None:
        self._collections = {}
        if self._client is not None:
            with _failures_as_ours("closing the vector store"):
                self._client.close()  # type: ignore[attr-defined]
        self._client = None


@contextmanager
def _failures_as_ours(doing: str) -> Iterator[None]:
    """Turn whatever a damaged store raises into `StoreError`."""
    import chromadb.errors

    try:
        yield
    except (chromadb.errors.ChromaError, RuntimeError, ValueError, TypeError, LookupError, OSError) as error:
        raise StoreError(
            doing, f"{type(error).__name__}: {error}", "The store is rebuilt from the database."
        ) from error
