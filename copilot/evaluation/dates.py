"""Finds the dates a text states, and which of them it calls the release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "(?:" + "|".join(f"{m[:3].title()}(?:{m[3:]})?\\.?" for m in _MONTHS) + "|Sept\\.?)"
_DATE = re.compile(
    r"(?:(?P<y1>\d{4})\s*年\s*)?(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*[日号]?"
    r"|(?P<y2>\d{4})[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})"
    rf"|(?P<m3>{_MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y3>\d{{4}}))?"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m4>{_MONTH})(?:,?\s+(?P<y4>\d{{4}}))?"
    r"|(?<![\d.])(?P<m5>1[0-2]|0?[1-9])\.(?P<d5>3[01]|[12]\d|0?[1-9])(?![\d.%分万亿])"
)
_RELEASE = re.compile(
    r"上映|公映|定档|登陆(?:全国)?(?:院线|影院|大银幕)|影院见|院线见|走进(?:电)?影院|(?:电)?影院等(?:你|您|着)|献映|开画|全国见|大银幕见|首日|"
    r"in (?:cinemas|theaters|theatres)|opens?\b|opening\b|releas|hits (?:cinemas|theaters|"
    r"theatres|screens)|arrives\b|out (?:on|now)|premieres in cinemas",
    re.IGNORECASE,
)
_OTHER_EVENT = re.compile(
    r"点映|预售|首映|路演|延期|延长|密钥|见面会|观影会|开拍|杀青|截止|截至|直播|活动|专场|映后|下线|下映|"
    r"preview|premiere|screening|Q&A|extended|until|through|tickets on sale|presale|wrapped|live|deadline|event",
    re.IGNORECASE,
)
_YEAR_RELEASE = re.compile(r"(?P<y>20\d\d)\s*年(?!\d|\s*\d{1,2}\s*月)[^，。！？\n]{0,6}(?:上映|公映|献映)")
_REACH = 14


@dataclass(frozen=True)
class StatedDate:
    """A date as written; the year is None when it is not said."""

    year: int | None
    month: int
    day: int
    start: int
    end: int
    text: str

    def matches(self, known: date) -> bool:
        """Say whether it is the given day, as far as it is written."""
        return (self.month, self.day) == (known.month, known.day) and self.year in (None, known.year)

    def is_in(self, text: str) -> bool:
        """Say whether another text states the same day."""
        return any((d.month, d.day) == (self.month, self.day) for d in dates(text))


def dates(text: str) -> Iterator[StatedDate]:
    """Yield every date with month and day, in order."""
    for match in _DATE.finditer(text):
        part = {key[0]: value for key, value in match.groupdict().items() if value}
        month = int(part["m"]) if part["m"].isdigit() else 1 + [m[:3] for m in _MONTHS].index(part["m"][:3].lower())
        day = int(part["d"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            year = int(part["y"]) if "y" in part else None
            yield StatedDate(year, month, day, *match.span(), match[0].strip())


def release_dates(text: str) -> Iterator[StatedDate]:
    """Yield the dates said to be the day the film opens: close to words for a release and to no other event."""
    for stated in dates(text):
        near = re.split(r"[，。！？；;!?\n]", text[max(0, stated.start - _REACH) : stated.start])[-1]
        near += re.split(r"[。！？；!?\n]", text[stated.end : stated.end + _REACH + 6])[0]
        if _RELEASE.search(near) and not _OTHER_EVENT.search(near):
            yield stated
