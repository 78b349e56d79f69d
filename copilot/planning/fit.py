"""Says whether a card applies to a film on a day, and how strongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log10

from copilot.domain.plan import CardRecord
from copilot.domain.playbook import ActionCard
from copilot.planning.binding import bind, entry_candidates, theme_candidates
from copilot.planning.channels import choose_channel
from copilot.planning.material import Material

MISSES_TO_DROP = 2
"""A card whose actions missed this often for the film is not tried again. House rule: twice is a pattern."""

_CAUSE, _GATHER, _PROMISE, _ASPECT, _THEME, _STATE, _WORKED, _MISSED, _UNREAD = (
    4.0,
    2.0,
    2.0,
    1.5,
    1.0,
    2.0,
    1.5,
    0.75,
    1.0,
)
"""Points for each reason a card applies. House rule: a supported cause outweighs any other single reason; what
worked for this film outweighs a theme, and so does a measure that today's data can read."""


def applies(card: ActionCard, material: Material, record: Mapping[str, CardRecord]) -> bool:
    """Say whether everything the card asks for holds for the film on the day, and its texts can be filled."""
    tried = record.get(card.id)
    if tried and tried.missed >= MISSES_TO_DROP and tried.met == 0:
        return False
    return _time_and_place(card, material) and _evidence(card, material) and bind(card, material, Counter()) is not None


def strength(card: ActionCard, material: Material, record: Mapping[str, CardRecord]) -> float:
    """Score how strongly a card applies; higher is stronger, unbounded, comparable within one film only."""
    when, points = card.when, 0.0
    points += max((_CAUSE * c.confidence for c in material.supported if c.cause in when.causes), default=0.0)
    points += _STATE * bool(when.drop_states)
    points += _GATHER * any(c.cause in when.cannot_tell for c in material.open_causes)
    if when.promise_states:
        points += _PROMISE + _loudness(max((e.viewers for e in entry_candidates(card, material)), default=0))
    themes = theme_candidates(card, material)
    if when.aspects_below or when.aspects_above:
        points += _ASPECT
    if when.themes or when.aspects_below or when.aspects_above:
        points += _THEME + _loudness(max((t.voices for t in themes), default=0))
    points -= _UNREAD * any(part in card.metric.query for part in material.missing)
    tried = record.get(card.id)
    return points + (_WORKED * tried.met - _MISSED * tried.missed if tried else 0.0)


def _loudness(voices: int) -> float:
    return log10(1 + voices) / 2


def _time_and_place(card: ActionCard, material: Material) -> bool:
    when = card.when
    first, last = when.days or (material.day, material.day)
    market = material.dossier.market
    return (
        first <= material.day <= last
        and (not when.markets or market in when.markets)
        and choose_channel(card.channels, market) is not None
    )


def _evidence(card: ActionCard, material: Material) -> bool:
    when = card.when
    asked = [
        (when.causes, any(c.cause in when.causes for c in material.supported)),
        (when.cannot_tell, any(c.cause in when.cannot_tell for c in material.open_causes)),
        (when.promise_states, bool(entry_candidates(card, material))),
        (when.themes or when.aspects_below or when.aspects_above, bool(theme_candidates(card, material))),
        (when.drop_states, material.drop_state in when.drop_states),
    ]
    return all(holds for condition, holds in asked if condition)
