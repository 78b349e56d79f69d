"""The daily curve of takings: what films that opened like this one do on each later day, with an interval."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import exp, log
from statistics import median

from copilot.errors import KnowledgeError
from copilot.insight.day_pattern import day_features
from copilot.shipped import folder

WEEK = 7
ANCHOR_DAYS = 3
"""The curve is fixed by the film's first three days: enough for a weekend's shape, early enough to show a fall."""
RUN_GAP_DAYS = 45
"""Days without takings after which the next ones belong to a re-release."""
_FOREIGN_WIDENING = 1.6
"""Interval factor where a curve is used for a market it was not fitted on; a judgement, no data to fit it."""


@dataclass(frozen=True)
class Spread:
    """How far films end up from the curve in one week of release, in log: 10 %, 50 % and 90 % points."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Curve:
    """A market's daily pattern and how well it holds."""

    market: str
    """Market it was fitted on."""
    pattern: dict[str, float]
    spreads: dict[int, Spread]
    """Week of release → spread; the last one holds for later weeks, widened."""
    widening: float = 1.0
    own_spreads: dict[int, Spread] = field(default_factory=dict)
    """Weeks since the run's own level was taken → spread around it; the last one holds for later weeks."""

    def strength(self, release: date, number: int) -> float:
        """Give the log height of day `number`, up to a constant of the film."""
        features = day_features(release, number, self.market)
        return sum(self.pattern.get(name, 0.0) * amount for name, amount in features)

    def level(self, release: date, gross: Mapping[int, float]) -> float | None:
        """Place a film on the curve by its days; None when no day has takings above zero."""
        offsets = [log(value) - self.strength(release, day) for day, value in gross.items() if value > 0]
        return median(offsets) if offsets else None

    def spread(self, number: int, *, since: int | None = None) -> Spread:
        """Give the spread on day `number`, around the opening's level or the run's own as of day `since`."""
        spreads = self.spreads if since is None else self.own_spreads
        last = max(spreads)
        week = (number - 1 - (since or 0)) // WEEK + 1
        found = spreads[max(min(spreads), min(week, last))]
        wider = self.widening * (1 + 0.1 * max(0, week - last))
        return Spread(found.low * wider, found.middle, found.high * wider)

    def expect(
        self, release: date, level: float, number: int, *, since: int | None = None
    ) -> tuple[float, float, float]:
        """Give (expected, low, high) takings of day `number`; low and high bound 80 % of films.

        Args:
            release: First day of the run.
            level: Where the run stands, by its opening or by its own later week.
            number: Day of the run, 1 is the first.
            since: Last day of the week the level was taken from; None for the opening's.
        """
        height, spread = level + self.strength(release, number), self.spread(number, since=since)
        middle = height + spread.middle
        return exp(middle), exp(middle + spread.low), exp(middle + spread.high)


@cache
def load_curve(market: str) -> Curve:
    """Read a market's curve; markets without one get the United States' with a wider interval.

    Raises:
        KnowledgeError: The shipped parameters are missing or damaged.
    """
    own = market in ("US", "CN")
    path = folder("knowledge") / "curves" / f"takings_{market.lower() if own else 'us'}.json"
    try:
        found = json.loads(path.read_text("utf-8"))
        spreads, own_spreads = (
            {int(week): Spread(*values) for week, values in found[name].items()} for name in ("spreads", "own_spreads")
        )
        return Curve(found["market"], found["pattern"], spreads, 1.0 if own else _FOREIGN_WIDENING, own_spreads)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore it or run `make train-curve`.") from error
