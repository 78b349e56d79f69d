"""Picks a plan's cards: what the causes call for first, then what the framework still lacks, then the strongest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from copilot.domain.plan import CardRecord
from copilot.domain.playbook import DIMENSIONS, LINES, PILLARS, STAGES, ActionCard
from copilot.planning.fit import applies, strength
from copilot.planning.material import Material

FEWEST, ENOUGH, MOST = 8, 12, 14
"""Actions in a plan. House rule: under eight leaves pillars empty, over fourteen is more than a team of
five can start on Monday."""
_PER_CAUSE, _GATHERING, _PER_PILLAR, _IN_STAGE, _PER_STAGE = 2, 2, 4, 2, 5
ALWAYS = ("weekly_retrospective", "repair_board")
"""Cards that make the plan a rolling one; every plan has them while they exist and have not failed twice."""


def pick_cards(cards: Sequence[ActionCard], material: Material, record: Mapping[str, CardRecord]) -> list[ActionCard]:
    """Choose at most fourteen cards for the film, no card twice, strongest reasons first.

    Fewer than eight come back only when the playbook holds no more that apply.
    """
    fitting = [card for card in cards if applies(card, material, record)]
    points = {card.id: strength(card, material, record) for card in fitting}
    ranked = sorted(fitting, key=lambda card: (-points[card.id], card.id))
    picked = _Picked()
    _for_causes(ranked, material, picked)
    picked.take([card for card in ranked if card.id in ALWAYS], len(ALWAYS))
    _for_open_causes(ranked, material, picked)
    for state in ("broken", "over_delivered", "kept"):
        if not any(state in card.when.promise_states for card in picked.cards):
            picked.take([card for card in ranked if state in card.when.promise_states], 1)
    _for_framework(ranked, picked)
    for stage in STAGES:
        inside = [card for card in ranked if card.stage == stage]
        picked.take(inside, _IN_STAGE - sum(card in inside for card in picked.cards), picked.has_room)
    picked.take(ranked, ENOUGH - len(picked.cards), picked.has_room)
    picked.take(ranked, FEWEST - len(picked.cards))
    return picked.cards


class _Picked:
    """The cards chosen so far."""

    def __init__(self) -> None:
        self.cards: list[ActionCard] = []

    def take(
        self, cards: Sequence[ActionCard], count: int, allowed: Callable[[ActionCard], bool] = lambda _: True
    ) -> None:
        """Add the first `count` allowed cards that are not chosen yet, up to the most a plan holds."""
        for card in cards:
            if count <= 0 or len(self.cards) >= MOST:
                return
            if card not in self.cards and allowed(card):
                self.cards.append(card)
                count -= 1

    def has_room(self, card: ActionCard) -> bool:
        """Say whether the card's stage and main pillar still have room; cards that only gather data never fill up."""
        stages = Counter(other.stage for other in self.cards)
        pillars = Counter(other.pillars[0] for other in self.cards)
        full = stages[card.stage] >= _PER_STAGE or pillars[card.pillars[0]] >= _PER_PILLAR
        return not full and not card.when.cannot_tell

    def covered(self) -> set[str]:
        """List the lines, dimensions and pillars served."""
        return set().union(*(covers(card) for card in self.cards))


def covers(card: ActionCard) -> set[str]:
    """List the lines, dimensions and pillars a card serves."""
    return {*card.lines, *card.dimensions, *card.pillars}


def _for_causes(ranked: Sequence[ActionCard], material: Material, picked: _Picked) -> None:
    for cause in material.supported:
        having = sum(cause.cause in card.when.causes for card in picked.cards)
        picked.take([card for card in ranked if cause.cause in card.when.causes], _PER_CAUSE - having)


def _for_open_causes(ranked: Sequence[ActionCard], material: Material, picked: _Picked) -> None:
    """Take a card for open causes until each is gathered for or two gather, framework causes first."""
    for cause in material.open_causes:
        gathering = [card for card in picked.cards if card.when.cannot_tell]
        if len(gathering) >= _GATHERING or any(cause.cause in card.when.cannot_tell for card in gathering):
            continue
        picked.take([card for card in ranked if cause.cause in card.when.cannot_tell], 1)


def _for_framework(ranked: Sequence[ActionCard], picked: _Picked) -> None:
    """Add the card that serves most of what is still unserved, until nothing more can be served."""
    wanted = {*LINES, *DIMENSIONS, *PILLARS}
    while len(picked.cards) < MOST:
        missing = wanted - picked.covered()
        best = max((len(covers(card) & missing) for card in ranked), default=0)
        if best == 0:
            return
        picked.take([card for card in ranked if len(covers(card) & missing) == best], 1)
