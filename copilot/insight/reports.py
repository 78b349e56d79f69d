"""Reads in viewers' words which promises were kept and which broken, by lexicon and by labelled signal together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from copilot.insight.beginnings import Sieve
from copilot.insight.case import Case
from copilot.insight.promise_lexicon import TAKING_PART, wordings_for
from copilot.insight.voices import ABOUTS, Voices

TAKING_PART_ENTRY = f"{TAKING_PART}.entry"
NOT_COLD = 0.35
"""Words of praise in a review colder than this are ironic more often than meant."""
NOT_WARM = 0.8
"""Words of blame in a review warmer than this are about something else more often than about the film."""
REPORT_SIDES = ("kept", "broken", "either", "hopes")


class Reports:
    """Answers which reviews of a case report on a promise; texts are laid out once for all promises of a side."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._wordings = wordings_for(case.dossier)
        self._marks: dict[str, tuple[NDArray[np.uint64], dict[str, int]]] = {}
        self._found: dict[tuple[str, str], NDArray[np.bool_]] = {}

    def mask(self, promise: str) -> NDArray[np.bool_]:
        """Mark the reviews that report on a promise, named kind.subtype.side or kind.side.

        A side is one of `REPORT_SIDES`. Without a subtype only the labelled signals count. Unknown names mark nothing.
        """
        key, _, side = promise.rpartition(".")
        if side == "either":
            return self.mask(f"{key}.kept") | self.mask(f"{key}.broken")
        if (key, side) not in self._found:
            self._found[key, side] = self._read(key, side)
        return self._found[key, side]

    def _read(self, key: str, side: str) -> NDArray[np.bool_]:
        voices = self._case.voices
        found = self._by_words(key, side)
        if (key, side) == (TAKING_PART_ENTRY, "broken"):
            found = found | voices.has_signal("nowhere_to_take_part")
        return found | labelled_mask(voices, key.partition(".")[0], side)

    def _by_words(self, key: str, side: str) -> NDArray[np.bool_]:
        voices = self._case.voices
        found = np.zeros(len(voices), dtype=np.bool_)
        wording = self._wordings.get(key)
        if wording is None or getattr(wording, side, None) is None:
            return found
        marks, bits = self._sieved(side)
        rows = np.flatnonzero((marks >> np.uint64(bits[key])) & np.uint64(1))
        found[rows] = [bool(wording.spans(side, voices.texts[row])) for row in rows.tolist()]
        if side == "kept":
            return found & (voices.p_positive >= NOT_COLD)
        return found & (voices.p_positive <= NOT_WARM) if side == "broken" else found

    def _sieved(self, side: str) -> tuple[NDArray[np.uint64], dict[str, int]]:
        """Return which promises' words each text can hold, and the bit of each promise."""
        if side not in self._marks:
            patterns = {key: getattr(wording, side) for key, wording in self._wordings.items()}
            kept = {key: pattern for key, pattern in patterns.items() if pattern is not None}
            bits = {key: i for i, key in enumerate(kept)}
            self._marks[side] = (Sieve(list(kept.values())).candidates(self._case.voices.texts), bits)
        return self._marks[side]


def labelled_mask(voices: Voices, kind: str, side: str) -> NDArray[np.bool_]:
    """Mark the reviews labelled as keeping or breaking a promise about `kind`."""
    if kind not in ABOUTS or side not in ("kept", "broken"):
        return np.zeros(len(voices), dtype=np.bool_)
    bits = voices.kept if side == "kept" else voices.broken
    return np.asarray((bits >> ABOUTS.index(kind)) & 1 == 1, dtype=np.bool_)
