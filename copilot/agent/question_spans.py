"""Joins the days a question names with the words around them into spans: since, until, from one to another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from copilot.agent.film_calendar import Calendar, Window, numeral

_ONE = timedelta(days=1)
_BETWEEN = re.compile(
    r"^\s*(?:这天|那天)?\s*(?:一直)?(?:到|至|~|—|–|-|to|through|thru|until|till|up to|and)\s*(?:the )?\s*$"
)
_OPENS = re.compile(r"(?:从|自从?|由|from|between)\s*(?:the )?\s*$")
_AND = re.compile(r"\band\b")
_AFTER = re.compile(r"^\s*(?:当天|那天)?\s*(?:之后|以后|过后|往后|后面|后(?![来天期续面台劲])|onwards?\b|on\b)")
_SINCE = re.compile(r"^\s*(?:当天|那天)?\s*(?:以来|起(?![来飞])|开始(?![跌掉下走崩变])|至今|到现在|到今天|到目前)")
_BEFORE = re.compile(r"^\s*(?:当天|那天)?\s*(?:之前|以前|前(?![后面夕\d一二三两四五六七八九十几]))")
_UNTIL = re.compile(r"^\s*(?:为止|止)")
_SINCE_EN = re.compile(r"\b(?:since|from|starting(?: from)?|beginning|ever since)\s+(?:the )?\s*$")
_AFTER_EN = re.compile(r"\b(?:after|following|past)\s+(?:the )?\s*$")
_BEFORE_EN = re.compile(r"\b(?:before|prior to|ahead of|leading up to)\s+(?:the )?\s*$")
_UNTIL_EN = re.compile(r"(?:截至|截止到?|\b(?:as of|until|till|up to|through|by))\s*(?:the )?\s*$")
_NEXT = re.compile(r"^\s*(?:之|以)?(前|后)的?(?:(一周|一个星期|七天)|([\d一二两三四五六])[天日])")
_LONG_AGO = date.min


@dataclass(frozen=True)
class Named:
    """A window with where its words stand in the text."""

    start: int
    end: int
    window: Window


def joined(
    found: Sequence[Named], text: str, calendar: Calendar, *, moving: bool, summed: bool = False
) -> tuple[list[Window], str]:
    """Join windows with the words around them.

    Args:
        found: The windows in order, not overlapping.
        text: The text they were read from.
        calendar: Gives the day the data ends on.
        moving: Whether the question compares its days, so that from one to another stays two windows.
        summed: Whether it asks for days together, so that one window and the next are one.

    Returns:
        The windows, and the text with the words of relation and the windows' own blanked out.
    """
    left, windows, place = list(text), [], 0
    for one in found:
        left[one.start : one.end] = " " * (one.end - one.start)
    while place < len(found):
        one = found[place]
        other = found[place + 1] if place + 1 < len(found) else None
        if other is not None and summed and _adjoin(one, other):
            windows.append(Window(one.window.first, other.window.last, "date"))
            place += 2
            continue
        if other is not None and not moving and (span := _pair(one, other, text)):
            windows.append(span)
            place += 2
            continue
        window, start, end = _related(one, text, calendar)
        left[start:end] = " " * (end - start)
        windows.append(window)
        place += 1
    return windows, "".join(left)


def _pair(one: Named, other: Named, text: str) -> Window | None:
    """Join two windows with 到 or “to” between them; “and” joins them only after “between”."""
    between = text[one.end : other.start]
    if not _BETWEEN.match(between) or one.window.first > other.window.last:
        return None
    opened = _OPENS.search(text[: one.start])
    if _AND.search(between) and not (opened and "between" in opened[0]):
        return None
    called = "since" if other.window.called == "latest" else "date"
    return Window(one.window.first, other.window.last, called)


def _next_to(window: Window, match: re.Match[str]) -> Window:
    """Take the week or the few days right before or after a window."""
    days = timedelta(days=7 if match[2] else numeral(match[3].replace("两", "二")))
    if match[1] == "前":
        return Window(window.first - days, window.first - _ONE, "date")
    return Window(window.last + _ONE, window.last + days, "date")


def _adjoin(one: Named, other: Named) -> bool:
    return other.window.first == one.window.last + _ONE


def _related(one: Named, text: str, calendar: Calendar) -> tuple[Window, int, int]:
    """Widen a window by the word after or before it; returns it with where all its words stand."""
    window, before, after = one.window, text[: one.start], text[one.end :]
    if window.called in ("since", "before", "previews", "latest") or window.first == _LONG_AGO:
        return window, one.start, one.end
    last = max(calendar.as_of, window.first)
    ways = (
        (_AFTER, None, Window(window.last + _ONE, max(last, window.last + _ONE), "since")),
        (_SINCE, _SINCE_EN, Window(window.first, last, "since")),
        (None, _AFTER_EN, Window(window.last + _ONE, max(last, window.last + _ONE), "since")),
        (_BEFORE, _BEFORE_EN, Window(_LONG_AGO, window.first - _ONE, "until")),
        (_UNTIL, _UNTIL_EN, Window(_LONG_AGO, window.last, "until")),
    )  # fmt: skip
    if match := _NEXT.search(after):
        return _next_to(window, match), one.start, one.end + match.end()
    for behind, ahead, wider in ways:
        match = behind.search(after) if behind else None
        if match:
            return wider, one.start, one.end + match.end()
        match = ahead.search(before) if ahead else None
        if match:
            return wider, match.start(), one.end
    return window, one.start, one.end
