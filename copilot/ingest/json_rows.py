"""Reads JSON lines and JSON documents as tables; a broken line costs that line, a broken document is refused."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Iterator

from copilot.ingest.cleaning import storable
from copilot.ingest.json_window import Window
from copilot.ingest.refusal import Refusal
from copilot.ingest.tables import Row, Table
from copilot.ingest.terms import Limits

_BLOCK = 1 << 16
_DEPTH = 4
"""Levels of nesting that become dotted columns; deeper ones stay JSON text."""
_WHOLE = 64 << 20
"""Characters up to which a document that is one object is read whole."""
Opened = Callable[[], io.TextIOBase]
Alive = Callable[[float], None]
"""Told the share done now and then, so that a long first pass is not taken for standing still."""
_TOLD = 2_000


class _Strange(ValueError):
    """JSON that parses but says something no two readers agree on."""


def _constant(name: str) -> object:
    raise _Strange(name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _Strange(text)
    return value


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Strange(next(name for name in names if names.count(name) > 1))
    return found


_DECODER = json.JSONDecoder(parse_constant=_constant, parse_float=_finite, object_pairs_hook=_pairs)


def lines_table(opened: Opened, limits: Limits, size: int, alive: Alive) -> Table:
    """Read one object a line.

    Raises:
        Refusal: `json_broken` when not one line is an object or a list.
    """
    return _table(_Lines(opened, limits, size), limits, alive)


def document_table(opened: Opened, limits: Limits, size: int, alive: Alive) -> Table:
    """Read a document: an array, element by element, or one object whose largest list holds the rows.

    Raises:
        Refusal: `json_broken` with the place, or `too_large_unpacked`.
    """
    with opened() as text:
        head = text.read(_BLOCK).lstrip("\ufeff \t\r\n")
    source = _Array(opened, limits, size) if head.startswith("[") else _Whole(opened)
    return _table(source, limits, alive)


def _table(source: _Lines | _Array | _Whole, limits: Limits, alive: Alive) -> Table:
    names = _columns(source, limits, alive)

    def rows() -> Iterator[Row]:
        for number, value, problem in source.values():
            if problem:
                yield problem
            else:
                found = flatten(value)
                yield Row(number, [found.get(name) for name in names])

    return Table([storable(name) for name in names], rows, source.share, objects=True)


def _columns(source: _Lines | _Array | _Whole, limits: Limits, alive: Alive) -> list[str]:
    """Collect the columns of all rows in order of appearance."""
    columns: dict[str, None] = {}
    good, first = 0, Row(0, [])
    for number, value, problem in source.values():
        if number % _TOLD == 0:
            alive(source.share())
        if problem is None:
            good += 1
            columns.update(dict.fromkeys(flatten(value)))
        elif not first.number:
            first = problem
        if len(columns) > limits.columns:
            raise Refusal("too_many_columns", columns=len(columns), limit=limits.columns)
    if not good and first.number:
        raise Refusal("json_broken", **{"row": first.number, **(first.facts or {})})
    if not good:
        raise Refusal("no_rows")
    return list(columns)


def flatten(value: object, prefix: str = "", depth: int = 0) -> dict[str, object]:
    """Turn a JSON value into cells: nested objects become dotted columns, lists of words lines of one cell."""
    if isinstance(value, list) and not prefix:
        return {str(place + 1): _cell(item) for place, item in enumerate(value)}
    if not isinstance(value, dict):
        return {prefix or "text": _cell(value)}
    found: dict[str, object] = {}
    for key, item in value.items():
        if isinstance(item, dict) and depth < _DEPTH:
            found.update(flatten(item, f"{prefix}{key}.", depth + 1))
        else:
            found[f"{prefix}{key}"] = _cell(item)
    return found


def _cell(value: object) -> object:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


Found = Iterator[tuple[int, object, Row | None]]


class _Streamed:
    """A file read a piece at a time, which knows how far it is."""

    def __init__(self, opened: Opened, limits: Limits, size: int) -> None:
        self._opened, self._longest, self._size, self._passed = opened, limits.cell_chars * 4, max(size, 1), 0

    def share(self) -> float:
        return min(self._passed / self._size, 1.0)


class _Lines(_Streamed):
    """Values of a JSON lines file."""

    def values(self) -> Found:
        self._passed = number = 0
        with self._opened() as text:
            while line := text.readline(self._longest):
                self._passed += len(line)
                if not line.endswith("\n") and len(line) >= self._longest:
                    raise Refusal("line_too_long", row=number + 1, limit=self._longest)
                if line.strip("\ufeff \t\r\n"):
                    number += 1
                    yield self._value(number, line)

    def _value(self, number: int, line: str) -> tuple[int, object, Row | None]:
        shown: dict[str, object] = {"row": number, "detail": line.strip()[:60]}
        try:
            return number, _DECODER.decode(line.strip("\ufeff \t\r\n")), None
        except _Strange as strange:
            return number, None, Row(number, [], "json_strange", {"detail": str(strange)[:60]})
        except (ValueError, RecursionError):
            return number, None, Row(number, [], "json_broken", shown)


class _Array(_Streamed):
    """Elements of a document that is one array, read with a moving window."""

    def values(self) -> Found:
        self._passed = number = 0
        with self._opened() as text:
            window = Window(text, self._longest)
            window.skip("[")
            while not window.at("]"):
                number += 1
                try:
                    yield number, window.value(number, _DECODER), None
                except _Strange as strange:
                    yield number, None, Row(number, [], "json_strange", {"detail": str(strange)[:60]})
                    window.value(number, json.JSONDecoder())
                self._passed = window.passed
                window.separate(number)
            window.finish(number)


class _Whole:
    """A document that is one value: its largest list of objects, its lists of words by group, or itself."""

    def __init__(self, opened: Opened) -> None:
        with opened() as text:
            content = text.read(_WHOLE + 1)
        if len(content) > _WHOLE:
            raise Refusal("too_large_unpacked", limit=_WHOLE >> 20)
        try:
            value = _DECODER.decode(content.strip("\ufeff \t\r\n"))
        except _Strange as strange:
            raise Refusal("json_broken", row=1, detail=str(strange)[:60]) from strange
        except (ValueError, RecursionError) as error:
            raise Refusal("json_broken", row=1, detail=content.strip()[:60]) from error
        self._rows = _rows_of(value)

    def share(self) -> float:
        return 1.0

    def values(self) -> Found:
        yield from ((place + 1, value, None) for place, value in enumerate(self._rows))


def _rows_of(value: object) -> list[object]:
    if not isinstance(value, dict):
        return [value]
    lists = {key: item for key, item in value.items() if isinstance(item, list) and item}
    objects = [item for item in lists.values() if all(isinstance(one, dict) for one in item)]
    if objects:
        longest: list[object] = max(objects, key=len)
        return longest
    if lists and len(lists) == len(value):
        return [{"group": key, "text": _cell(one)} for key, item in lists.items() for one in item]
    return [value]
