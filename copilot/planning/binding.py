"""Binds a card to one film: which theme, promise, audience, character and quote its texts speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from copilot.domain.diagnosis import Cause, LedgerEntry, Theme
from copilot.domain.evidence import Evidence
from copilot.domain.playbook import ActionCard
from copilot.planning.material import Material
from copilot.planning.playbook import card_slots
from copilot.planning.words import bare, without_brackets

T = TypeVar("T")


@dataclass(frozen=True)
class Binding:
    """What fills a card's slots; None and empty where the card does not ask for it."""

    theme: Theme | None
    entry: LedgerEntry | None
    audience: str
    cold_audience: str
    character: str
    cause: Cause | None
    quote: Evidence | None


def theme_candidates(card: ActionCard, material: Material) -> list[Theme]:
    """List the themes a card may speak of: its aspects, else its kinds, else any that is no complaint."""
    when = card.when
    wanted = [t for t in material.themes if _aspect_fits(t, card)]
    if when.aspects_below or when.aspects_above:
        return wanted
    if when.themes:
        return [t for t in material.themes if t.kind in when.themes]
    return [t for t in material.themes if t.kind != "complains"] or material.themes


def entry_candidates(card: ActionCard, material: Material) -> list[LedgerEntry]:
    """List the ledger entries a card may speak of."""
    states = card.when.promise_states
    return [entry for entry in material.ledger if not states or entry.state in states]


def bind(card: ActionCard, material: Material, used: Counter[str]) -> Binding | None:
    """Choose what a card speaks of, least used first, then strongest.

    Args:
        card: The card.
        material: What the film offers.
        used: How often each theme, promise, audience and character has been spoken of; grows by this choice.

    Returns:
        The binding, or None when the film lacks something that the card's texts need.
    """
    slots = card_slots(card, material.language)
    theme, entry = _theme(card, material, used, slots), _entry(card, material, used, slots)
    cause = _cause(card, material)
    choice = Binding(
        theme=theme,
        entry=entry,
        audience=choose_audience(material, used) if "audience" in slots else "",
        cold_audience=_name([a.name for a in material.cold], used) if "cold_audience" in slots else "",
        character=choose_character(material, theme, used) if "character" in slots else "",
        cause=cause,
        quote=_quote(material, theme if "theme" in slots else None, entry, cause),
    )
    if _lacks(choice, slots, material):
        return None
    used.update(_marks(choice))
    return choice


def _lacks(choice: Binding, slots: frozenset[str], material: Material) -> bool:
    held = {
        "theme": choice.theme is not None,
        "promise": choice.entry is not None,
        "asset": choice.entry is not None,
        "audience": bool(choice.audience),
        "cold_audience": bool(choice.cold_audience),
        "character": bool(choice.character),
        "quote": choice.quote is not None,
        "core_emotion": bool(material.core_emotion),
        "genre": bool(material.dossier.genres),
        "would_change": choice.cause is not None,
    }
    return any(not held.get(slot, True) for slot in slots)


def _marks(choice: Binding) -> list[str]:
    marks = [f"theme {choice.theme.key}" if choice.theme else "", choice.audience, choice.character]
    marks += [choice.entry.promise.id if choice.entry else "", choice.quote.id if choice.quote else ""]
    return [mark for mark in marks if mark]


def _least(items: Sequence[T], keys: Sequence[str], used: Counter[str]) -> T | None:
    return min(zip(items, keys, strict=True), key=lambda pair: used[pair[1]])[0] if items else None


def _theme(card: ActionCard, material: Material, used: Counter[str], slots: frozenset[str]) -> Theme | None:
    if "theme" not in slots:
        return None
    themes = theme_candidates(card, material)
    if "quote" in slots:
        themes = [t for t in themes if material.quote_of(t.evidence, t)]
    return _least(themes, [f"theme {t.key}" for t in themes], used)


def _entry(card: ActionCard, material: Material, used: Counter[str], slots: frozenset[str]) -> LedgerEntry | None:
    if not slots & {"promise", "asset"} and not card.when.promise_states:
        return None
    film = material.dossier.id
    entries = sorted(entry_candidates(card, material), key=lambda e: "asset" in slots and e.promise.asset == film)
    if "quote" in slots and "theme" not in slots:
        entries = [e for e in entries if material.quote_of(e.evidence)] or entries
    return _least(entries, [e.promise.id for e in entries], used)


def _cause(card: ActionCard, material: Material) -> Cause | None:
    if card.when.cannot_tell:
        return next((c for c in material.open_causes if c.cause in card.when.cannot_tell), None)
    return next((c for c in material.supported if c.cause in card.when.causes), None)


def _quote(material: Material, theme: Theme | None, entry: LedgerEntry | None, cause: Cause | None) -> Evidence | None:
    """Take the words of the theme when the card speaks of one, else of the promise, else of the cause."""
    if theme is not None:
        return material.quote_of(theme.evidence, theme)
    for evidence in (entry.evidence if entry else [], cause.evidence if cause else []):
        found = material.quote_of(evidence)
        if found is not None:
            return found
    return None


def choose_audience(material: Material, used: Counter[str]) -> str:
    """Name the audience spoken of least, those that respond first, else one the dossier states; empty without any."""
    said = [bare(a.name) for a in material.warm if bare(a.name)]
    stated = [without_brackets(name) for name in material.dossier.audiences]
    return _name(said or [name for name in stated if name], used)


def _name(names: list[str], used: Counter[str]) -> str:
    return _least(names, names, used) or ""


def choose_character(material: Material, theme: Theme | None, used: Counter[str]) -> str:
    """Name the character spoken of least, first among those whom the theme's label or words name; empty without any."""
    said = (theme.label + theme.key + "".join(e.text for e in theme.evidence)) if theme else ""
    named = [name for name in material.characters if name in said]
    return _name(named or material.characters, used)


def _aspect_fits(theme: Theme, card: ActionCard) -> bool:
    below = theme.kind == "complains" and theme.key in card.when.aspects_below
    above = theme.kind == "moves" and theme.key in card.when.aspects_above
    return below or above
