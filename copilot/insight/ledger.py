"""Holds each promise against what viewers report: kept, broken, over-delivered or untested, with evidence both ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.domain.diagnosis import LedgerEntry, Promise, PromiseState
from copilot.domain.evidence import Evidence
from copilot.insight.case import Case
from copilot.insight.figures import Figures, read_aloud
from copilot.insight.promise_lexicon import wordings_for
from copilot.insight.promises import subtype_of
from copilot.insight.quotes import Quoter
from copilot.insight.viewers import wilson
from copilot.insight.wording import say

FEWEST_VIEWERS = 8
"""Voices a promise must be spoken to by: with fewer, the interval of a share spans more than half the scale."""
BROKEN_ABOVE = 0.40
"""A promise is broken when the share that denies it is surely (80 %) above this: nobody praises what is merely fine."""
KEPT_BELOW = 0.40
OVER_BELOW = 0.12
"""Almost nobody denies an over-delivered promise …"""
OVER_SURPRISED = 0.05
"""… and this share of those who speak to it says it went beyond what they expected."""
_SHOWN = ("trailer", "poster")
_Z80 = 1.2816


def keep_ledger(
    case: Case, promises: Sequence[Promise], figures: Figures | None = None, quoter: Quoter | None = None
) -> list[LedgerEntry]:
    """Judge every claim by the viewers' voices that speak to it, repeats counted once.

    A claim that the dossier and several assets make is one entry, with all its places. Evidence is for the state that
    was found; against is the other side.
    """
    figures, quoter = figures or Figures(case), quoter or Quoter(case)
    claims = _claims(case, promises)
    return [_placed(case, _entry(case, claim[0], figures, quoter), claim) for claim in claims]


def _claims(case: Case, promises: Sequence[Promise]) -> list[list[Promise]]:
    """Group promises by claim; what the dossier states are claims of their own, which assets' lines join."""
    claims: list[list[Promise]] = []
    of_key: dict[str, list[Promise]] = {}
    for promise in promises:
        key = subtype_of(promise, case.dossier)
        if promise.asset == case.dossier.id or key not in of_key:
            claims.append([promise])
            of_key.setdefault(key, claims[-1])
        else:
            of_key[key].append(promise)
    return claims


def _placed(case: Case, entry: LedgerEntry, claim: Sequence[Promise]) -> LedgerEntry:
    """Say where a claim is made: most strongly where viewers met it, a trailer before a poster before the dossier."""
    film = case.dossier.id
    rank = {asset.id: _SHOWN.index(asset.form) for asset in case.assets if asset.form in _SHOWN}
    made = sorted(claim, key=lambda promise: rank.get(promise.asset, len(rank) + (promise.asset == film)))
    titles = {promise.asset: promise.asset_title or promise.asset for promise in made}
    others = [place for place in titles if place not in (made[0].asset, film)]
    why = entry.why
    if others:
        named = ("、" if case.dossier.language == "zh" else ", ").join(titles[other] for other in others)
        why += say("ledger.also", case.dossier.language, places=named)
    promise = made[0]
    return entry.model_copy(update={"promise": promise, "asset": promise.asset, "also": others, "why": why})


def _entry(case: Case, promise: Promise, figures: Figures, quoter: Quoter) -> LedgerEntry:
    key, language = subtype_of(promise, case.dossier), case.dossier.language
    count = {side: _count(figures, f"{key}.{side}") for side in ("kept", "broken", "either")}
    kept, broken, viewers = (count[side][1] for side in ("kept", "broken", "either"))
    _, hoped = figures.ask("count", "reviews", watched=0, reports=f"{key}.hopes", weight="cleaned")
    state = _state(kept, broken, viewers, _surprised(case, figures, key))
    against_first = state == "broken"
    sides = ("broken", "kept") if against_first else ("kept", "broken")
    evidence, against = (_evidence(case, figures, quoter, key, side) for side in sides)
    why = say(
        f"ledger.{state}" if viewers >= FEWEST_VIEWERS or state != "untested" else "ledger.too_few",
        language,
        viewers=read_aloud(round(viewers), "count", language),
        kept=read_aloud(round(kept), "count", language),
        broken=read_aloud(round(broken), "count", language),
        hoped=read_aloud(round(hoped or 0), "count", language),
        fewest=FEWEST_VIEWERS,
    )
    return LedgerEntry(
        promise=promise,
        state=state,
        viewers=round(viewers),
        kept=kept,
        broken=broken,
        expected_by=round(hoped or 0),
        evidence=evidence,
        against=against,
        why=why,
    )


def _count(figures: Figures, reports: str) -> tuple[str, float]:
    query, value = figures.ask("count", "reviews", watched=1, reports=reports, weight="cleaned")
    return query, value or 0.0


def _state(kept: float, broken: float, viewers: float, surprised: float) -> PromiseState:
    if viewers < FEWEST_VIEWERS or kept + broken <= 0:
        return "untested"
    share = broken / (kept + broken)
    low, _ = wilson(broken, kept + broken, _Z80)
    if low > BROKEN_ABOVE:
        return "broken"
    if share <= OVER_BELOW and surprised >= OVER_SURPRISED and viewers >= 2 * FEWEST_VIEWERS:
        return "over_delivered"
    return "kept" if share <= KEPT_BELOW else "untested"


def _surprised(case: Case, figures: Figures, key: str) -> float:
    """Share of the voices that keep the promise and say it went beyond expectation."""
    kept = figures.mask(watched="1", reports=f"{key}.kept")
    weight = case.voices.weight.astype(np.float64)
    total = float(weight[kept].sum())
    return float(weight[kept & case.voices.has_signal("over_delivered")].sum()) / total if total else 0.0


def _evidence(case: Case, figures: Figures, quoter: Quoter, key: str, side: str) -> list[Evidence]:
    wording = wordings_for(case.dossier).get(key)
    found = figures.mask(watched="1", reports=f"{key}.{side}")
    quotes = []
    if wording is not None:
        quotes = quoter.choose(np.flatnonzero(found), lambda text: wording.spans(side, text), count=3)
    query, value = _count(figures, f"{key}.{side}")
    said = say(f"ledger.figure_{side}", case.dossier.language, count=round(value))
    figure = figures.evidence(query, said) if value > 0 else None
    return [*quotes, figure] if figure else quotes
