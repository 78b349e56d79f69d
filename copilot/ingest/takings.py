"""Turns rows of box office and other daily counts into measures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from copilot.ingest.frame import Frame, file_days
from copilot.ingest.recognising import unit_of
from copilot.ingest.refusal import BadRow, Refusal
from copilot.ingest.tables import Cells, Row

Item = dict[str, object]
_DAYS = re.compile(r"(?:上映)?第?\s*(\d{1,4})(?:\.0)?\s*天?|day\s*(\d{1,4})", re.IGNORECASE)
_FIRST_DAY = ("上映首日", "首日", "上映第一天")
_PREVIEW = ("点映", "零点场", "预售", "未上映")
_SCALED = re.compile(r"[万亿千wWkK]")
_FLOWS = {"gross", "gross_net", "shows", "admissions"}
"""What adds up over days, so that a week's figure must not stand for a day's."""


@dataclass(frozen=True)
class _Column:
    """How one measure is read."""

    name: str
    read: Callable[[Cells], float | None]
    unit: str
    basis: str


class TakingsMaker:
    """Makes one measure of each known value of a row.

    Args:
        frame: The setting.

    Raises:
        Refusal: `no_day` when neither the rows nor the file name say which day it is, `needs_release` when only days of
            release are given and no film with a release day was named.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._day, suffix = _days(frame)
        kinds = frame.lore.values["measures"]
        names = [name for kind in ("money", "share", "number") for name in kinds[kind] if frame.has(name)]
        self._columns = [self._column(name, suffix if name in _FLOWS else "") for name in names]
        self._cinema, self._territory = frame.cell("cinema"), frame.cell("territory")
        if not self._columns:
            raise Refusal("no_measure")

    def make(self, row: Row) -> list[Item]:
        """Make the measures of a row.

        Raises:
            BadRow: `no_date`, `before_release` or `no_value`.
        """
        frame, day = self._frame, self._day(row.cells)
        place = frame.text(self._cinema(row.cells)) or frame.text(self._territory(row.cells))
        shared: Item = {"film": frame.job.film.id, "file": frame.job.file, "row": row.number, "day": day.isoformat()}
        found = [
            {
                **shared,
                "name": column.name,
                "value": value,
                "unit": column.unit,
                "basis": column.basis,
                "territory": place,
            }
            for column in self._columns
            if (value := column.read(row.cells)) is not None
        ]
        if not found:
            raise BadRow("no_value")
        return found

    def _column(self, name: str, suffix: str) -> _Column:
        frame, cell = self._frame, self._frame.cell(name)
        kinds = frame.lore.values["measures"]
        bare = name.removesuffix("_net") + suffix
        if name in kinds["money"]:
            scale, currency = self._money(name)
            return _Column(bare, self._scaled(cell, scale), currency, self._basis(name))
        if name in kinds["share"]:
            read = frame.numbers.share(of_hundred=name in frame.survey.of_hundred)
            return _Column(bare, lambda cells: read(cell(cells)), "share", "")
        return _Column(bare, self._scaled(cell, self._header_unit(name).get("scale", 1)), "count", "")

    def _scaled(self, cell: Callable[[Cells], object], scale: float) -> Callable[[Cells], float | None]:
        number = self._frame.numbers.number

        def read(cells: Cells) -> float | None:
            value = cell(cells)
            found = number(value)
            if found is None or scale == 1 or (isinstance(value, str) and _SCALED.search(value)):
                return found
            return round(found * scale, 6)

        return read

    def _header_unit(self, name: str) -> dict[str, float]:
        columns = self._frame.reading.fields.get(name, [])
        return (unit_of(columns[0], self._frame.lore.values["units"]) if columns else None) or {}

    def _money(self, name: str) -> tuple[float, str]:
        """Return how many currency units one counts, and the currency: header, then source, then market."""
        frame, source = self._frame, self._frame.reading.source
        units, markets = frame.lore.values["units"], frame.lore.values["markets"]
        stated = self._header_unit(name)
        usual = units.get(source.unit, {}) if source is not None and name != "avg_price" else {}
        currency = stated.get("currency") or usual.get("currency") or (source.currency if source else "")
        if not currency:
            currency = markets.get(frame.job.film.market, {}).get("currency", frame.job.film.market)
            frame.notes.say("currency_guessed", currency=currency)
        return float((stated or usual).get("scale", 1)), str(currency)

    def _basis(self, name: str) -> str:
        if name.endswith("_net"):
            return "net"
        if name == "avg_price":
            return ""
        columns = self._frame.reading.fields.get(name, [""])
        for words in (columns[0] if columns else "", self._frame.job.name):
            if "分账" in words:
                return "net"
            if "综合" in words:
                return "comprehensive"
        return self._frame.reading.source.basis if self._frame.reading.source else ""


def _days(frame: Frame) -> tuple[Callable[[Cells], date], str]:
    """Decide how a row's day is known, and the suffix of what adds up when the row spans several days."""
    named = file_days(frame.job.name)
    suffix = "_week" if frame.reading.source is not None and frame.reading.source.period == "week" else ""
    if frame.has("date"):
        return _by_date(frame), suffix
    if named:
        if len(named) > 1 and named[-1] > named[0]:
            frame.notes.say("span", since=named[0], until=named[-1], days=(named[-1] - named[0]).days + 1)
            return (lambda _: named[-1]), "_span"
        frame.notes.say("day_of_name", day=named[0])
        return (lambda _: named[0]), suffix
    for name in ("day_index", "days_in_release"):
        if frame.has(name):
            return _by_release(frame, name), suffix
    raise Refusal("no_day", columns="、".join(frame.table.columns[:20]))


def _by_date(frame: Frame) -> Callable[[Cells], date]:
    cell, moment = frame.cell("date"), frame.dates.moment

    def read(cells: Cells) -> date:
        value = cell(cells)
        day = moment(value)[1]
        if day is None:
            raise BadRow("no_date", value=str(value)[:30])
        return day

    return read


def _by_release(frame: Frame, name: str) -> Callable[[Cells], date]:
    release = frame.job.film.release_day
    if release is None:
        raise Refusal("needs_release")
    frame.notes.say("day_of_release", day=release)
    cell = frame.cell(name)

    def read(cells: Cells) -> date:
        said = frame.text(cell(cells))
        if said in _FIRST_DAY:
            return release
        if any(word in said for word in _PREVIEW):
            raise BadRow("before_release", value=said[:30])
        match = _DAYS.fullmatch(said)
        if match is None:
            raise BadRow("no_date", value=said[:30])
        return release + timedelta(days=int(match[1] or match[2]) - 1)

    return read
