"""Read which aspects are spoken of, how, and which emotions are shown."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from copilot.domain.signals import ASPECTS, EMOTIONS, Emotion
from copilot.insight.reading import Reading, aspect_of
from copilot.insight.sentiment import Floats

CAMPAIGN = ASPECTS.index("marketing")
BLAMING, PRAISING = ("promise_broken", "nowhere_to_take_part"), "promise_kept"
SURELY = float(np.float32(0.6))
"""Polarity at which a promise kept or broken puts the campaign at least: whoever says so says it plainly."""


def aspect_table(reading: Reading, concepts: tuple[str, ...]) -> Floats:
    """Return (n, len(ASPECTS)) mean polarity over each aspect's mentions; NaN where it is not spoken of."""
    shape = (len(reading.codes), len(ASPECTS))
    row, column, mood = _mentions(reading, concepts)
    cell = reading.codes.text_of[reading.found.matches.start[row]].astype(np.int64) * shape[1] + column
    times = np.bincount(cell, minlength=shape[0] * shape[1])
    total = np.bincount(cell, mood, shape[0] * shape[1])
    mean = np.where(times > 0, total / np.maximum(times, 1), np.nan)
    return np.asarray(mean, dtype=np.float32).reshape(shape)


def aspects_of(reading: Reading, concepts: tuple[str, ...]) -> list[list[dict[str, object]]]:
    """List the aspect mentions of each text with their spans, as the fields of `AspectMention`."""
    found: list[list[dict[str, object]]] = [[] for _ in range(len(reading.codes))]
    row, column, mood = _mentions(reading, concepts)
    start, end = reading.found.matches.start[row], reading.found.matches.end[row]
    text = reading.codes.text_of[start]
    first = reading.codes.starts[text]
    columns = (text.tolist(), column.tolist(), mood.tolist(), (start - first).tolist(), (end - first).tolist())
    for t, c, m, s, e in zip(*columns, strict=True):
        found[t].append({"aspect": ASPECTS[c], "polarity": m, "start": s, "end": e})
    return found


def judge_campaign(table: Floats, blamed: NDArray[np.bool_], praised: NDArray[np.bool_]) -> None:
    """Let what a review says of promises and of ways to take part speak for how it finds the campaign, in place.

    Args:
        table: (n, len(ASPECTS)) as `aspect_table` gives it.
        blamed: (n,) says that a promise was broken or that there is no way to take part.
        praised: (n,) says that a promise was kept; where a review says both, blame stands.
    """
    column = table[:, CAMPAIGN]
    column[praised] = np.fmax(column[praised], SURELY)
    column[blamed] = np.fmin(column[blamed], -SURELY)


def campaign_mentions(aspects: list[dict[str, object]], signals: list[dict[str, object]]) -> list[dict[str, object]]:
    """Do the same for the mentions of one text; where it names no campaign, the words of the signal are the mention."""
    telling = [s for s in signals if s["signal"] in BLAMING] or [s for s in signals if s["signal"] == PRAISING]
    if not telling:
        return aspects
    mood = -SURELY if telling[0]["signal"] in BLAMING else SURELY
    named = [a for a in aspects if a["aspect"] == ASPECTS[CAMPAIGN]]
    for mention in named:
        old = float(str(mention["polarity"]))
        mention["polarity"] = min(old, mood) if mood < 0 else max(old, mood)
    span = {key: telling[0][key] for key in ("start", "end")}
    new = [] if named else [{"aspect": ASPECTS[CAMPAIGN], "polarity": mood} | span]
    return sorted([*aspects, *new], key=lambda a: (int(str(a["start"])), int(str(a["end"]))))


def emotion_bits(reading: Reading, concepts: tuple[str, ...]) -> NDArray[np.uint16]:
    """Return (n,) masks of the emotions shown and not denied; bit i stands for EMOTIONS[i]."""
    bits = np.zeros(len(reading.codes), np.uint16)
    found = reading.found
    text = reading.codes.text_of[found.matches.start]
    for i, emotion in enumerate(EMOTIONS):
        shown = (found.matches.concept == concepts.index(f"emotions.{emotion}")) & ~found.denied
        bits[text[shown]] |= np.uint16(1 << i)
    return bits


def emotions_of(reading: Reading, concepts: tuple[str, ...]) -> list[list[Emotion]]:
    """List the emotions of each text."""
    return [list(_listed(bits)) for bits in emotion_bits(reading, concepts).tolist()]


@lru_cache(maxsize=1 << len(EMOTIONS))
def _listed(bits: int) -> tuple[Emotion, ...]:
    return tuple(emotion for i, emotion in enumerate(EMOTIONS) if bits >> i & 1)


def _mentions(reading: Reading, concepts: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return rows of the matches that name an aspect, the aspect's number, and its polarity."""
    column = aspect_of(concepts)[reading.found.matches.concept]
    row = np.flatnonzero(column >= 0)
    return row, column[row], reading.topic_mood
