"""Finds the days of the holidays a question names, in the year of the film's release."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from copilot.agent.film_calendar import Calendar, Window
from copilot.agent.lexicon_words import pattern, slot_words
from copilot.insight.calendar import day_tags
from copilot.retrieval.text import fold

_REACH = 60
"""Days before and after release in which a holiday is looked for."""


@cache
def holiday_named() -> re.Pattern[str]:
    """Match the names of holidays, with the words that mean one day or all of them."""
    names = pattern(tuple(str(word) for words in slot_words()["holidays"].values() for word in words)).pattern
    return re.compile(rf"(?:{names})(?:节|假期|小长假|期间|当天|那天|那几天|三天|holiday)*(?!档)")


def holiday_span(words: str, calendar: Calendar) -> Window | None:
    """Return the break of the holiday nearest to release, or its own day where 当天 is said; None when unknown."""
    key = next(
        (
            key
            for key, called in slot_words()["holidays"].items()
            if pattern(tuple(map(str, called))).search(fold(words))
        ),
        "",
    )
    days = _days_of(str(key), calendar.release, calendar.market)
    if not days:
        return None
    if any(word in words for word in ("当天", "那天", " day")) or len(days) == 1:
        own = days[_OWN_DAY.get(str(key), 0)] if len(days) > _OWN_DAY.get(str(key), 0) else days[0]
        return Window(own, own, "date")
    return Window(days[0], days[-1], "date")


_OWN_DAY = {"tomb_sweeping_day": 1}
"""Place of the day itself in its break, where it is not the first."""


@cache
def _days_of(key: str, release: date, market: str) -> tuple[date, ...]:
    near = (release + timedelta(days=shift) for shift in range(-_REACH, _REACH + 1))
    return tuple(day for day in near if any(tag.startswith(key) for tag in day_tags(day, market)))
