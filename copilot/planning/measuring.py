"""Reads an action's baseline through figures and derives its target by the card's rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10

from copilot.domain.evidence import Evidence
from copilot.domain.plan import Metric
from copilot.domain.playbook import MetricRule
from copilot.domain.value import Language
from copilot.insight.case import Case
from copilot.insight.figure_query import parse_query
from copilot.insight.figure_text import read_aloud
from copilot.planning.figure_reader import FigureReader
from copilot.planning.phrases import say, say_date
from copilot.planning.queries import Subject, Window, base_query, fill_query, has_window

FEWEST_VOICES = 20
"""Reviews a share must rest on. House rule: with fewer, one voice moves it by five points or more."""
_WIDTHS = (7, 28)
"""Days of the baseline's window, tried in order, before the whole run."""


@dataclass(frozen=True)
class Measured:
    """A metric with its baseline as evidence, and its values in words."""

    metric: Metric
    evidence: Evidence | None
    floor: str
    """The baseline said aloud, or what stands for it while nothing is recorded."""
    target: str


class Gauge:
    """Measures a film's metrics on one day.

    Args:
        case: The film's data; `as_of` ends every baseline window.
        figures: Reads values.
    """

    def __init__(self, case: Case, figures: FigureReader) -> None:
        self._case, self._figures = case, figures
        self._language: Language = case.dossier.language

    def choose_rule(self, rule: MetricRule, subject: Subject) -> MetricRule:
        """Follow `instead` from a rule that reads zero to the first that does not; the last one when all do."""
        while rule.instead is not None and self._baseline(rule, subject)[1] == 0:
            rule = rule.instead
        return rule

    def measure(self, rule: MetricRule, subject: Subject, name: str, check_on: date) -> Measured:
        """Read the baseline and set the target.

        Args:
            rule: The card's rule.
            subject: What the metric is about.
            name: The metric's name, filled.
            check_on: The day the target is due.
        """
        query, value = self._baseline(rule, subject)
        unit = unit_of(query, self._case)
        target = target_of(rule, value, unit)
        metric = Metric(
            name=name,
            source=query,
            unit=unit,
            baseline=value,
            target=target,
            check_on=check_on,
            direction=rule.direction,
            note=self._note(rule, value, target),
        )
        evidence = None if value is None else self._figures.evidence(query, self._read(query, name, value, unit))
        return Measured(metric, evidence, self._say_floor(value, unit), self._say_target(target, unit, rule))

    def _baseline(self, rule: MetricRule, subject: Subject) -> tuple[str, float | None]:
        """Read the shortest window that holds enough; without one, the query of the shortest and None."""
        queries = [q for q in (fill_query(rule.query, subject, window) for window in self._windows()) if q is not None]
        if not queries:
            return fill_query("share/reviews?watched=1&polarity=positive", subject, self._windows()[0]) or "", None
        for query in queries if has_window(queries[0]) else queries[:1]:
            base = base_query(query)
            if base is None or (self._figures.value(base) or 0) >= FEWEST_VOICES:
                value = self._figures.value(query)
                if value is not None:
                    return query, value
        return queries[0], None

    def _windows(self) -> list[Window]:
        last = self._case.as_of
        days = [Window(last - timedelta(days=width - 1), last) for width in _WIDTHS]
        first = min([self._case.dossier.release_date, *self._known_days()], default=last)
        return [*days, Window(min(first, last), last)]

    def _known_days(self) -> list[date]:
        days = self._case.voices.day
        known = days[days == days]  # NaT differs from itself
        return [known.min().astype(object)] if len(known) else []

    def _note(self, rule: MetricRule, value: float | None, target: float | None) -> str:
        if value is None:
            return say("metric_unknown", self._language, why=rule.why.in_(self._language))
        if target is None:
            return say("metric_from_zero", self._language, why=rule.why.in_(self._language))
        return rule.why.in_(self._language)

    def _read(self, query: str, name: str, value: float, unit: str) -> str:
        filters = parse_query(query).filters
        said = read_aloud(value, unit, self._language)
        if not {"from", "to"} <= filters.keys():
            return say("figure", self._language, name=name, value=said)
        days = {key: say_date(date.fromisoformat(filters[key]), self._language) for key in ("from", "to")}
        return say("figure_days", self._language, name=name, value=said, **days)

    def _say_floor(self, value: float | None, unit: str) -> str:
        return say("floor_unknown", self._language) if value is None else read_aloud(value, unit, self._language)

    def _say_target(self, target: float | None, unit: str, rule: MetricRule) -> str:
        if target is None:
            return say(f"target_unknown_{rule.direction}", self._language)
        return read_aloud(target, unit, self._language)


def target_of(rule: MetricRule, baseline: float | None, unit: str) -> float | None:
    """Derive a target: the baseline changed by the rule, rounded so that it can be said, never past the possible.

    Returns:
        None without a baseline, and when a relative gain is asked of a baseline of zero.
    """
    if baseline is None or (baseline == 0 and rule.direction == "up" and not rule.absolute):
        return None
    step = rule.change if rule.absolute else abs(baseline) * rule.change
    aim = baseline + step if rule.direction == "up" else max(baseline - step, 0.0 if unit != "polarity" else -1.0)
    if unit in ("share", "polarity"):
        aim = min(aim, 1.0)
    return _round(aim, baseline, unit, rule.direction)


def unit_of(query: str, case: Case) -> str:
    """Tell a query's unit: share, polarity, count, or the unit the series was imported with."""
    asked = parse_query(query)
    if asked.kind in ("share", "change", "gap"):
        return "share"
    if asked.what == "polarity":
        return "polarity"
    if asked.what == "series":
        name = asked.filters["name"]
        return next((measure.unit for measure in case.measures if measure.name == name), "count")
    return "share" if asked.filters.get("measure", "") in ("ctr", "completion_rate") else "count"


def _round(aim: float, baseline: float, unit: str, direction: str) -> float:
    """Round to whole per cents, tenths of one below ten, else three digits; always clear of the baseline."""
    if unit in ("share", "polarity"):
        grain = 0.01 if abs(aim) >= 0.1 else 0.001
    else:
        grain = 10.0 ** max(floor(log10(abs(aim))) - 2, 0) if aim else 1.0
    rounded = round(aim / grain) * grain
    if rounded == baseline and aim != baseline:
        rounded += grain if direction == "up" else -grain
    return round(rounded, 6)
