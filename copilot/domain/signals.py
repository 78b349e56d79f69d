"""What code reads in one review."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from copilot.domain.value import Language, Value

Aspect = Literal["story", "acting", "pace", "visuals", "sound", "theme", "direction", "marketing", "value", "other"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)

Emotion = Literal[
    "moved", "joy", "tension", "awe", "warmth", "sadness", "boredom", "anger", "disappointment", "confusion", "fear"
]
EMOTIONS: tuple[Emotion, ...] = get_args(Emotion)

SignalKind = Literal[
    "promise_kept",
    "promise_broken",
    "over_delivered",
    "expectation",
    "not_for_me",
    "wants_to_share",
    "warns_others",
    "asks_for_more",
    "nowhere_to_take_part",
    "screens_cut",
    "price_complaint",
    "rival_film",
    "scandal",
]
SIGNAL_KINDS: tuple[SignalKind, ...] = get_args(SignalKind)


class AspectMention(Value):
    """An aspect spoken of in a span of the text."""

    aspect: Aspect
    polarity: float = Field(ge=-1, le=1)
    start: int
    """Character offset, inclusive."""
    end: int
    """Character offset, exclusive."""


class SignalMention(Value):
    """A signal with the words that show it."""

    signal: SignalKind
    about: str = ""
    """What it is about where the words say so (see `copilot.insight.voices.ABOUTS`); empty otherwise."""
    start: int
    end: int


class Signals(Value):
    """Everything read in one review."""

    polarity: float = Field(ge=-1, le=1)
    p_positive: float = Field(ge=0, le=1)
    """Calibrated probability that the writer is pleased."""
    aspects: list[AspectMention] = Field(default_factory=list)
    emotions: list[Emotion] = Field(default_factory=list)
    signals: list[SignalMention] = Field(default_factory=list)
    language: Language = "zh"
