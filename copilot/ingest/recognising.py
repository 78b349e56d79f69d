"""Decides what the columns of a table are: a known export, names we know, or what the user says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from copilot.ingest.lore import Lore, Source

_ENOUGH = 0.8
_MARGIN = 0.2
"""A source is taken when 0.8 of its columns are there and it leads by 0.2, or all of them are (columns.yaml)."""
_BRACKET = re.compile(r"[(（\[【]\s*([^)）\]】]*)\s*[)）\]】]\s*$")
_JOINTS = re.compile(r"[\s_\-./·:：]+")


@dataclass(frozen=True)
class Reading:
    """How the columns of one table are understood."""

    kind: str
    source: Source | None
    fields: dict[str, list[str]]
    """Canonical field → columns that hold it, best first."""
    constants: dict[str, str] = field(default_factory=dict)
    """Canonical field → the value the user gave for all rows."""

    def mapping(self) -> dict[str, str]:
        """Canonical field → column, as the account of the import shows it."""
        shown = {name: columns[0] for name, columns in self.fields.items() if columns}
        return {**shown, **{name: f"={value}" for name, value in self.constants.items()}}


def fold(name: str) -> str:
    """Fold a column name for comparing: case, white space, joints and a unit in brackets do not matter."""
    return _JOINTS.sub("", _BRACKET.sub("", str(name).strip()).casefold())


def unit_of(column: str, units: dict[str, Any]) -> dict[str, Any] | None:
    """Return the unit a header states in its bracket or its tail, such as 票房（万元） or gross_wan_yuan."""
    if match := _BRACKET.search(column.strip()):
        return units.get(match[1].strip().lower()) or units.get(match[1].strip())
    lowered = column.strip().lower()
    for unit in sorted(units, key=len, reverse=True):
        if unit.isascii() and lowered.endswith("_" + unit):
            return dict(units[unit])
    return None


def recognise(columns: list[str], lore: Lore) -> Source | None:
    """Find the known export whose columns these are; None when none or several fit."""
    present = {str(column).strip() for column in columns}
    scored = sorted(
        (
            (share, len(must), source)
            for source in lore.sources
            for must in source.must
            if (share := _share(must, present))
        ),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    if not scored or scored[0][0] < _ENOUGH:
        return None
    best, rival = scored[0], next((entry for entry in scored[1:] if entry[2].id != scored[0][2].id), None)
    if rival is None or best[0] - rival[0] >= _MARGIN or (best[0] == 1.0 and best[:2] != rival[:2]):
        return best[2]
    return None


def _share(must: list[str], present: set[str]) -> float:
    return sum(name in present for name in must) / len(must) if must else 0.0


def by_synonyms(columns: Iterable[str], kind: str, lore: Lore) -> dict[str, list[str]]:
    """Find the columns of a kind by the names we know; the order of the synonyms decides between several."""
    names = [column for column in columns if str(column).strip()]
    folded: dict[str, list[str]] = {}
    for name in names:
        for key in {fold(name), _without_unit(name, lore)}:
            folded.setdefault(key, []).append(name)
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for canonical, synonyms in lore.synonyms[kind].items():
        hits = [name for synonym in [fold(canonical), *synonyms] for name in folded.get(fold(synonym), [])]
        fresh = [name for name in dict.fromkeys(hits) if name not in taken]
        if fresh:
            found[canonical] = fresh
            taken.update(fresh if canonical in ("text", "film", "note") else fresh[:1])
    return found


def _without_unit(name: str, lore: Lore) -> str:
    lowered = name.strip().lower()
    for unit in sorted(lore.values["units"], key=len, reverse=True):
        if unit.isascii() and lowered.endswith("_" + unit):
            return fold(lowered.removesuffix("_" + unit))
    return fold(name)


def of_source(source: Source, columns: list[str]) -> dict[str, list[str]]:
    """Take the columns of a known export that this file has."""
    present = {str(column).strip(): column for column in columns}
    found = {name: [present[c] for c in wanted if c in present] for name, wanted in source.fields.items()}
    return {name: hits for name, hits in found.items() if hits}


def canonical_fields(lore: Lore, kind: str) -> list[str]:
    """List the fields that can be mapped for a kind; for `auto` those of every kind."""
    kinds = ("reviews", "posts", "boxoffice", "asset", "document") if kind == "auto" else (table_kind(kind),)
    return list(dict.fromkeys(name for one in kinds for name in lore.synonyms[one]))


def table_kind(kind: str) -> str:
    """Name the kind whose column names a kind shares."""
    return "posts" if kind == "campaign" else kind


def guess_kind(columns: list[str], lore: Lore, *, objects: bool) -> tuple[str, dict[str, list[str]]] | None:
    """Guess the kind of a table by the names of its columns; None when they say nothing."""
    reviews = by_synonyms(columns, "reviews", lore)
    posts = by_synonyms(columns, "posts", lore)
    takings = by_synonyms(columns, "boxoffice", lore)
    if _is_takings(takings):
        return "boxoffice", takings
    if {"plays", "impressions", "ctr", "completion_rate"} & posts.keys() and {"title", "text"} & posts.keys():
        return "posts", posts
    if "text" not in reviews:
        return None
    if objects and _is_passages(columns, reviews):
        return "document", by_synonyms(columns, "document", lore)
    return "reviews", reviews


def _is_takings(found: Mapping[str, list[str]]) -> bool:
    timed = {"date", "day_index", "days_in_release"} & found.keys()
    measured = set(found) - {"date", "day_index", "days_in_release", "film", "cinema", "territory", "rank"}
    return bool(timed) and bool(measured & _MEASURES)


_MEASURES = frozenset(
    [
        "gross",
        "gross_net",
        "share_gross",
        "shows",
        "share_shows",
        "admissions",
        "occupancy",
        "wants",
        "searches",
        "theaters",
    ]
)
"""Measures that make a dated table one of takings; likes or views alone may belong to reviews and posts."""


def _is_passages(columns: list[str], found: Mapping[str, list[str]]) -> bool:
    """Say whether JSON objects are passages with an id rather than reviews with a date, a rating or likes."""
    named = {fold(column) for column in columns} & {"id", "docid", "passageid"}
    return bool(named) and not {"rating", "rated_at", "likes", "watched", "author_hash"} & found.keys()
