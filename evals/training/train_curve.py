"""Trains the takings curves of knowledge/curves/ and writes them with their cards.

Run: python -m evals.training.train_curve [--data ../shared/data] [--until 2018]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from math import log
from pathlib import Path

import numpy as np

from copilot.insight.curve import ANCHOR_DAYS, Curve, Spread, load_curve
from copilot.shipped import folder
from evals.training.fit_pattern import fit_pattern
from evals.training.takings_data import Film, read_cn, read_us

WEEKS = 6
FEW_FILMS = (1.5, 2.6)
"""How much wider than the United States' the interval is below and above, for a market known by a handful of hits.

Hits run on above their opening, so the upper end must reach further; falls are what the lower end is for.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on films released up to a year, measure spreads, write both markets' files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--until", type=int, default=2018)
    parser.add_argument("--out", type=Path, default=folder("knowledge") / "curves")
    options = parser.parse_args(arguments)
    american, chinese = wide(read_us(options.data)), read_cn(options.data)
    for market, films, until in (("US", american, options.until), ("CN", chinese, 9999)):
        curve = fit_curve([film for film in films if film.release.year <= until], market)
        write(options.out / f"takings_{market.lower()}.json", curve, films, until)
        sys.stdout.write(f"{market}: {len(films)} films read, {len(curve.pattern)} features\n")
    return 0


def wide(films: Sequence[Film]) -> list[Film]:
    """Keep what opened on a Wednesday, Thursday or Friday in at least 600 theaters and ran for two weeks."""
    return [f for f in films if f.release.weekday() in (2, 3, 4) and f.theaters >= 600 and len(f.gross) >= 14]


def fit_curve(films: Sequence[Film], market: str) -> Curve:
    """Fit pattern and spreads; spreads come from films the pattern was not fitted on (five folds by film)."""
    gaps: dict[int, list[float]] = {week: [] for week in range(1, WEEKS + 1)}
    folds = min(5, len(films))
    for fold in range(folds):
        pattern = fit_pattern([f for i, f in enumerate(films) if i % folds != fold], market)
        held_out = Curve(market, pattern, {})
        for film in films[fold::folds]:
            for week, gap in _gaps(held_out, film):
                gaps[week].append(gap)
    if market == "CN":
        return Curve(market, fit_pattern(films, market), _borrowed(gaps))
    spreads = {}
    for week, values in gaps.items():
        low, middle, high = (float(np.quantile(values, q)) for q in (0.1, 0.5, 0.9))
        spreads[week] = Spread(round(low - middle, 4), round(middle, 4), round(high - middle, 4))
    return Curve(market, fit_pattern(films, market), spreads)


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
    spreads = {str(week): [s.low, s.middle, s.high] for week, s in curve.spreads.items()}
    content = {"market": curve.market, "card": card, "spreads": spreads, "pattern": curve.pattern}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
