"""Tell how many voices there are and how pleased, with and without repeats and with and without floods."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from copilot.domain.series import VoicesCount, VoicesReport
from copilot.domain.value import Language
from copilot.insight.bursts import Burst, find_bursts, outside_bursts
from copilot.insight.voices import Voices
from copilot.insight.wording import say


def voices_report(voices: Voices, language: Language = "zh") -> VoicesReport:
    """Tell the positive share of all reviews, of cleaned voices, and of cleaned voices without burst days.

    `sensitivity` is what cleaning moved, `burst_sensitivity` what leaving burst days out moved besides.
    """
    everyone = np.ones(len(voices), np.bool_)
    bursts = find_bursts(voices)
    plain = _count(voices, everyone, np.ones(len(voices)))
    cleaned = _count(voices, everyone, voices.weight.astype(np.float64))
    without = _count(voices, outside_bursts(voices), voices.weight.astype(np.float64)) if bursts else None
    return VoicesReport(
        all=plain,
        cleaned=cleaned,
        without_bursts=without,
        clusters=len(np.unique(voices.cluster[voices.cluster >= 0])),
        bursts=[_told(burst, language) for burst in bursts],
        sensitivity=_moved(plain, cleaned),
        burst_sensitivity=_moved(cleaned, without),
    )


def _count(voices: Voices, kept: NDArray[np.bool_], weight: NDArray[np.float64]) -> VoicesCount:
    total = float(weight[kept].sum())
    pleased = float(weight[kept & (voices.p_positive >= 0.5)].sum())
    return VoicesCount(reviews=int(kept.sum()), voices=total, positive_share=pleased / total if total > 0 else None)


def _moved(before: VoicesCount, after: VoicesCount | None) -> float | None:
    if after is None or before.positive_share is None or after.positive_share is None:
        return None
    return abs(before.positive_share - after.positive_share)


def _told(burst: Burst, language: Language) -> str:
    key = "pulse.burst_in_new_words" if burst.in_new_words else "pulse.burst"
    place = burst.platform or say("pulse.no_platform", language)
    return say(key, language, day=burst.day, platform=place, reviews=burst.reviews, share=f"{burst.repeated:.0%}")
