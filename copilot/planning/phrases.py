"""Says sentences kept as data in knowledge/playbook/phrases.yaml, and dates and places the way a plan says them."""

from __future__ import annotations

from datetime import date
from functools import cache
from string import Formatter

from copilot.domain.value import Bilingual, Language
from copilot.errors import KnowledgeError
from copilot.planning.shelf import parse, playbook_folder, shipped_yaml

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@cache
def _phrases() -> dict[str, Bilingual]:
    path = playbook_folder() / "phrases.yaml"
    return {key: parse(held, Bilingual, path, key) for key, held in shipped_yaml("phrases.yaml").items()}


def say(key: str, language: Language, **slots: object) -> str:
    """Fill a phrase.

    Raises:
        KnowledgeError: There is no such phrase, or it has a slot that was not given.
    """
    known = _phrases()
    if key not in known:
        raise KnowledgeError(f"saying {key!r}", "phrases.yaml has no such phrase", "Add it in both languages.")
    return fill(known[key].in_(language), slots, f"phrase {key!r}")


def has(key: str) -> bool:
    """Say whether a phrase exists."""
    return key in _phrases()


def fill(text: str, slots: dict[str, object], name: str) -> str:
    """Put values into the {slots} of a text; values are never read as templates.

    Raises:
        KnowledgeError: A slot has no value.
    """
    try:
        return text.format_map(slots)
    except (KeyError, ValueError, IndexError) as error:
        known = ", ".join(sorted(slots))
        raise KnowledgeError(f"filling {name}", f"slot {error} has no value", f"Known slots: {known}.") from error


def slots_in(text: str) -> set[str]:
    """List the slots of a text."""
    return {slot for _, slot, _, _ in Formatter().parse(text) if slot}


def say_date(day: date, language: Language) -> str:
    """Say a date without its year: 4月3日, 3 April."""
    return f"{day.month}月{day.day}日" if language == "zh" else f"{day.day} {_MONTHS[day.month - 1]}"
