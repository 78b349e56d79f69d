"""The only place where a number to be shown is computed: a query in, the exact value out, the same every time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from copilot.domain.evidence import Evidence, figure
from copilot.errors import InputError
from copilot.insight.case import Case
from copilot.insight.expected import expected_points
from copilot.insight.figure_query import FigureQuery, build_query, parse_query
from copilot.insight.figure_text import read_aloud
from copilot.insight.invitations import invites
from copilot.insight.reports import Reports, labelled_mask
from copilot.insight.series import daily_values
from copilot.insight.viewers import resolve_watched
from copilot.insight.voices import ABOUTS

__all__ = ["Figures", "build_query", "parse_query", "read_aloud"]

_BASE_FILTERS = ("watched", "from", "to", "platform", "language")
"""What a share's denominator keeps, besides the weight."""


class Figures:
    """Answers figure queries about one film's case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._masks: dict[tuple[str, str], NDArray[np.bool_]] = {}
        self._series: dict[str, dict[date, float]] = {}
        self._expected: dict[str, dict[date, float]] = {}

    def value(self, query: str) -> float | None:
        """Compute a query's value; None when the data does not hold it.

        Raises:
            InputError: The query breaks the grammar or names another film.
        """
        asked = parse_query(query)
        if asked.filters["film"] != self._case.dossier.id:
            raise InputError(
                f"computing {query!r}",
                f"it asks about film {asked.filters['film']!r}, this is {self._case.dossier.id!r}",
                "Ask the film that the query names.",
            )
        answers: dict[str, Callable[[FigureQuery], float | None]] = {
            "reviews": self._of_reviews,
            "polarity": self._mean_polarity,
            "stars": self._mean_stars,
            "series": self._of_series,
            "post": self._of_post,
            "review": self._of_review,
            "posts": self._of_posts,
            "dossier": self._fact,
        }
        found = answers[asked.what](asked)
        return None if found is None or not np.isfinite(found) else float(found)

    def evidence(self, query: str, text: str) -> Evidence | None:
        """Take a query's value as evidence, read aloud by `text`; None when the data does not hold it."""
        value = self.value(query)
        return None if value is None else figure(self._case.dossier.id, query, value, text)

    def ask(self, kind: str, what: str, **filters: object) -> tuple[str, float | None]:
        """Build a query about this film and compute it; returns the query and its value."""
        query = build_query(kind, what, film=self._case.dossier.id, **filters)
        return query, self.value(query)

    def mask(self, **filters: str) -> NDArray[np.bool_]:
        """Mark the reviews that satisfy every filter; names and values as in a query."""
        kept = np.ones(len(self._case.voices), dtype=np.bool_)
        filters = _narrowed(filters)
        for key, value in filters.items():
            name = key.rstrip("_")
            if name not in ("film", "weight"):
                kept &= self._mask_of(name, value)
        return kept

    @cached_property
    def watched(self) -> NDArray[np.int8]:
        """Who had watched, see `resolve_watched`."""
        return resolve_watched(self._case)

    @cached_property
    def _reports(self) -> Reports:
        return Reports(self._case)

    def _of_reviews(self, asked: FigureQuery) -> float | None:
        weight = self._weights(asked)
        inside = float(weight[self.mask(**asked.filters)].sum())
        if asked.kind == "count":
            return inside
        base = {key: value for key, value in asked.filters.items() if key in _BASE_FILTERS}
        whole = float(weight[self.mask(**base)].sum())
        return inside / whole if whole > 0 else None

    def _mean_polarity(self, asked: FigureQuery) -> float | None:
        kept = self.mask(**asked.filters)
        weight = self._weights(asked)[kept]
        total = float(weight.sum())
        return float((self._case.voices.polarity[kept].astype(np.float64) * weight).sum()) / total if total else None

    def _mean_stars(self, asked: FigureQuery) -> float | None:
        """Average the ratings of those reviews that carry one."""
        stars = self._case.voices.stars
        kept = self.mask(**asked.filters) & (stars > 0)
        weight = self._weights(asked)[kept]
        total = float(weight.sum())
        return float((stars[kept].astype(np.float64) * weight).sum()) / total if total else None

    def _weights(self, asked: FigureQuery) -> NDArray[np.float64]:
        voices = self._case.voices
        cleaned = asked.filters.get("weight") == "cleaned"
        return voices.weight.astype(np.float64) if cleaned else np.ones(len(voices), dtype=np.float64)

    def _mask_of(self, key: str, value: str) -> NDArray[np.bool_]:
        if (key, value) not in self._masks:
            self._masks[key, value] = self._compute_mask(key, value)
        return self._masks[key, value]

    def _compute_mask(self, key: str, value: str) -> NDArray[np.bool_]:
        voices = self._case.voices
        makers: dict[str, Callable[[], NDArray[np.bool_]]] = {
            "watched": lambda: self.watched == int(value),
            "polarity": lambda: (voices.p_positive >= 0.5) == (value == "positive"),
            "aspect": lambda: voices.has_aspect(value),
            "emotion": lambda: voices.has_emotion(value),
            "signal": lambda: voices.has_signal(value),
            "about": lambda: ((voices.kept | voices.broken) >> ABOUTS.index(value)) & 1 == 1,
            "labelled": lambda: labelled_mask(voices, *value.split(".")),
            "reports": lambda: self._reports.mask(value),
            "from": lambda: voices.day >= np.datetime64(value, "D"),
            "to": lambda: voices.day <= np.datetime64(value, "D"),
            "platform": lambda: np.array([name == value for name in voices.platforms], dtype=np.bool_),
            "language": lambda: voices.english == (value == "en"),
            "contains": lambda: _holds(voices.texts, value),
            "stars": lambda: np.floor(voices.stars + 0.5) == float(value),
        }
        return np.asarray(makers[key](), dtype=np.bool_)

    def _points(self, name: str) -> dict[date, float]:
        if name not in self._series:
            self._series[name] = daily_values(self._case, name)
        return self._series[name]

    def _expected_points(self, name: str) -> dict[date, float]:
        if name not in self._expected:
            points = expected_points(self._case, name)
            self._expected[name] = {p.day: p.expected for p in points if p.expected is not None}
        return self._expected[name]

    def _of_series(self, asked: FigureQuery) -> float | None:
        name, points = asked.filters["name"], self._points(asked.filters["name"])
        if "day" in asked.filters:
            day = date.fromisoformat(asked.filters["day"])
            return (points if asked.kind == "value" else self._expected_points(name)).get(day)
        first, last = date.fromisoformat(asked.filters["from"]), date.fromisoformat(asked.filters["to"])
        if asked.kind == "change":
            return _change(points, first, last, int(asked.filters.get("over", 1)))
        inside = {day: value for day, value in points.items() if first <= day <= last}
        if asked.kind == "gap":
            return _gap(inside, self._expected_points(name))
        if not inside:
            return None
        total = float(sum(inside[day] for day in sorted(inside)))
        return total if asked.kind == "sum" else total / len(inside)

    def _of_post(self, asked: FigureQuery) -> float | None:
        for post in self._case.posts:
            if post.id == asked.filters["id"]:
                return post.results.get(asked.filters["measure"])
        return None

    def _of_review(self, asked: FigureQuery) -> float | None:
        """Return the likes of one review; nothing else is counted of them."""
        voices = self._case.voices
        if asked.filters["measure"] != "likes" or asked.filters["id"] not in voices.ids:
            return None
        return float(voices.likes[list(voices.ids).index(asked.filters["id"])])

    def _of_posts(self, asked: FigureQuery) -> float | None:
        first, last = asked.filters.get("from", ""), asked.filters.get("to", "9999")
        chosen = [
            post
            for post in self._case.posts
            if asked.filters.get("channel") in (None, post.channel)
            and (post.own or "own" not in asked.filters)
            and ("inviting" not in asked.filters or invites(post))
            and (post.day is None or first <= post.day.isoformat() <= last)
        ]
        if asked.kind == "count":
            return float(len(chosen))
        values = [post.results[asked.filters["measure"]] for post in chosen if asked.filters["measure"] in post.results]
        if not values:
            return None
        return sum(values) if asked.kind == "sum" else sum(values) / len(values)

    def _fact(self, asked: FigureQuery) -> float | None:
        fact = self._case.dossier.facts.get(asked.filters["key"])
        try:
            return None if fact is None else float(fact)
        except ValueError:
            return None


def _narrowed(filters: dict[str, str]) -> dict[str, str]:
    """Let `about` ask for the very promise that the signal keeps or breaks, not for any promise of that review."""
    side = {"promise_kept": "kept", "promise_broken": "broken"}.get(filters.get("signal", ""))
    if side is None or "about" not in filters:
        return filters
    rest = {key: value for key, value in filters.items() if key != "about"}
    return {**rest, "labelled": f"{filters['about']}.{side}"}


def _holds(texts: list[str], words: str) -> NDArray[np.bool_]:
    """Mark texts that hold one word of every group; `|` parts words, `&` groups, letter case does not matter."""
    groups = [[word.casefold() for word in group.split("|") if word] for group in words.split("&") if group]
    found = (all(any(word in text for word in group) for group in groups) for text in map(str.casefold, texts))
    return np.fromiter(found, dtype=np.bool_, count=len(texts))


def _change(points: dict[date, float], first: date, last: date, days: int) -> float | None:
    """Relative change between the sums over `days` days from `first` and from `last`; None when a day is missing."""
    spans = [[points.get(start + timedelta(days=day)) for day in range(days)] for start in (first, last)]
    before, after = ([value for value in span if value is not None] for span in spans)
    if len(before) < days or len(after) < days or not sum(before):
        return None
    return float(sum(after) / sum(before) - 1)


def _gap(values: dict[date, float], expected: dict[date, float]) -> float | None:
    """Share lost against the expected over the days that have both; negative when above it."""
    days = sorted(values.keys() & expected.keys())
    hoped = float(sum(expected[day] for day in days))
    return 1 - float(sum(values[day] for day in days)) / hoped if hoped > 0 else None
