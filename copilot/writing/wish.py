"""What is asked of the composer, and which draft of the film each variant is."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.channel import RulePack
from copilot.errors import InputError, PolicyError
from copilot.writing.bank import Bank
from copilot.writing.phrases import Phrasebook, formats
from copilot.writing.telling import Turn

MOST_VARIANTS = 9


@dataclass(frozen=True)
class Wish:
    """What copy is wanted."""

    angle: str | None = None
    """One of the phrasebook's angles; None lets each variant take another."""
    variants: int = 3
    format: str | None = None
    """One of the channel's formats; None takes its main one."""
    audience: str | None = None
    """Whom to address, in the dossier's language; None takes the dossier's audiences in turn."""
    paid: bool = False
    """The post is paid or bartered: it then opens with an ad mark."""


ANY = Wish()


def check_wish(wish: Wish, pack: RulePack, book: Phrasebook) -> str:
    """Check what is asked and return the format.

    Raises:
        PolicyError: The channel belongs to its audience; copy is not written there.
        InputError: Angle, format or number of variants is not possible.
    """
    doing = f"writing copy for {pack.id}"
    if not pack.writable:
        why = pack.read_only_why.in_(book.language) if pack.read_only_why else "the channel is read only"
        raise PolicyError(doing, why, "Read this channel's reviews; write for another channel.")
    if wish.angle is not None and wish.angle not in book.angles:
        raise InputError(doing, f"angle {wish.angle!r} is none of {', '.join(book.angles)}", "Use one of these angles.")
    if not 1 <= wish.variants <= MOST_VARIANTS:
        raise InputError(doing, f"{wish.variants} variants, the limit is 1 to {MOST_VARIANTS}", "Ask for fewer.")
    chosen = wish.format or next((name for name in pack.formats if name in formats().recipes), "topic_post")
    if chosen not in formats().recipes or (wish.format and wish.format not in pack.formats):
        raise InputError(doing, f"format {chosen!r} is none of {', '.join(pack.formats)}", "Use one of these formats.")
    return chosen


def turns(wish: Wish, channel: str, bank: Bank, book: Phrasebook) -> list[Turn]:
    """Give each variant its angle and its place in the rotation of patterns."""
    order = formats().order
    place = order.index(channel) if channel in order else sum(map(ord, channel)) % len(order)
    possible = [wish.angle] if wish.angle else [angle for angle in book.angles if can_take(angle, bank)]
    found = []
    for variant in range(wish.variants):
        serial = place + len(order) * variant
        lap = serial if wish.angle else serial // len(possible)
        found.append(Turn(serial, lap, possible[serial % len(possible)]))
    return found


def can_take(angle: str, bank: Bank) -> bool:
    """Say whether the film has the material an angle lives on."""
    heard = bank.clauses.by_angle if bank.day >= 1 else {}
    needs = {
        "scene": bool(heard.get("scene") or bank.plots),
        "relationship": len(bank.people) > 1 or bool(heard.get("relationship")),
        "question": bool(bank.themes or bank.people),
        "craft": "maker" in bank.fixed or any("star" in person for person in bank.people),
        "viewer_voice": any(heard.values()),
        "honest_reposition": bool(bank.misread or "place" in bank.fixed),
        "companion": bool(bank.crowds or heard.get("companion")),
        "rewatch": bank.day > 3,
        "invitation": bank.day >= 1,
    }
    return needs.get(angle, True)
