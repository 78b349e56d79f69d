"""Reads the days and spans of days that a question speaks of: dates, days of release, weekends, weeks, now."""

from __future__ import annotations

import re
from datetime import date, timedelta

from copilot.agent.day_matchers import ENGLISH_DAYS, WEEKDAYS, day_matchers, holiday_matchers, named_matchers
from copilot.agent.film_calendar import Calendar, Window
from copilot.agent.lexicon_words import pattern, slot_words, speaks
from copilot.agent.question_spans import Named, joined
from copilot.domain.film import Dossier
from copilot.retrieval.text import fold

_BARE_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])|\b((?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b")
_WEEK = 7
_NOT_NOW = re.compile(r"(?<=[出体表呈])现在")


def windows_in(folded: str, dossier: Dossier, as_of: date | None = None) -> tuple[list[Window], str]:
    """Read the windows of a folded text in order.

    Args:
        folded: The question.
        dossier: Gives the day of release, near which a day without year lies.
        as_of: The day the data is read on, for words such as 昨天; four weeks after release unless told.

    Returns:
        The windows, and the text with them blanked out.
    """
    calendar = Calendar(dossier.release_date, as_of or dossier.release_date + timedelta(days=27), dossier.market)
    found: list[Named] = []
    whole = folded = _NOT_NOW.sub("  ", folded)
    for expression, maker in (*day_matchers(), *holiday_matchers(folded), *named_matchers()):
        for match in expression.finditer(folded):
            window = maker(match, calendar)
            if window is not None:
                found.append(Named(match.start(), match.end(), window))
                folded = folded[: match.start()] + " " * len(match[0]) + folded[match.end() :]
    summed = speaks_of_total(whole) or speaks(slot_words()["means"], whole)
    moving = speaks(slot_words()["moves"], folded) and not summed
    ordered, left = joined(sorted(found, key=lambda one: one.start), whole, calendar, moving=moving, summed=summed)
    return _narrowest(_weekdays_of(ordered, left)), _BARE_WEEKDAY.sub(" ", left) if ordered else left


def _weekdays_of(windows: list[Window], left: str) -> list[Window]:
    """Take the days of the week a question names inside its one weekend or week for those days."""
    if len(windows) != 1 or not 1 < (windows[0].last - windows[0].first).days + 1 <= _WEEK:
        return windows
    span, found = windows[0], []
    for match in _BARE_WEEKDAY.finditer(left):
        weekday = WEEKDAYS[match[1]] if match[1] else [day[:3] for day in ENGLISH_DAYS].index(match[2][:3])
        day = span.first + timedelta(days=(weekday - span.first.weekday()) % _WEEK)
        found += [Window(day, day, "date")] if day <= span.last else []
    return found or windows


def _narrowest(windows: list[Window]) -> list[Window]:
    """Drop what is said twice, and of days before or since release what another window tells more narrowly."""
    spans = {(window.first, window.last): window for window in reversed(windows)}
    once = [window for window in windows if spans[window.first, window.last] is window]
    days = [one for one in once if one.called == "date"]
    return [
        one
        for one in once
        if one.called not in ("previews", "before", "since", "month")
        or not any(one.first <= day.first and day.last <= one.last for day in days)
    ]


def speaks_of_total(folded: str) -> bool:
    """Say whether a question asks for all days together."""
    return bool(pattern(tuple(slot_words()["days"]["total"])).search(fold(folded)))
