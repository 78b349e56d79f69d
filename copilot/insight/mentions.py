"""Read which aspects are spoken of, how, and which emotions are shown."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from copilot.domain.signals import ASPECTS, EMOTIONS, Emotion
from copilot.insight.reading import Reading
from copilot.insight.sentiment import Floats


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
    """Return rows of the matches that name an aspect, the aspect's number, and the polarity of its segment."""
    numbers = np.full(len(concepts), -1, np.int64)
    for i, aspect in enumerate(ASPECTS):
        numbers[concepts.index(f"aspects.{aspect}")] = i
    column = numbers[reading.found.matches.concept]
    row = np.flatnonzero(column >= 0)
    return row, column[row], reading.segment_mood[reading.segment_of[reading.found.matches.start[row]]]
