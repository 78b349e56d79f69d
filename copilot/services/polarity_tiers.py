"""Judges polarity beyond the default tier: again by the tuned encoder, and as the texts of one film."""

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
from copilot.insight.sentiment import Floats
from copilot.services.workspace import Workspace

Refine = Literal["uncertain", "all"]
"""What the slower tier judges again: what the default tier leaves uncertain, or everything."""


@dataclass(frozen=True, eq=False)
class FilmShifts:
    """By how much log-odds move because a text is about a film that pleases more, or fewer, than usual."""

    film: NDArray[np.int32]
    """(rows,) number of each row's film."""
    by: Floats
    """(films, 2) shift of each film's Chinese and English texts."""

    def of(self, first: int, english: NDArray[np.bool_]) -> Floats:
        """Return the shifts of neighbouring rows, (len(english),), from row `first` on, counted from 0."""
        return np.asarray(self.by[self.film[first : first + len(english)], english.astype(np.int8)], dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Tiers:
    """What changes the polarity of rows after the default tier."""

    refiner: Refiner | None = None
    shifts: FilmShifts | None = None

    def judge(self, read: Sequence[Signals], texts: Sequence[str], first: int) -> dict[int, dict[str, object]]:
        """Return the fields that change, by place among these rows, the first of which is row `first` of all."""
        if not self.refiner and not self.shifts:
            return {}
        known = np.array([signals.p_positive for signals in read], dtype=np.float32)
        english = np.array([signals.language == "en" for signals in read], dtype=np.bool_)
        judged, again = known, np.zeros(len(known), np.bool_)
        if self.refiner:
            judged, again = self.refiner.refine(texts, known, english)
        shift = np.zeros(len(known), np.float32)
        if self.shifts:
            spoken = np.array([bool(text.strip()) for text in texts], dtype=np.bool_)
            shift[spoken] = self.shifts.of(first, english)[spoken]
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
    return Refiner.load(workspace.labeller.model, workspace.polarity_encoder, everything=refine == "all")


@dataclass(eq=False)
class Films:
    """Gathers the default tier's probabilities of texts by film, part by part, to read each as one of its film's."""

    labeller: Labeller
    probability: list[NDArray[np.float32]] = field(default_factory=list)
    english: list[NDArray[np.bool_]] = field(default_factory=list)
    film: list[int] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)

    def add(self, texts: Sequence[str], films: Sequence[str | None]) -> None:
        """Take in the next texts, each with the name of its film; None where no film is known."""
        if any(film is not None for film in films):
            labels = self.labeller.label(texts)
            self.probability.append(labels.p_positive)
            self.english.append(labels.english)
        else:  # nothing to learn from them, so they are not read twice
            self.probability.append(np.zeros(len(texts), np.float32))
            self.english.append(np.zeros(len(texts), np.bool_))
        for text, film in zip(texts, films, strict=True):
            number = self.known.setdefault(film, len(self.known)) if film is not None else -1
            self.film.append(number if text.strip() else -1)

    def shifts(self, earliest: Sequence[int | None]) -> FilmShifts | None:
        """Return by how much the log-odds of each film's texts move; None when no text has a film.

        Args:
            earliest: For each text, the row it repeats; repeats have no vote.
        """
        if not self.known:
            return None
        p, english, film = np.concatenate(self.probability), np.concatenate(self.english), np.array(self.film, np.int32)
        votes = (film >= 0) & np.array([row is None for row in earliest], np.bool_)
        by = np.zeros((len(self.known) + 1, 2), np.float32)
        for side, usual in enumerate(self.labeller.model.usual):
            rows = np.flatnonzero(votes & (english == bool(side)))
            rows = rows[np.argsort(film[rows], kind="stable")]
            for own in np.split(rows, np.flatnonzero(np.diff(film[rows])) + 1):
                if len(own):
                    by[film[own[0]], side] = film_shift(p[own], np.ones(len(own), np.bool_), usual)
        return FilmShifts(film, by)
