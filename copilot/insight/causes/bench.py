"""Everything a cause is weighed with, and the verdicts it can come to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from copilot.domain.diagnosis import Audience, Cause, CauseName, CauseVerdict, LedgerEntry
from copilot.domain.evidence import Evidence
from copilot.domain.series import Drop
from copilot.domain.value import Language
from copilot.errors import KnowledgeError
from copilot.insight.case import Case
from copilot.insight.figures import Figures, read_aloud
from copilot.insight.labelling import Labeller
from copilot.insight.quotes import Quoter
from copilot.insight.viewers import wilson
from copilot.insight.wording import say
from copilot.shipped import folder

FEWEST_VOICES = 30
"""Viewers' voices before talk can support anything: below, one voice in ten has an interval of 4 to 26 %."""
ENOUGH_TO_RULE_OUT = 70
"""Voices without a single mention that put the 95 % interval under `RARE`."""
RARE = 0.05
"""A complaint that surely fewer than one viewer in twenty makes did not bring a film down."""
FLOOR = 0.03
"""A complaint must surely be made by more than this share, however rare it is in ordinary films …"""
FEWEST_MENTIONS = 6
"""… and by at least this many voices, so that one group of friends is no cause."""


@dataclass(frozen=True, eq=False)
class Bench:
    """What is known of a film when its causes are weighed."""

    case: Case
    figures: Figures
    quoter: Quoter
    drop: Drop
    ledger: list[LedgerEntry]
    audiences: list[Audience]

    @property
    def language(self) -> Language:
        """The language causes are told in."""
        return self.case.dossier.language

    @cached_property
    def viewers(self) -> float:
        """Viewers' voices, repeats counted once."""
        return self.figures.ask("count", "reviews", watched=1, weight="cleaned")[1] or 0.0

    def talk(self, signal: str, *, watched: bool = True, reports: str | None = None) -> Talk:
        """Count how many voices show a signal, with the figure that says so.

        Args:
            signal: The signal; it also says what is ordinary.
            watched: Viewers only, or everyone.
            reports: Words to count in its place, see `Reports`, where they find more than the signal alone.
        """
        filters = {"watched": 1 if watched else None, "weight": "cleaned"}
        _, total = self.figures.ask("count", "reviews", **filters)
        sign = {"reports": reports} if reports else {"signal": signal}
        query, share = self.figures.ask("share", "reviews", **sign, **filters)
        low, high = wilson((share or 0.0) * (total or 0.0), total or 0.0)
        said = say("talk.share", self.language, share=read_aloud(share or 0.0, "share", self.language))
        said = say(f"talk.{signal}", self.language, share=said) if share is not None else said
        evidence = self.figures.evidence(query, said)
        return Talk(signal, total or 0.0, share or 0.0, low, high, evidence)

    def quotes(self, signal: str, *, watched: bool = True, count: int = 3) -> list[Evidence]:
        """Quote voices that show a signal; those a rule words first, since the second reader also mishears."""
        chosen = self.case.voices.has_signal(signal)
        if watched:
            chosen = chosen & self.figures.mask(watched="1")
        shown = np.flatnonzero(chosen)
        rules = reader().by_rules
        sure = self.quoter.choose(shown, lambda text: _spans(text, signal, rules), count=count)
        if len(sure) == count:
            return sure
        heard = self.quoter.choose(shown, lambda text: _spans(text, signal, reader()), count=count)
        said = {quote.source for quote in sure}
        return [*sure, *(quote for quote in heard if quote.source not in said)][:count]

    def cause(
        self,
        name: CauseName,
        verdict: CauseVerdict,
        confidence: float,
        why: str,
        *,
        evidence: Sequence[Evidence | None] = (),
        against: Sequence[Evidence | None] = (),
    ) -> Cause:
        """Put a verdict into words; evidence that is None was not there."""
        return Cause(
            cause=name,
            verdict=verdict,
            confidence=round(min(0.95, max(0.0, confidence)), 2),
            evidence=[item for item in evidence if item is not None],
            against=[item for item in against if item is not None],
            why=why,
            would_change=say(f"would_change.{name}", self.language),
        )


@dataclass(frozen=True)
class Talk:
    """How many voices show a signal."""

    signal: str
    total: float
    share: float
    low: float
    high: float
    """95 % interval of the share."""
    figure: Evidence | None

    @property
    def mentions(self) -> float:
        """Voices that show it."""
        return self.share * self.total

    @property
    def stands_out(self) -> bool:
        """Say whether surely more voices show it than nine in ten ordinary films have."""
        limit = max(FLOOR, ordinary_share(self.signal))
        return self.total >= FEWEST_VOICES and self.mentions >= FEWEST_MENTIONS and self.low > limit

    @property
    def is_rare(self) -> bool:
        """Say whether surely hardly anyone shows it."""
        return self.total >= ENOUGH_TO_RULE_OUT and self.high <= max(RARE, 1.25 * ordinary_share(self.signal))

    @property
    def strength(self) -> float:
        """Turn the distance from the ordinary into a confidence, 0.6 to 0.95."""
        limit = max(FLOOR, ordinary_share(self.signal))
        return 0.6 + 0.35 * min(1.0, max(0.0, self.low / limit - 1) / 2)

    @property
    def rarity(self) -> float:
        """Turn the distance from the limit into a confidence, 0.6 to 0.9."""
        return 0.6 + 0.3 * (1 - min(1.0, self.high / max(RARE, ordinary_share(self.signal))))


def ordinary_share(signal: str) -> float:
    """Give the share of viewers that nine in ten ordinary films stay below.

    Source:
        evals/training/count_signals.py over the watched comments of 34 films.
    """
    return _ordinary()[signal][1]


@cache
def _ordinary() -> dict[str, list[float]]:
    path = folder("knowledge") / "curves" / "ordinary_signals.json"
    try:
        found: dict[str, list[float]] = json.loads(path.read_text("utf-8"))["shares"]
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error
    return found


def _spans(text: str, signal: str, labeller: Labeller) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in labeller.read(text).signals if m.signal == signal]


@cache
def reader() -> Labeller:
    """Load what reads spans, once."""
    return Labeller.load()
