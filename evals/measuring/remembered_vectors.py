"""Embeds once and remembers on disk, so that measuring twice costs minutes once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.ports import Embedder, Vectors


class Remembering:
    """An embedder that remembers what it embedded; call `save` at the end.

    Args:
        inner: Embeds what is not remembered.
        file: Where vectors are kept (.npz); None keeps them in memory only.
    """

    def __init__(self, inner: Embedder, file: Path | None) -> None:
        self.model, self.dimension = inner.model, inner.dimension
        self._inner, self._file = inner, file
        self._held: dict[str, NDArray[np.float32]] = {}
        if file is not None and file.is_file():
            with np.load(file) as kept:
                self._held = dict(zip(kept["keys"].tolist(), kept["rows"], strict=True))

    def _key(self, side: str, text: str) -> str:
        return hashlib.sha256(f"{self.model}\x1f{side}\x1f{text}".encode("utf-8", "replace")).hexdigest()[:24]

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found."""
        keys = [self._key("p", text) for text in texts]
        fresh = [at for at, key in enumerate(keys) if key not in self._held]
        for at, row in zip(fresh, self._inner.passages([texts[at] for at in fresh]), strict=True):
            self._held[keys[at]] = row
        return np.stack([self._held[key] for key in keys]) if keys else np.zeros((0, self.dimension), np.float32)

    def query(self, text: str) -> NDArray[np.float32]:
        """Embed what someone looks for."""
        key = self._key("q", text)
        if key not in self._held:
            self._held[key] = self._inner.query(text)
        return self._held[key]

    def save(self) -> None:
        """Write what is remembered."""
        if self._file is not None and self._held:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._file, keys=np.array(list(self._held)), rows=np.stack(list(self._held.values())))
