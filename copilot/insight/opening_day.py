"""Guesses on which weekday a run opened when nobody says, from the shape of its first days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from math import log

from copilot.insight.curve import Curve

TYPICAL_WEEKS = (date(2018, 9, 10), date(2018, 7, 9))
"""Mondays of two weeks far from any holiday: one of term, one of summer, where weekdays are strong."""
OPENS_ON = {0: 0.001, 1: 0.007, 2: 0.086, 3: 0.016, 4: 0.886, 5: 0.002, 6: 0.002}
"""Share of United States wide releases 2005–2021 that open on each weekday, Monday 0."""
_SPREAD = 0.2
"""Typical distance in log of one day from the daily pattern, once the film's level is out."""
_MOST = 2.0
"""A day further off than so many spreads counts as so many: one odd day decides nothing."""
_BOTH_WEEKS = 5
"""Known days from which summer can be told from term; with fewer, the week of term stands."""


def guess_opening(curve: Curve, gross: Mapping[int, float]) -> date:
    """Place a run on a day far from holidays whose weekday makes its days least surprising.

    Each weekday is judged by how far the days then lie from the pattern around their median, and by how often films
    open on it. A run with too few days above zero gets the commonest weekday, Friday.
    """
    known = {day: log(value) for day, value in gross.items() if value > 0}
    weeks = TYPICAL_WEEKS if len(known) >= _BOTH_WEEKS else TYPICAL_WEEKS[:1]
    choices = [(week + timedelta(days=weekday), log(share)) for week in weeks for weekday, share in OPENS_ON.items()]
    return max(choices, key=lambda choice: choice[1] - _surprise(curve, choice[0], known))[0]


def _surprise(curve: Curve, release: date, known: Mapping[int, float]) -> float:
    offsets = sorted(value - curve.strength(release, day) for day, value in known.items())
    if not offsets:
        return 0.0
    middle = offsets[len(offsets) // 2]
    return sum(min(abs(one - middle) / _SPREAD, _MOST) ** 2 / 2 for one in offsets)
