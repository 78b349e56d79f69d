"""Hold the trained model that reads signals from windows of clauses, and read it from its files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from copilot.domain.signals import SIGNAL_KINDS, SignalKind
from copilot.errors import KnowledgeError
from copilot.insight.ngrams import BITS
from copilot.insight.promise_side import Floats, Sides, read_clues

KEPT, BROKEN = "promise_kept", "promise_broken"


@dataclass(frozen=True, eq=False)
class WindowModel:
    """Weights of the n-grams that tell signals, one column a signal.

    The score of a window is the dot product of its tf-idf vector of unit length with the weights, plus a bias. The
    threshold is where comments of films not trained on showed the signal about as rarely as the card says.
    """

    signals: tuple[SignalKind, ...]
    bucket: NDArray[np.int32]
    """(known,) n-gram buckets, ascending."""
    idf: Floats
    """(known,)"""
    weight: Floats
    """(known, signals)"""
    limit: Floats
    """(2, signals) what the dot product must exceed: Chinese, English."""
    spread: Floats
    """(2, signals) how much more a text must exceed for every e-fold of clauses beyond `USUAL`: Chinese, English."""
    anchors: tuple[re.Pattern[str], ...]
    """What a window must at least speak of, a signal each."""
    sides: Sides
    """Tells promises kept from broken ones: the column of `BROKEN` hears that a promise is spoken of at all."""
    version: str

    @cached_property
    def heard(self) -> tuple[int, ...]:
        """Columns that windows are scored for; `KEPT` is told from what is heard for `BROKEN`."""
        return tuple(n for n, kind in enumerate(self.signals) if kind != KEPT)

    @cached_property
    def scaled(self) -> Floats:
        """(signals + 1, known) weights times idf, those of the sides last."""
        return np.asarray(np.vstack([self.weight.T, self.sides.gram]) * self.idf, dtype=np.float32, order="C")

    @cached_property
    def squared(self) -> Floats:
        """(known,) squared idf."""
        return self.idf * self.idf

    @cached_property
    def slot(self) -> NDArray[np.int32]:
        """(2^BITS,) place of each bucket among the known ones, −1 for the others."""
        slot = np.full(1 << BITS, -1, np.int32)
        slot[self.bucket] = np.arange(len(self.bucket), dtype=np.int32)
        return slot


def read_anchors(path: Path, signals: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """Read what windows must speak of, in the order of `signals`.

    Raises:
        KnowledgeError: The file is missing, lacks a signal or holds a malformed pattern.
    """
    try:
        found: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
        return tuple(re.compile(found[signal]) for signal in signals)
    except (OSError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
        raise KnowledgeError(f"reading {path.name}", f"{error}", "Restore the shipped file.") from error


def read_window_model(path: Path) -> WindowModel:
    """Read a model written by `evals.training.train_signals`, and beside it what its windows must speak of.

    Raises:
        KnowledgeError: The file is missing or does not hold such a model.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            return WindowModel(
                tuple(kind for name in held["signals"] for kind in SIGNAL_KINDS if kind == str(name)),
                held["bucket"].astype(np.int32),
                held["idf"].astype(np.float32),
                held["weight"].astype(np.float32) * float(held["step"]),
                held["limit"].astype(np.float32),
                held["spread"].astype(np.float32),
                read_anchors(path.with_name("signal_anchors.yaml"), tuple(map(str, held["signals"]))),
                Sides(
                    read_clues(path.with_name("promise_sides.yaml")),
                    held["clues"].astype(np.float32),
                    float(held["lean"]),
                    held["side"].astype(np.float32) * float(held["side_step"]),
                ),
                str(held["version"]),
            )
    except (OSError, KeyError, ValueError) as error:
        raise KnowledgeError(
            "reading the signal model", f"{path} {error}", "Install again, or train it: make train-signals."
        ) from error
