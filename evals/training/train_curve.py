"""Trains the takings curves of knowledge/curves/ and writes them with their cards.

Run: python -m evals.training.train_curve [--data ../shared/data] [--until 2018]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from math import log
from pathlib import Path

import numpy as np

from copilot.insight.curve import ANCHOR_DAYS, WEEK, Curve, Spread, load_curve
from copilot.insight.takings_run import own_level
from copilot.shipped import folder
from evals.training.fit_pattern import fit_pattern
from evals.training.takings_data import Film, read_cn, read_us

WEEKS = 6
OWN_WEEKS = 4
"""Weeks after a run's own level was taken for which its spread is measured."""
CLOSED = (date(2020, 3, 1), date(2021, 6, 30))
"""Releases of these months ran into the pandemic: cinemas closed, half full or with few rivals."""
FEW_FILMS = (1.5, 2.6)
"""How much wider than the United States' the interval is below and above, for a market known by a handful of hits.

Hits run on above their opening, so the upper end must reach further; falls are what the lower end is for.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on films released up to a year, measure spreads, write both markets' files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--until", type=int, default=2021)
    parser.add_argument("--out", type=Path, default=folder("knowledge") / "curves")
    options = parser.parse_args(arguments)
    american, chinese = open_cinemas(wide(read_us(options.data))), read_cn(options.data)
    for market, films, until in (("US", american, options.until), ("CN", chinese, 9999)):
        curve = fit_curve([film for film in films if film.release.year <= until], market)
        write(options.out / f"takings_{market.lower()}.json", curve, films, until)
        sys.stdout.write(f"{market}: {len(films)} films read, {len(curve.pattern)} features\n")
    return 0


def wide(films: Sequence[Film]) -> list[Film]:
    """Keep what opened on a Wednesday, Thursday or Friday in at least 600 theaters and ran for two weeks."""
    return [f for f in films if f.release.weekday() in (2, 3, 4) and f.theaters >= 600 and len(f.gross) >= 14]


def open_cinemas(films: Sequence[Film]) -> list[Film]:
    """Leave out films released while cinemas were closed or half full."""
    return [film for film in films if not CLOSED[0] <= film.release <= CLOSED[1]]


def fit_curve(films: Sequence[Film], market: str) -> Curve:
    """Fit pattern and spreads; spreads come from films the pattern was not fitted on (five folds by film)."""
    gaps: dict[int, list[float]] = {week: [] for week in range(1, WEEKS + 1)}
    runs: list[tuple[Curve, Film]] = []
    folds = min(5, len(films))
    for fold in range(folds):
        pattern = fit_pattern([f for i, f in enumerate(films) if i % folds != fold], market)
        held_out = Curve(market, pattern, {})
        for film in films[fold::folds]:
            runs.append((held_out, film))
            for week, gap in _gaps(held_out, film):
                gaps[week].append(gap)
    pattern = fit_pattern(films, market)
    if market == "CN":
        return Curve(market, pattern, _borrowed(gaps), own_spreads=_widened(load_curve("US").own_spreads))
    spreads = {week: _spread(values) for week, values in gaps.items()}
    own = {week: _spread(values) for week, values in _own_gaps(runs, spreads).items()}
    return Curve(market, pattern, spreads, own_spreads=own)


def _spread(gaps: Sequence[float]) -> Spread:
    low, middle, high = (float(np.quantile(gaps, q)) for q in (0.1, 0.5, 0.9))
    return Spread(round(low - middle, 4), round(middle, 4), round(high - middle, 4))


def _own_gaps(runs: Sequence[tuple[Curve, Film]], spreads: dict[int, Spread]) -> dict[int, list[float]]:
    """Collect how runs that outran their opening went on: weeks since → log distances from their own level."""
    found: dict[int, list[float]] = {week: [] for week in range(1, OWN_WEEKS + 1)}
    for curve, film in runs:
        opening = curve.level(film.release, {n: film.gross.get(n, 0.0) for n in range(1, ANCHOR_DAYS + 1)})
        for last in range(WEEK, WEEK * WEEKS, WEEK):
            level = own_level(curve, film.release, film.gross, last)
            if opening is None or level is None or level <= opening + spreads[last // WEEK].middle:
                continue
            for number in range(last + 1, min(last + WEEK * OWN_WEEKS, WEEK * WEEKS) + 1):
                if film.gross.get(number, 0.0) > 0:
                    gap = log(film.gross[number]) - level - curve.strength(film.release, number)
                    found[(number - 1 - last) // WEEK + 1].append(gap)
    return found


def _borrowed(gaps: dict[int, list[float]]) -> dict[int, Spread]:
    """Borrow the width of the interval: seven films, all hits, cannot fix the tails, so the United States' is widened.

    The middle stays at the pattern; how many held-out days of the seven films lie inside is printed.
    """
    home = load_curve("US").spreads
    inside = [
        FEW_FILMS[0] * home[week].low <= gap <= FEW_FILMS[1] * home[week].high
        for week, found in gaps.items()
        for gap in found
    ]
    sys.stdout.write(f"CN: {np.mean(inside):.3f} of {len(inside)} held-out days inside the borrowed interval\n")
    return _widened(home)


def _widened(home: dict[int, Spread]) -> dict[int, Spread]:
    return {w: Spread(round(s.low * FEW_FILMS[0], 4), 0.0, round(s.high * FEW_FILMS[1], 4)) for w, s in home.items()}


def _gaps(curve: Curve, film: Film) -> list[tuple[int, float]]:
    level = curve.level(film.release, {n: film.gross.get(n, 0.0) for n in range(1, ANCHOR_DAYS + 1)})
    if level is None:
        return []
    later = [(n, value) for n, value in film.gross.items() if ANCHOR_DAYS < n <= 7 * WEEKS and value > 0]
    return [((n - 1) // 7 + 1, log(value) - level - curve.strength(film.release, n)) for n, value in later]


def write(path: Path, curve: Curve, films: Sequence[Film], until: int) -> None:
    """Write a curve as JSON with its card."""
    used = [film for film in films if film.release.year <= until]
    card = {
        "data": f"daily takings of {len(used)} films, first 42 days, released "
        f"{min(f.release for f in used)} to {max(f.release for f in used)}; only parameters are shipped",
        "split": "spreads from five folds by film; later years are held out and measured by evals.measuring.forecast",
        "made_by": "python -m evals.training.train_curve",
    }
    spreads, own = (
        {str(week): [s.low, s.middle, s.high] for week, s in found.items()}
        for found in (curve.spreads, curve.own_spreads)
    )
    content = {"market": curve.market, "card": card, "spreads": spreads, "own_spreads": own, "pattern": curve.pattern}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
