"""Reads the days and spans of days that a question speaks of: dates, days of release, weekends, weeks, now."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from copilot.agent.film_calendar import ORDINALS, Calendar, Window, day_of, near, numeral, weekend
from copilot.agent.lexicon_words import pattern, slot_words
from copilot.domain.film import Dossier
from copilot.retrieval.text import fold

_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,2})"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ENGLISH = (
    rf"({_MONTHS})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTHS})[a-z]*"
)
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKS_NAMED = 3
_NOT_NOW = re.compile(r"(?<=[出体表呈])现在")
_SINCE = re.compile(
    r"(?:上映|公映)(?:以|之)?后(?!的?第|的?首|\d|[一二三四五六七八九十])"
    r"|\b(?:since|after) (?:the )?(?:release|opening)\b"
)
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}


_Maker = Callable[[re.Match[str], Calendar], Window | None]


def windows_in(folded: str, dossier: Dossier, as_of: date | None = None) -> tuple[list[Window], str]:
    """Read the windows of a folded text in order.

    Args:
        folded: The question.
        dossier: Gives the day of release, near which a day without year lies.
        as_of: The day the data is read on, for words such as 昨天; four weeks after release unless told.

    Returns:
        The windows, and the text with them blanked out.
    """
    calendar = Calendar(dossier.release_date, as_of or dossier.release_date + timedelta(days=27))
    found: list[tuple[int, Window]] = []
    folded = _NOT_NOW.sub("  ", folded)
    for expression, maker in (*_matchers(), *_named()):
        for match in expression.finditer(folded):
            window = maker(match, calendar)
            if window is not None:
                found.append((match.start(), window))
                folded = folded[: match.start()] + " " * len(match[0]) + folded[match.end() :]
    ordered = [window for _, window in sorted(found, key=lambda one: one[0])]
    spans = {(window.first, window.last): window for window in reversed(ordered)}
    return [window for window in ordered if spans[window.first, window.last] is window], folded


def _matchers() -> list[tuple[re.Pattern[str], _Maker]]:
    number = _NUMBER
    return [
        (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?"), _full),
        (re.compile(r"(\d{1,2})月(\d{1,2})[日号]?\s*[到至~—-]\s*(?:(\d{1,2})月)?(\d{1,2})[日号]?"), _chinese_span),
        (re.compile(rf"{number}月{number}[日号]"), _chinese),
        (re.compile(r"(\d{1,2})月(\d{1,2})(?![\d万亿.])"), _chinese),
        (re.compile(_ENGLISH), _english),
        (re.compile(r"(?<![\d.])(\d{1,2})[./-](\d{1,2})(?![\d.万亿%])"), _chinese),
        (re.compile(r"(?<![\d月.])(\d{1,2})[号](?![线楼])"), _day_only),
        (re.compile(r"\b(?:on |by |of )?the (\d{1,2})(?:st|nd|rd|th)\b(?! \w)"), _day_only),
        (re.compile(r"(?:首个?|第一个|头一个)(?:周|星期|礼拜)([一二三四五六日天])"), _first_weekday),
        (re.compile(r"第二个?(?:周|星期|礼拜)([一二三四五六日])"), _second_weekday),
        (re.compile(rf"(?:the )?(first|second) ({'|'.join(_ENGLISH_DAYS)})"), _english_weekday),
        (re.compile(rf"第{number}[天日]|\bday ({'|'.join(ORDINALS)}|\d{{1,2}})\b"), _nth),
        (re.compile(rf"\b(\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)}) day\b"), _nth),
        (re.compile(rf"(?:上映|公映)前{number}[天日]|(?:上映|公映)前夕|(?:the )?day before (?:release|opening)"), _eve),
        (re.compile(rf"(?:前|头|首){number}[天日]|first (\w+) days"), _first_days),
        (re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月([上中下])旬"), _third),
        (_SINCE, _since),
        (re.compile(rf"第{number}个?(周末|周|星期|礼拜)(?![一二三四五六日天])"), _nth_week),
        (re.compile(r"([三四五六3-6])月份?(?![\d一二三四五六七八九十])|\b(march|april|may|june)\b(?!\s*\d)"), _month),
    ]  # fmt: skip


def _named() -> list[tuple[re.Pattern[str], _Maker]]:
    found: list[tuple[re.Pattern[str], _Maker]] = []
    for called, words in slot_words()["days"].items():
        if called != "total":
            found.append((pattern(tuple(words)), _meaning(str(called))))
    return found


def _meaning(called: str) -> _Maker:
    def make(_match: re.Match[str], calendar: Calendar) -> Window | None:
        release, today = calendar.release, calendar.as_of
        spans = {
            "opening": (release, release),
            "opening_weekend": weekend(release, 1),
            "weekend_2": weekend(release, 2),
            "weekend_3": weekend(release, 3),
            "week_1": (release, release + timedelta(days=6)),
            "week_2": (release + timedelta(days=7), release + timedelta(days=13)),
            "week_3": (release + timedelta(days=14), release + timedelta(days=20)),
            "last_week": (today - timedelta(days=6), today),
            "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
            "latest": (today, today),
            "previews": (date.min, release - timedelta(days=1)),
            "before": (date.min, release - timedelta(days=1)),
        }
        return Window(*spans[called], called)

    return make


def _full(match: re.Match[str], _calendar: Calendar) -> Window | None:
    return day_of(int(match[1]), int(match[2]), int(match[3]))


def _chinese(match: re.Match[str], calendar: Calendar) -> Window | None:
    return near(calendar, numeral(match[1]), numeral(match[2]))


def _chinese_span(match: re.Match[str], calendar: Calendar) -> Window | None:
    first = near(calendar, int(match[1]), int(match[2]))
    last = near(calendar, int(match[3] or match[1]), int(match[4]))
    return Window(first.first, last.last, "date") if first and last and first.first <= last.last else None


def _english(match: re.Match[str], calendar: Calendar) -> Window | None:
    month, day = (match[1], match[2]) if match[1] else (match[4], match[3])
    return near(calendar, _MONTHS.split("|").index(month[:3]) + 1, int(day))


def _day_only(match: re.Match[str], calendar: Calendar) -> Window | None:
    return near(calendar, calendar.release.month, int(match[1]))


def _first_weekday(match: re.Match[str], calendar: Calendar) -> Window | None:
    return _weekday(calendar, _WEEKDAYS[match[1]], 1)


def _second_weekday(match: re.Match[str], calendar: Calendar) -> Window | None:
    return _weekday(calendar, _WEEKDAYS[match[1]], 2)


def _english_weekday(match: re.Match[str], calendar: Calendar) -> Window | None:
    return _weekday(calendar, _ENGLISH_DAYS.index(match[2]), ORDINALS[match[1]])


def _weekday(calendar: Calendar, weekday: int, number: int) -> Window:
    ahead = (weekday - calendar.release.weekday()) % 7 + 7 * (number - 1)
    found = calendar.release + timedelta(days=ahead)
    return Window(found, found, "date")


def _nth(match: re.Match[str], calendar: Calendar) -> Window | None:
    number = numeral(next(group for group in match.groups() if group))
    found = calendar.release + timedelta(days=number - 1)
    return Window(found, found, "opening" if number == 1 else "date") if number else None


def _first_days(match: re.Match[str], calendar: Calendar) -> Window | None:
    number = numeral(next(group for group in match.groups() if group))
    return Window(calendar.release, calendar.release + timedelta(days=number - 1), "date") if number else None


def _month(match: re.Match[str], calendar: Calendar) -> Window | None:
    said = match[1] or str(slot_words()["month_names"].index(match[2]) + 1)
    first = near(calendar, numeral(said), 1)
    if first is None:
        return None
    year, month = first.first.year, first.first.month
    return Window(first.first, date(year, month, monthrange(year, month)[1]), "date")


def _third(match: re.Match[str], calendar: Calendar) -> Window | None:
    first, last = _THIRDS[match[2]]
    start = near(calendar, numeral(match[1]), first)
    if start is None:
        return None
    held = monthrange(start.first.year, start.first.month)[1]
    return Window(start.first, start.first.replace(day=min(last, held)), "date")


def _since(_match: re.Match[str], calendar: Calendar) -> Window:
    return Window(calendar.release, max(calendar.as_of, calendar.release), "since")


def _nth_week(match: re.Match[str], calendar: Calendar) -> Window | None:
    """Read weeks after the third; the first three have words of their own."""
    number = numeral(match[1])
    if number <= _WEEKS_NAMED:
        return None
    start = calendar.release + timedelta(days=7 * (number - 1))
    spans = weekend(calendar.release, number) if match[2] == "周末" else (start, start + timedelta(days=6))
    return Window(*spans, "date")


def _eve(match: re.Match[str], calendar: Calendar) -> Window:
    found = calendar.release - timedelta(days=(numeral(match[1]) if match[1] else 0) or 1)
    return Window(found, found, "date")


def speaks_of_total(folded: str) -> bool:
    """Say whether a question asks for all days together."""
    return bool(pattern(tuple(slot_words()["days"]["total"])).search(fold(folded)))
