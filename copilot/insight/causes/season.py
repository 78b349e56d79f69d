"""Weighs what would have happened anyway: the calendar, and the decay every film has."""

from __future__ import annotations

from datetime import date, timedelta

from copilot.domain.diagnosis import Cause
from copilot.domain.evidence import Evidence
from copilot.insight.calendar import CALENDARS, is_day_off
from copilot.insight.causes.bench import Bench
from copilot.insight.figures import read_aloud
from copilot.insight.series import TAKINGS, VOLUME, daily_values
from copilot.insight.wording import say, say_day

STEEP = -0.3
"""A week's takings against the week before from which people speak of a fall."""


def weigh_calendar(bench: Bench) -> Cause:
    """Weigh whether the fall is only the calendar's: a holiday over, working days begun.

    The expected curve knows weekdays and holidays. A fall below it is not the calendar's; a steep fall that stays
    within it after days off is. Word of mouth is a share and knows no calendar.
    """
    drop, market = bench.drop, bench.case.dossier.market
    if drop.state == "cannot_tell" or drop.series == VOLUME or market not in CALENDARS:
        key = "calendar.no_market" if market not in CALENDARS else "calendar.cannot_tell"
        return bench.cause("calendar", "cannot_tell", 0.3, say(key, bench.language))
    if drop.state == "dropping":
        key = "calendar.ruled_out" if drop.series == TAKINGS else "calendar.no_share"
        gap = _gap(bench, drop.since)
        share = read_aloud(drop.depth or 0.0, "share", bench.language)
        return bench.cause("calendar", "ruled_out", 0.8, say(key, bench.language, gap=share), against=[gap])
    found = _after_holiday(bench)
    if found is not None:
        change, evidence = found
        why = say("calendar.supported", bench.language, change=change)
        return bench.cause("calendar", "supported", 0.75, why, evidence=[evidence])
    return bench.cause("calendar", "ruled_out", 0.6, say("calendar.no_fall", bench.language), against=[_recent(bench)])


def weigh_decay(bench: Bench, others: list[Cause]) -> Cause:
    """Weigh whether nothing but ordinary decay is at work: the film runs as such films do and nothing else is found."""
    drop = bench.drop
    found = [cause.cause for cause in others if cause.verdict == "supported"]
    evidence = _recent(bench)
    if drop.state == "cannot_tell":
        why = say("ordinary_decay.cannot_tell", bench.language)
        return bench.cause("ordinary_decay", "cannot_tell", 0.3, why)
    if drop.state in ("dropping", "rising"):
        gap = read_aloud(drop.depth or 0.0, "share", bench.language)
        key = "ordinary_decay.ruled_out" if drop.state == "dropping" else "ordinary_decay.rising"
        return bench.cause("ordinary_decay", "ruled_out", 0.8, say(key, bench.language, gap=gap), against=[evidence])
    key = "ordinary_decay.beside" if found else "ordinary_decay.supported"
    return bench.cause(
        "ordinary_decay", "supported", 0.6 if found else 0.75, say(key, bench.language), evidence=[evidence]
    )


def _gap(bench: Bench, since: date | None) -> Evidence | None:
    if since is None:
        return None
    return _gap_between(bench, since, _last_day(bench))


def _recent(bench: Bench) -> Evidence | None:
    last = _last_day(bench)
    return _gap_between(bench, last - timedelta(days=6), last)


def _gap_between(bench: Bench, first: date, last: date) -> Evidence | None:
    query, value = bench.figures.ask("gap", "series", name=bench.drop.series, from_=first, to=last)
    share = read_aloud(abs(value or 0.0), "share", bench.language)
    key = "calendar.below" if (value or 0.0) > 0 else "calendar.above"
    days = {"first": say_day(first, bench.language), "last": say_day(last, bench.language)}
    return bench.figures.evidence(query, say(key, bench.language, gap=share, **days))


def _last_day(bench: Bench) -> date:
    days = [day for day in daily_values(bench.case, bench.drop.series) if day <= bench.case.as_of]
    return max(days, default=bench.case.as_of)


def _after_holiday(bench: Bench) -> tuple[str, Evidence | None] | None:
    """Find a steep week that follows one with clearly more days off: (change, its figure)."""
    last = _last_day(bench)
    weeks = [[last - timedelta(days=7 * w + i) for i in range(7)] for w in (0, 1)]
    market = bench.case.dossier.market
    free = [sum(is_day_off(day, market) for day in week) for week in weeks]
    sums = [bench.figures.ask("sum", "series", name=bench.drop.series, from_=w[-1], to=w[0]) for w in weeks]
    now, before = sums[0][1], sums[1][1]
    if not now or not before or free[1] < free[0] + 2 or now / before - 1 > STEEP:
        return None
    change = read_aloud(now / before - 1, "change", bench.language)
    said = say("calendar.week", bench.language, change=change)
    days = {"from_": weeks[1][-1], "to": weeks[0][-1], "over": 7}
    query, value = bench.figures.ask("change", "series", name=bench.drop.series, **days)
    return change, bench.figures.evidence(query if value is not None else sums[0][0], said)
