"""How soon is a fall seen, and how often is one seen that is not there, against three rules teams use?

Films without a drop are made from one real film's dated comments by drawing blocks of days at random (block bootstrap),
which keeps the noise and takes out the trend; a drop is planted by turning pleased voices, or by thinning.

Run: python -m evals.measuring.drop_alarms [--data ../shared/data] [--films 40]
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.domain.film import Dossier
from copilot.domain.series import Point
from copilot.insight.case import Case
from copilot.insight.drop import judge_fall
from copilot.insight.expected import expected_points
from copilot.insight.pulse import ALARMS, MARGINS
from copilot.insight.series import VOLUME, WORD_OF_MOUTH
from copilot.insight.voices import Voices
from evals.measuring.film_cases import dated_film, voices_of

RELEASE = date(2008, 4, 30)
SOURCE_DAYS = 60
"""Days after release whose comments are drawn from: about 16 a day."""
DAYS, DROP_FROM, BLOCK = 42, 21, 3
Counts = NDArray[np.float64]
"""(days, 2): pleased and displeased voices."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make films with and without a drop; print alarms a film-week and the days until a planted drop is seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--films", type=int, default=40)
    options = parser.parse_args(arguments)
    until = RELEASE + timedelta(days=SOURCE_DAYS)
    source = voices_of([r for r in dated_film(options.data) if r.day is not None and RELEASE <= r.day <= until])
    _tell_real(source)
    sys.stdout.write("series          rule            false alarms a film-week   seen   median days until seen\n")
    for name, plant in ((WORD_OF_MOUTH, _sour), (VOLUME, _thin)):
        calm = [_film(source, seed, plant=None) for seed in range(options.films)]
        falling = [_film(source, seed, plant=plant) for seed in range(options.films)]
        for rule, alarm in _rules(name).items():
            weeks = (DAYS - 7) / 7 * len(calm)
            false = sum(len(alarm(case)) for case in calm) / weeks
            seen = [min((d for d in alarm(case) if d >= DROP_FROM), default=None) for case in falling]
            delays = [day - DROP_FROM + 1 for day in seen if day is not None]
            typical = f"{np.median(delays):.0f}" if delays else "-"
            sys.stdout.write(f"{name:15} {rule:15} {false:24.3f} {len(delays) / len(seen):6.2f} {typical:>24}\n")
    return 0


def _tell_real(source: Voices) -> None:
    case = _case(source)
    for name in (WORD_OF_MOUTH, VOLUME):
        days = [RELEASE + timedelta(days=day) for day in _ours(name)(case)]
        sys.stdout.write(
            f"real film, first {SOURCE_DAYS} days, {name}: alarms on {', '.join(map(str, days)) or 'no day'}\n"
        )


def _film(source: Voices, seed: int, *, plant: Callable[[int, bool, float], int] | None) -> Case:
    """Draw blocks of days; `plant` says what becomes of a voice from the day of the drop: 1 kept, 0 gone, -1 turned."""
    chance = np.random.default_rng(seed)
    at = (source.day - np.datetime64(RELEASE)).astype(int)
    rows: list[int] = []
    days: list[int] = []
    turned: list[bool] = []
    for start in range(0, DAYS, BLOCK):
        drawn = int(chance.integers(0, SOURCE_DAYS // 2 - BLOCK))
        for offset in range(BLOCK):
            for row in np.flatnonzero(at == drawn + offset):
                day = start + offset
                fate = 1 if plant is None else plant(day, bool(source.p_positive[row] >= 0.5), float(chance.random()))
                if fate:
                    rows.append(int(row))
                    days.append(day)
                    turned.append(fate < 0)
    return _case(_taken(source, np.array(rows), np.array(days), np.array(turned)))


def _sour(day: int, pleased: bool, chance: float) -> int:
    return -1 if day >= DROP_FROM and pleased and chance < 0.3 else 1


def _thin(day: int, pleased: bool, chance: float) -> int:  # noqa: ARG001
    return 0 if day >= DROP_FROM and chance < 0.7 else 1


def _taken(source: Voices, rows: NDArray[np.int64], days: NDArray[np.int64], turned: NDArray[np.bool_]) -> Voices:
    changed: dict[str, object] = {}
    for field in dataclasses.fields(Voices):
        column = getattr(source, field.name)
        changed[field.name] = [column[i] for i in rows] if isinstance(column, list) else column[rows].copy()
    pleased = source.p_positive[rows].copy()
    pleased[turned] = 0.1
    changed |= {"p_positive": pleased, "day": np.datetime64(RELEASE) + days.astype("timedelta64[D]")}
    return Voices(**{**{f.name: getattr(source, f.name) for f in dataclasses.fields(Voices)}, **changed})


def _case(voices: Voices) -> Case:
    dossier = Dossier(id="real", title="一部影片", release_date=RELEASE, market="CN", synopsis="一部影片")
    last: date = voices.day.max().astype("datetime64[D]").astype(object)
    return Case(dossier, voices, [], [], [], last)


def _rules(name: str) -> dict[str, Callable[[Case], list[int]]]:
    return {
        "ours": _ours(name),
        "15 % a week": lambda case: _starts(_fell(case, name, 0.15)),
        "3x spike": lambda case: _starts(_spikes(case)),
        "50 % a week": lambda case: _starts(_fell(case, name, 0.5)),
    }


def _ours(name: str) -> Callable[[Case], list[int]]:
    def alarms(case: Case) -> list[int]:
        points: list[Point] = expected_points(case, name)
        days = []
        for end in range(7, len(points) + 1):
            fall = judge_fall(points[:end], as_of=points[end - 1].day, alarm_days=ALARMS[name], margin=MARGINS[name])
            if fall.state == "dropping":
                days.append((points[end - 1].day - RELEASE).days)
        return _starts(days)

    return alarms


def _daily(case: Case) -> Counts:
    at = (case.voices.day - np.datetime64(RELEASE)).astype(int)
    pleased = case.voices.p_positive >= 0.5
    return np.stack([np.bincount(at[side], minlength=DAYS) for side in (pleased, ~pleased)], axis=1).astype(float)


def _fell(case: Case, name: str, share: float) -> list[int]:
    """Days on which the last seven days are lower by `share` than the seven before."""
    counts = _daily(case)
    found = []
    for day in range(13, len(counts)):
        now, before = counts[day - 6 : day + 1].sum(0), counts[day - 13 : day - 6].sum(0)
        values = [w[0] / max(w.sum(), 1) if name == WORD_OF_MOUTH else w.sum() for w in (now, before)]
        if values[1] > 0 and values[0] / values[1] - 1 <= -share:
            found.append(day)
    return found


def _spikes(case: Case) -> list[int]:
    """Days with three times as many displeased voices as the seven days before had on average."""
    bad = _daily(case)[:, 1]
    return [day for day in range(7, len(bad)) if bad[day] >= 3 * max(bad[day - 7 : day].mean(), 1.0)]


def _starts(days: list[int]) -> list[int]:
    """Keep the first day of each run: one alarm is one message."""
    return [day for i, day in enumerate(days) if i == 0 or day - days[i - 1] > 1]


if __name__ == "__main__":
    sys.exit(main())
