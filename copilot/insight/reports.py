"""Reads in viewers' words which promises were kept and which broken, by lexicon and by labelled signal together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from copilot.insight.case import Case
from copilot.insight.promise_lexicon import TAKING_PART, Wording, wordings_for
from copilot.insight.voices import ABOUTS, Voices

TAKING_PART_ENTRY = f"{TAKING_PART}.entry"
NOT_COLD = 0.35
"""Words of praise in a review colder than this are ironic more often than meant."""
NOT_WARM = 0.8
"""Words of blame in a review warmer than this are about something else more often than about the film."""
REPORT_SIDES = ("kept", "broken", "either", "hopes")


def report_mask(case: Case, promise: str) -> NDArray[np.bool_]:
    """Mark the reviews that report on a promise, named kind.subtype.side or kind.side.

    A side is one of `REPORT_SIDES`. Without a subtype only the labelled signals count. Unknown names mark nothing.
    """
    key, _, side = promise.rpartition(".")
    if side == "either":
        return report_mask(case, f"{key}.kept") | report_mask(case, f"{key}.broken")
    wording = wordings_for(case.dossier).get(key)
    found = np.zeros(len(case.voices), dtype=np.bool_) if wording is None else _by_words(case.voices, wording, side)
    if (key, side) == (TAKING_PART_ENTRY, "broken"):
        found = found | case.voices.has_signal("nowhere_to_take_part")
    return found | labelled_mask(case.voices, key.partition(".")[0], side)


def _by_words(voices: Voices, wording: Wording, side: str) -> NDArray[np.bool_]:
    pattern = getattr(wording, side, None)
    if pattern is None:
        return np.zeros(len(voices), dtype=np.bool_)
    hits = (bool(pattern.search(text)) and bool(wording.spans(side, text)) for text in voices.texts)
    found = np.fromiter(hits, dtype=np.bool_, count=len(voices))
    if side == "kept":
        return found & (voices.p_positive >= NOT_COLD)
    return found & (voices.p_positive <= NOT_WARM) if side == "broken" else found


def labelled_mask(voices: Voices, kind: str, side: str) -> NDArray[np.bool_]:
    """Mark the reviews labelled as keeping or breaking a promise about `kind`."""
    if kind not in ABOUTS or side not in ("kept", "broken"):
        return np.zeros(len(voices), dtype=np.bool_)
    bits = voices.kept if side == "kept" else voices.broken
    return np.asarray((bits >> ABOUTS.index(kind)) & 1 == 1, dtype=np.bool_)
