"""Matches the ways a question names days, each with the window it means."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from copilot.agent.film_calendar import ORDINALS, Calendar, Window, day_of, near, numeral, weekend
from copilot.agent.holidays_named import holiday_named, holiday_span
from copilot.agent.lexicon_words import pattern, slot_words, speaks

_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,2})"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ENGLISH = (
    rf"({_MONTHS})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTHS})[a-z]*"
)
_TO = r"(?:st|nd|rd|th)?\s*(?:-|–|—|to|and|through|until|vs\.?|versus)\s*"
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OF_WEEK = r"(?:[（(]?(?:周|星期)[一二三四五六日天][）)]?)?"
"""The day of the week beside a date says nothing more."""
_WEEKS_NAMED = 3
_SINCE = re.compile(
    r"(?:上映|公映)(?:以|之)?后(?!的?第|的?首|\d|[一二三四五六七八九十])"
    r"|\b(?:since|after) (?:the )?(?:release|opening)\b(?! (?:weekend|week|day))"
)
_WITHOUT_PREVIEWS = re.compile(
    r"(?:不|别|没)(?:包?含|算|计|包括|带)(?:上|入|进)?点映(?:场|期)?|除(?:去|开|了)?点映(?:场|期)?(?:之?外)?|去掉点映"
    r"|(?:excluding|without|minus|not counting|less|ex)[ -]previews?|previews? (?:excluded|not included|aside)"
)
_WITH_PREVIEWS = re.compile(
    r"(?:包?含|算上|加上|计入|包括|连上?|带上?)(?:了)?点映(?:场|期)?|点映(?:也)?(?:算|含)(?:上|进去|在内)?"
    r"|(?:including|with|incl\.?|plus|counting) previews?|previews? included"
)
_CHINESE_WEEKDAY = re.compile(
    r"(首|第[一二三四])个?(?:周|星期|礼拜)([一二三四五六日天])|头一个?(?:周|星期)([一二三四五六日天])"
)
_FIRST_DAYS = re.compile(rf"(?:前|头|首){_NUMBER}[天日]|(?:上映|公映|开画)后?的?{_NUMBER}[天日]内?|first (\w+) days")
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}


Maker = Callable[[re.Match[str], Calendar], Window | None]


@cache
def day_matchers() -> list[tuple[re.Pattern[str], Maker]]:
    """List the expressions of dates and counted spans with what makes windows of them, in order."""
    number = _NUMBER
    return [
        (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?"), _full),
        (re.compile(r"(\d{1,2})月(\d{1,2})[日号]?\s*[到至~—-]\s*(?:(\d{1,2})月)?(\d{1,2})[日号]?"), _chinese_span),
        (re.compile(rf"{number}月{number}[日号]{_OF_WEEK}"), _chinese),
        (re.compile(rf"(\d{{1,2}})月(\d{{1,2}})(?![\d万亿.]){_OF_WEEK}"), _chinese),
        (re.compile(rf"({_MONTHS})[a-z]*\.?\s+(\d{{1,2}}){_TO}(\d{{1,2}})(?:st|nd|rd|th)?\b"), _english_span),
        (re.compile(rf"\b(\d{{1,2}}){_TO}(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTHS})[a-z]*"), _english_span),
        (re.compile(_ENGLISH), _english),
        (re.compile(r"(?<![\d.:])(\d{1,2})[./-](\d{1,2})(?![\d.万亿%:分星折倍元块米公斤岁点])"), _chinese),
        (re.compile(r"(?<![\d月.])(\d{1,2})[号日]?\s*(?:→|->|到|至|~|-)\s*(\d{1,2})[号日]"), _days_only),
        (re.compile(r"(?<![\d月.])(\d{1,2})[号](?![线楼车厅])"), _day_only),
        (re.compile(r"\b(?:on |by |of )?the (\d{1,2})(?:st|nd|rd|th)\b(?! \w)"), _day_only),
        (re.compile(rf"{number}月(?:份)?的?第([一二三四五])(?:个?星期|周)(?!末)"), _month_week),
        (_CHINESE_WEEKDAY, _chinese_weekday),
        (re.compile(rf"(?:the )?(first|second|third|fourth|opening) ({'|'.join(ENGLISH_DAYS)})"), _english_weekday),
        (re.compile(rf"(?:最后|最近|近|过去|末尾)的?{number}[天日]|(?:last|past|final|latest) (\w+) days"), _last_days),
        (re.compile(r"(?:最后|最近)(?:的|一个)*周末|(?:last|final|latest) weekend"), _last_weekend),
        (re.compile(rf"第{number}[天日]|\bday ({'|'.join(ORDINALS)}|\d{{1,2}})\b"), _nth),
        (re.compile(rf"\b(\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)}) day\b"), _nth),
        (re.compile(rf"(?:上映|公映)前{number}[天日]|(?:上映|公映)前夕|(?:the )?day before (?:release|opening)"), _eve),
        (_FIRST_DAYS, _first_days),
        (re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月([上中下])旬"), _third),
        (_WITHOUT_PREVIEWS, _since),
        (_WITH_PREVIEWS, _whole_run),
        (_SINCE, _since),
        (re.compile(rf"第{number}个?(周末|周|星期|礼拜)(?![一二三四五六日天])"), _nth_week),
        (re.compile(r"([三四五六3-6])月份?(?![\d一二三四五六七八九十])|\b(march|april|may|june)\b(?!\s*\d)"), _month),
    ]  # fmt: skip


def holiday_matchers(folded: str) -> list[tuple[re.Pattern[str], Maker]]:
    """Match holidays, where they are named as days and not as causes."""
    return [] if speaks(slot_words()["holiday_causes"], folded) else [(holiday_named(), _holiday)]


@cache
def named_matchers() -> list[tuple[re.Pattern[str], Maker]]:
    """Match the spans that have words of their own, such as 首周末 and yesterday."""
    found: list[tuple[re.Pattern[str], Maker]] = []
    for called, words in slot_words()["days"].items():
        if called != "total":
            found.append((pattern(tuple(words)), _meaning(str(called))))
    return found


def _meaning(called: str) -> Maker:
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


def _english_span(match: re.Match[str], calendar: Calendar) -> Window | None:
    month, first, last = match.groups() if match[1].isalpha() else (match[3], match[1], match[2])
    number = _MONTHS.split("|").index(month[:3]) + 1
    start, end = near(calendar, number, int(first)), near(calendar, number, int(last))
    return Window(start.first, end.last, "date") if start and end and start.first <= end.last else None


def _days_only(match: re.Match[str], calendar: Calendar) -> Window | None:
    start, end = (near(calendar, calendar.release.month, int(day)) for day in match.groups())
    return Window(start.first, end.last, "date") if start and end and start.first <= end.last else None


def _day_only(match: re.Match[str], calendar: Calendar) -> Window | None:
    return near(calendar, calendar.release.month, int(match[1]))


def _chinese_weekday(match: re.Match[str], calendar: Calendar) -> Window | None:
    return _weekday(calendar, WEEKDAYS[match[2] or match[3]], max(1, numeral((match[1] or "首")[-1])))


def _holiday(match: re.Match[str], calendar: Calendar) -> Window | None:
    return holiday_span(match[0], calendar)


def _last_days(match: re.Match[str], calendar: Calendar) -> Window | None:
    number = numeral(next(group for group in match.groups() if group))
    return Window(calendar.as_of - timedelta(days=number - 1), calendar.as_of, "date") if number else None


def _last_weekend(_match: re.Match[str], calendar: Calendar) -> Window | None:
    sunday = calendar.as_of - timedelta(days=(calendar.as_of.weekday() + 1) % 7)
    return Window(sunday - timedelta(days=1), sunday, "date")


def _month_week(match: re.Match[str], calendar: Calendar) -> Window | None:
    """Read the nth seven days of a month."""
    start = near(calendar, numeral(match[1]), 7 * numeral(match[2]) - 6)
    return Window(start.first, start.first + timedelta(days=6), "month") if start else None


def _english_weekday(match: re.Match[str], calendar: Calendar) -> Window | None:
    return _weekday(calendar, ENGLISH_DAYS.index(match[2]), ORDINALS.get(match[1], 1))


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
    return Window(first.first, date(year, month, monthrange(year, month)[1]), "month")


def _third(match: re.Match[str], calendar: Calendar) -> Window | None:
    first, last = _THIRDS[match[2]]
    start = near(calendar, numeral(match[1]), first)
    if start is None:
        return None
    held = monthrange(start.first.year, start.first.month)[1]
    return Window(start.first, start.first.replace(day=min(last, held)), "month")


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


def _whole_run(_match: re.Match[str], calendar: Calendar) -> Window:
    return Window(date.min, calendar.as_of, "run")


def _eve(match: re.Match[str], calendar: Calendar) -> Window:
    found = calendar.release - timedelta(days=(numeral(match[1]) if match[1] else 0) or 1)
    return Window(found, found, "date")
