"""The grammar of figure queries: one canonical line of text for every number that is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote

from copilot.domain.signals import ASPECTS, EMOTIONS, SIGNAL_KINDS
from copilot.errors import InputError
from copilot.insight.voices import ABOUTS

_SIGNS = ("polarity", "aspect", "emotion", "signal", "about", "reports", "contains", "stars")
_BASIS = ("watched", "from", "to", "platform", "language", "weight")
REVIEW_FILTERS = frozenset((*_SIGNS, *_BASIS))
_SHAPES: dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]] = {
    ("count", "reviews"): (frozenset({"film"}), REVIEW_FILTERS),
    ("share", "reviews"): (frozenset({"film"}), REVIEW_FILTERS),
    ("mean", "stars"): (frozenset({"film"}), REVIEW_FILTERS),
    ("mean", "polarity"): (frozenset({"film"}), REVIEW_FILTERS),
    ("value", "series"): (frozenset({"film", "name", "day"}), frozenset()),
    ("expected", "series"): (frozenset({"film", "name", "day"}), frozenset()),
    ("sum", "series"): (frozenset({"film", "name", "from", "to"}), frozenset()),
    ("mean", "series"): (frozenset({"film", "name", "from", "to"}), frozenset()),
    ("change", "series"): (frozenset({"film", "name", "from", "to"}), frozenset({"over"})),
    ("gap", "series"): (frozenset({"film", "name", "from", "to"}), frozenset()),
    ("value", "review"): (frozenset({"film", "id", "measure"}), frozenset()),
    ("sum", "posts"): (frozenset({"film", "measure"}), frozenset({"channel", "from", "to"})),
    ("value", "post"): (frozenset({"film", "id", "measure"}), frozenset()),
    ("mean", "posts"): (frozenset({"film", "measure"}), frozenset({"channel", "from", "to"})),
    ("count", "posts"): (frozenset({"film"}), frozenset({"channel", "from", "to", "own", "inviting"})),
    ("fact", "dossier"): (frozenset({"film", "key"}), frozenset()),
}
"""(kind, what) → (filters it needs, filters it may have)."""

_CHOICES: dict[str, tuple[str, ...]] = {
    "watched": ("1", "0"),
    "polarity": ("positive", "negative"),
    "aspect": ASPECTS,
    "emotion": EMOTIONS,
    "signal": SIGNAL_KINDS,
    "about": ABOUTS,
    "language": ("zh", "en"),
    "weight": ("cleaned",),
    "stars": ("1", "2", "3", "4", "5"),
    "own": ("1",),
    "inviting": ("1",),
}
_DATES = ("from", "to", "day")
_REPORTS = re.compile(r"[a-z_]+(?:\.[a-z_]+)?\.(?:kept|broken|either|hopes)")


@dataclass(frozen=True)
class FigureQuery:
    """A query taken apart; `filters` holds plain, decoded values."""

    kind: str
    what: str
    filters: dict[str, str]


def build_query(kind: str, what: str, **filters: object) -> str:
    """Write a query in its canonical form: sorted keys, percent-encoded values, None left out.

    `from_` stands for the key `from`; True and False become 1 and 0. Raises `InputError` as `parse_query` does.
    """
    plain: dict[str, str] = {}
    for key, value in filters.items():
        if value is not None:
            plain[key.rstrip("_")] = str(int(value)) if isinstance(value, bool) else str(value)
    line = f"{kind}/{what}?" + "&".join(f"{key}={quote(plain[key], safe='')}" for key in sorted(plain))
    parse_query(line)
    return line


def parse_query(query: str) -> FigureQuery:
    """Take a query apart.

    Raises:
        InputError: It does not follow the grammar.
    """
    head, _, tail = query.partition("?")
    kind, _, what = head.partition("/")
    if (kind, what) not in _SHAPES:
        known = ", ".join("/".join(shape) for shape in _SHAPES)
        raise _refuse(query, f"{head!r} is not one of {known}")
    try:
        pairs = parse_qsl(tail, keep_blank_values=True, strict_parsing=bool(tail), max_num_fields=20)
    except ValueError as error:
        raise _refuse(query, str(error)) from error
    filters = dict(pairs)
    if len(filters) != len(pairs):
        raise _refuse(query, "a filter is given twice")
    _check_filters(query, filters, *_SHAPES[kind, what])
    return FigureQuery(kind, what, filters)


def _check_filters(query: str, filters: dict[str, str], needed: frozenset[str], allowed: frozenset[str]) -> None:
    missing, unknown = needed - filters.keys(), filters.keys() - needed - allowed
    if missing:
        raise _refuse(query, f"it lacks {', '.join(sorted(missing))}")
    if unknown:
        known = ", ".join(sorted(needed | allowed))
        raise _refuse(query, f"{', '.join(sorted(unknown))} is not a filter here; known are {known}")
    for key, value in filters.items():
        if key in _CHOICES and value not in _CHOICES[key]:
            raise _refuse(query, f"{key}={value!r} is not one of {', '.join(_CHOICES[key])}")
        if key in _DATES:
            _check_date(query, key, value)
        if key == "over" and not re.fullmatch(r"[1-9]\d?", value):
            raise _refuse(query, f"over={value!r} is not a number of days from 1 to 99")
        if key == "reports" and not _REPORTS.fullmatch(value):
            raise _refuse(query, f"reports={value!r} is not a promise such as pace.relentless.broken")


def _check_date(query: str, key: str, value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise _refuse(query, f"{key}={value!r} is not a date such as 2026-05-01") from error


def _refuse(query: str, found: str) -> InputError:
    return InputError(f"reading the query {query[:200]!r}", found, "Take queries from `huichao show` as they are.")
