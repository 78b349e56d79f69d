"""Judges polarity beyond the default tier: again by the embedder, and as the texts of one film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from copilot.domain.signals import Signals
from copilot.insight.film_prior import film_shift, moved
from copilot.insight.labelling import Labeller
from copilot.insight.refining import Refiner
from copilot.services.workspace import Workspace

Refine = Literal["uncertain", "all"]
"""What the slower tier judges again: what the default tier leaves uncertain, or everything."""


@dataclass(frozen=True, eq=False)
class Tiers:
    """What changes the polarity of rows after the default tier."""

    refiner: Refiner | None = None
    shifts: tuple[float, float] = (0.0, 0.0)
    """By how much log-odds move because the texts are one film's: Chinese, English."""

    def judge(self, read: Sequence[Signals], texts: Sequence[str]) -> dict[int, dict[str, object]]:
        """Return the fields that change, by place."""
        if not self.refiner and self.shifts == (0.0, 0.0):
            return {}
        first = np.array([signals.p_positive for signals in read], dtype=np.float32)
        english = np.array([signals.language == "en" for signals in read], dtype=np.bool_)
        judged, again = first, np.zeros(len(first), np.bool_)
        if self.refiner:
            judged, again = self.refiner.refine(texts, first, english)
        spoken = np.array([bool(text.strip()) for text in texts], dtype=np.bool_)
        shift = np.where(spoken, np.array(self.shifts, np.float32)[english.astype(np.int8)], np.float32(0))
        judged = np.where(shift == 0, judged, moved(judged, shift))
        columns = zip(judged.tolist(), again.tolist(), shift.tolist(), strict=True)
        return {
            at: {"p_positive": p, "polarity": 2 * p - 1, "refined": refined, "moved": round(by, 3)}
            for at, (p, refined, by) in enumerate(columns)
            if refined or by
        }


def refiner_of(workspace: Workspace, refine: Refine | None) -> Refiner | None:
    """Load the slower tier if it is asked for."""
    if refine is None:
        return None
    return Refiner.load(workspace.labeller.model, workspace.embedder, everything=refine == "all")


@dataclass(eq=False)
class OneFilm:
    """Gathers the default tier's probabilities of a film's texts, part by part, to read them as one film's."""

    labeller: Labeller
    probability: list[NDArray[np.float32]] = field(default_factory=list)
    english: list[NDArray[np.bool_]] = field(default_factory=list)
    spoken: list[bool] = field(default_factory=list)

    def add(self, texts: Sequence[str]) -> None:
        """Take in the next texts."""
        labels = self.labeller.label(texts)
        self.probability.append(labels.p_positive)
        self.english.append(labels.english)
        self.spoken += [bool(text.strip()) for text in texts]

    def shifts(self, earliest: Sequence[int | None]) -> tuple[float, float]:
        """Return by how much log-odds move: Chinese, English.

        Args:
            earliest: For each text, the row it repeats; repeats have no vote.
        """
        if not self.spoken:
            return 0.0, 0.0
        p, english = np.concatenate(self.probability), np.concatenate(self.english)
        votes = np.array(self.spoken, np.bool_) & np.array([row is None for row in earliest], np.bool_)
        chinese, foreign = self.labeller.model.usual
        return film_shift(p, votes & ~english, chinese), film_shift(p, votes & english, foreign)
