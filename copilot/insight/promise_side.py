"""Tell whether a passage that speaks of a promise says that it was kept or broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from copilot.errors import KnowledgeError

Floats = NDArray[np.float32]
_MOST = 2
"""Times beyond which a clue says no more."""
_HAN = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(frozen=True, eq=False)
class Sides:
    """What wording weighs towards a broken promise (above 0) or a kept one (below)."""

    clues: tuple[re.Pattern[str], ...]
    weight: Floats
    """(2 × clues + 1,) see `clue_table`."""
    bias: float
    gram: Floats
    """(known,) what the n-grams of the model weigh beside them."""

    def lean(self, passages: Sequence[str], grams: Floats) -> Floats:
        """Return the side of folded passages, (n,), above 0 for broken.

        Args:
            passages: What is read.
            grams: (n,) dot product of each passage's n-grams of unit length with `gram`.
        """
        return np.asarray(grams + clue_table(self.clues, passages) @ self.weight + self.bias, dtype=np.float32)


def clue_table(clues: Sequence[re.Pattern[str]], passages: Sequence[str]) -> Floats:
    """Count clues in folded passages, (n, 2 × clues + 1).

    Of each clue: how often it occurs, up to two, and whether it does in the second half, where verdicts stand. Last:
    whether a pair of characters comes back, as where the promise is named again to say what became of it.
    """
    found = np.zeros((len(passages), 2 * len(clues) + 1), np.float32)
    for row, passage in zip(found, passages, strict=True):
        later = passage[len(passage) // 2 :]
        for n, clue in enumerate(clues):
            row[2 * n] = min(len(clue.findall(passage)), _MOST)
            row[2 * n + 1] = bool(clue.search(later))
        pairs = [passage[i : i + 2] for i in range(len(passage) - 1)]
        han = [pair for pair in pairs if _HAN.match(pair)]
        row[-1] = len(set(han)) < len(han)
    return found


def read_clues(path: Path) -> tuple[re.Pattern[str], ...]:
    """Read the clues of a file, in its order.

    Raises:
        KnowledgeError: The file is missing or holds a malformed pattern.
    """
    try:
        found: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
        return tuple(re.compile(pattern) for pattern in found.values())
    except (OSError, yaml.YAMLError, AttributeError, TypeError, re.error) as error:
        raise KnowledgeError(f"reading {path.name}", f"{error}", "Restore the shipped file.") from error
