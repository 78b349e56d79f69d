"""Turns a metric rule's open query into a figure query over given days, and moves it to later days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from copilot.domain.diagnosis import LedgerEntry, Theme
from copilot.domain.signals import ASPECTS
from copilot.insight.figure_query import build_query, parse_query
from copilot.insight.voices import ABOUTS


@dataclass(frozen=True)
class Window:
    """Days, both ends included."""

    from_: date
    to: date


@dataclass(frozen=True)
class Subject:
    """What a query is about."""

    film: str
    theme: Theme | None = None
    entry: LedgerEntry | None = None
    channel: str = ""


def fill_query(template: str, subject: Subject, window: Window) -> str | None:
    """Fill a rule's query.

    Args:
        template: Such as `share/reviews?watched=1&{theme}&from={from}&to={to}`.
        subject: The film and what the action speaks of.
        window: The days asked about.

    Returns:
        A canonical query; None when the rule needs a theme or promise that the action does not have.
    """
    head, _, tail = template.partition("?")
    kind, _, what = head.partition("/")
    filters: dict[str, object] = {"film": subject.film}
    for part in filter(None, tail.split("&")):
        if part == "{theme}":
            if subject.theme is None:
                return None
            filters.update(theme_filter(subject.theme))
            continue
        key, _, value = part.partition("=")
        filled = _value(value, subject, window)
        if filled is None:
            return None
        filters[key] = filled
    return build_query(kind, what, **filters)


def theme_filter(theme: Theme) -> dict[str, str]:
    """Say how reviews that speak of a theme are found: by aspect where it is one, else by its words."""
    return {"aspect": theme.key} if theme.key in ASPECTS else {"contains": theme.key}


def has_window(query: str) -> bool:
    """Say whether a query asks about days that may be widened: shares and means over reviews and posts."""
    asked = parse_query(query)
    return asked.kind in ("share", "mean") and asked.what != "series" and {"from", "to"} <= asked.filters.keys()


def base_query(query: str) -> str | None:
    """Return the count of reviews that a share or mean rests on; None for anything else."""
    asked = parse_query(query)
    if asked.what not in ("reviews", "polarity") or asked.kind == "count":
        return None
    kept = {key: asked.filters[key] for key in ("film", "watched", "from", "to") if key in asked.filters}
    return build_query("count", "reviews", **kept)


def later_query(query: str, check_on: date) -> str:
    """Move a baseline's query to the result's days.

    Shares and means cover the days since the baseline ended, up to the check day; sums and counts cover as many days
    as the baseline did, ending on the check day; a query without days stays as it is.
    """
    asked = parse_query(query)
    filters: dict[str, object] = dict(asked.filters)
    if {"from", "to"} <= asked.filters.keys():
        first, last = date.fromisoformat(asked.filters["from"]), date.fromisoformat(asked.filters["to"])
        start = check_on - (last - first) if asked.kind in ("sum", "count") else last + timedelta(days=1)
        filters |= {"from": min(start, check_on).isoformat(), "to": check_on.isoformat()}
    elif "day" in asked.filters:
        filters["day"] = check_on.isoformat()
    return build_query(asked.kind, asked.what, **filters)


def _value(value: str, subject: Subject, window: Window) -> str | None:
    if value == "{about}":
        kind = subject.entry.promise.kind if subject.entry else ""
        return kind if kind in ABOUTS else None
    given = {"{from}": window.from_.isoformat(), "{to}": window.to.isoformat(), "{channel}": subject.channel}
    return given.get(value, value)
