"""Says what the deciding series is expected to do until the plan's last check, and what the plan aims for."""

from __future__ import annotations

from datetime import date, timedelta

from copilot.domain.plan import PlanForecast
from copilot.domain.series import Point, Pulse, Series
from copilot.domain.value import Language
from copilot.insight.case import Case
from copilot.insight.curve import load_curve
from copilot.insight.series import TAKINGS, daily_values
from copilot.insight.takings_run import anchors, current_run, expect_day
from copilot.planning.phrases import say

_PREFERRED = ("gross", "wants", "attention", "word_of_mouth")


def look_ahead(pulse: Pulse, case: Case, check_on: date) -> PlanForecast | None:
    """Forecast the deciding series on the check day, or on the last day before it that is expected.

    Without the plan the film keeps the distance to expectation that it has; the plan aims for the lower end of what
    films like this do, which is where a fall stops being one.

    Returns:
        None when there is no series at all; values None with the reason when the expectation does not reach ahead.
    """
    series, as_of, language = _deciding(pulse), case.as_of, case.dossier.language
    if series is None:
        return None
    ahead = [p for p in series.points if as_of < p.day <= check_on and p.expected is not None]
    ahead = ahead or _by_curve(case, series.name, check_on)
    if not ahead:
        why = say("forecast_unknown", language)
        return PlanForecast(series=series.name, unit=series.unit, check_on=check_on, without=None, why=why)
    return _forecast(series, max(ahead, key=lambda point: point.day), pulse, as_of, language)


def _forecast(series: Series, point: Point, pulse: Pulse, as_of: date, language: Language) -> PlanForecast:
    ratio = _distance(series, as_of) if pulse.drop.state == "dropping" else 1.0
    low, high = (None if end is None else end * ratio for end in (point.low, point.high))
    dropping = ratio < 1 and point.low is not None
    return PlanForecast(
        series=series.name,
        unit=series.unit,
        check_on=point.day,
        without=None if point.expected is None else point.expected * ratio,
        low80=low,
        high80=high,
        aim=max(point.low or 0.0, (point.expected or 0.0) * ratio) if dropping else point.expected,
        why=say("forecast_dropping" if dropping else "forecast_holding", language),
    )


def _by_curve(case: Case, name: str, day: date) -> list[Point]:
    """Expect takings ahead from the market's curve; empty for other series and for runs that cannot be placed on it."""
    values = daily_values(case, name) if name.startswith(TAKINGS) else {}
    if not values:
        return []
    curve = load_curve(case.dossier.market)
    first, run = current_run(case.dossier.release_date, values)
    expected = expect_day(curve, first, anchors(curve, first, run), (day - first).days + 1)
    if expected is None:
        return []
    middle, low, high = expected
    return [Point(day=day, value=None, expected=middle, low=low, high=high)]


def _distance(series: Series, as_of: date) -> float:
    """Return what the last seven days reached as a share of expectation, at most 1; 1 when it cannot be told."""
    days = [
        p for p in series.points if as_of - timedelta(days=7) < p.day <= as_of and p.value is not None and p.expected
    ]
    hoped = sum(p.expected or 0.0 for p in days)
    return min(1.0, sum(p.value or 0.0 for p in days) / hoped) if hoped > 0 else 1.0


def _deciding(pulse: Pulse) -> Series | None:
    named = {series.name: series for series in pulse.series}
    wanted = [pulse.drop.series, *_PREFERRED]
    return next((named[name] for name in wanted if name in named), pulse.series[0] if pulse.series else None)
