"""How often is a fall of takings seen that is not there, and how soon one that is, against three rules teams use?

The curve is fitted on films up to a year and tried on real later runs, which are taken to be ordinary: every alarm on
them counts as false. A fall is planted by scaling a run from day 15 on. Rises and falls on holidays and Mondays are
shares of the days on which the state, read as of that day, says so.

Run: python -m evals.measuring.takings_alarms [--data ../shared/data] [--until 2015] [--films 300]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from copilot.domain.series import Point
from copilot.insight.calendar import day_tags, is_festive, is_holiday
from copilot.insight.curve import Curve, load_curve
from copilot.insight.drop import judge_fall
from copilot.insight.pulse import MARGINS
from copilot.insight.series import TAKINGS
from copilot.insight.takings_run import expect_run
from evals.training.takings_data import Film, read_cn, read_us
from evals.training.train_curve import fit_curve, open_cinemas, wide

DAYS, DROP_FROM = 42, 15
_STATES = ("rising", "dropping", "new rising", "new dropping")
Rule = Callable[[Film], list[int]]
"""Film → days of the run on which the rule gives an alarm."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure alarms on later runs of the United States, then states by kind of day there and in China."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--until", type=int, default=2015)
    parser.add_argument("--films", type=int, default=300)
    options = parser.parse_args(arguments)
    films = [film for film in open_cinemas(wide(read_us(options.data))) if len(film.gross) >= DAYS]
    curve = fit_curve([film for film in films if film.release.year <= options.until], "US")
    later = [film for film in films if film.release.year > options.until]
    later = [later[i] for i in np.random.default_rng(0).permutation(len(later))[: options.films]]
    sys.stdout.write(f"{len(later)} runs after {options.until}\n")
    _tell_alarms(curve, later)
    _tell_states("US", curve, later)
    _tell_states("CN (pattern fitted on these films)", load_curve("CN"), read_cn(options.data))
    return 0


def _tell_alarms(curve: Curve, films: Sequence[Film]) -> None:
    rules: dict[str, Rule] = {
        "ours, weekly level": lambda film: _ours(curve, film),
        "ours, opening only": lambda film: _ours(replace(curve, own_spreads={}), film),
        "15 % a week": lambda film: _fell(film, 0.15),
        "3x spike": _spikes,
        "50 % a week": lambda film: _fell(film, 0.5),
    }
    sys.stdout.write("rule                 false alarms a film-week   halved: seen, days   -40 %: seen, days\n")
    for rule, alarm in rules.items():
        false = sum(len(_starts(alarm(film))) for film in films) / (len(films) * DAYS / 7)
        seen = "   ".join(_seen(alarm, [_fallen(film, share) for film in films]) for share in (0.5, 0.6))
        sys.stdout.write(f"{rule:20} {false:24.3f}   {seen}\n")


def _seen(alarm: Rule, films: Sequence[Film]) -> str:
    """Tell in how many runs a planted fall raised an alarm within two weeks, and after how many days."""
    fresh = [[day for day in _starts(alarm(film)) if DROP_FROM <= day < DROP_FROM + 14] for film in films]
    delays = [days[0] - DROP_FROM + 1 for days in fresh if days]
    return f"{len(delays) / len(films):14.2f} {np.median(delays) if delays else 0:4.0f}"


def _fallen(film: Film, share: float) -> Film:
    return replace(film, gross={n: value * (share if n >= DROP_FROM else 1.0) for n, value in film.gross.items()})


def points_of(curve: Curve, film: Film) -> list[Point]:
    """Give a run's days with what was to be expected of each."""
    days = [film.release + timedelta(days=i) for i in range(max(film.gross))]
    return expect_run(curve, film.release, film.gross, days)


def _ours(curve: Curve, film: Film) -> list[int]:
    points = points_of(curve, film)
    return [day for day, state in enumerate(_states(curve, points), start=1) if state == "dropping"]


def _states(curve: Curve, points: Sequence[Point]) -> list[str]:
    """Tell the state as of each day, by what was known on it."""
    return [
        judge_fall(
            points[:end],
            as_of=points[end - 1].day,
            margin=MARGINS[TAKINGS],
            is_festive=lambda day: is_festive(day, curve.market),
        ).state
        for end in range(1, len(points) + 1)
    ]


def _fell(film: Film, share: float) -> list[int]:
    """Days on which the last seven days are lower by `share` than the seven before."""
    gross = [film.gross.get(day, 0.0) for day in range(1, max(film.gross) + 1)]
    weeks = [(sum(gross[end - 7 : end]), sum(gross[end - 14 : end - 7])) for end in range(14, len(gross) + 1)]
    return [end for end, (now, before) in enumerate(weeks, start=14) if before > 0 and now / before - 1 <= -share]


def _spikes(film: Film) -> list[int]:
    """Days that fall against the day before three times as much as the seven days before moved on average."""
    gross = np.array([max(film.gross.get(day, 0.0), 1.0) for day in range(1, max(film.gross) + 1)])
    moves = np.diff(np.log(gross))
    return [
        day + 2
        for day in range(7, len(moves))
        if -moves[day] >= 3 * max(float(np.abs(moves[day - 7 : day]).mean()), 0.05)
    ]


def _starts(days: Sequence[int]) -> list[int]:
    """Keep the first day of each run of days: one alarm is one message."""
    return [day for i, day in enumerate(days) if i == 0 or day - days[i - 1] > 1]


def _tell_states(name: str, curve: Curve, films: Sequence[Film]) -> None:
    """Tell on what share of judged days the state was rising or dropping, by kind of day."""
    counts: dict[str, Counter[str]] = {}
    for film in films:
        points = points_of(curve, film)
        states = _states(curve, points)
        for before, state, point in zip(["", *states], states, points, strict=False):
            if state == "cannot_tell":
                continue
            for kind in _kinds(point.day, curve.market):
                found = counts.setdefault(kind, Counter())
                found.update(("judged", state, *([f"new {state}"] if before != state else [])))
    sys.stdout.write(
        f"{name}: {len(films)} runs\nkind of day             judged  rising  dropping  begins to rise, to drop\n"
    )
    for kind, found in sorted(counts.items()):
        shares = "  ".join(f"{found[one] / found['judged']:{len(one)}.3f}" for one in _STATES)
        sys.stdout.write(f"{kind:22} {found['judged']:6d}  {shares}\n")


def _kinds(day: date, market: str) -> list[str]:
    found = ["all days"]
    if day.weekday() == 0:
        found.append("Mondays")
    if market == "US" and (day.month, day.day) >= (12, 24):
        found.append("24-31 December")
    elif any(tag.startswith("spring_festival") for tag in day_tags(day, market)):
        found.append("Spring Festival")
    elif is_holiday(day, market):
        found.append("other holidays")
    return found


if __name__ == "__main__":
    sys.exit(main())
