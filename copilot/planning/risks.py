"""Screens an interaction for what can go wrong, and says when it must not run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex
from pydantic import Field

from copilot.domain.film import Dossier
from copilot.domain.plan import InteractionType
from copilot.domain.value import Bilingual, Value
from copilot.planning.shelf import parse, playbook_folder, shipped_yaml


class Risk(Value):
    """One thing that can go wrong."""

    id: str
    scan: list[Literal["theme", "dossier"]]
    """Where its words are looked for; empty for risks that a template carries by itself."""
    words: list[str]
    names: bool = False
    """True when the names of cast and crew count as its words."""
    forbids: list[InteractionType]
    """Types that must not run when it is found."""
    care: Bilingual
    do_not: Bilingual | None = None


class _Risks(Value):
    risks: list[Risk] = Field(min_length=1)


@dataclass(frozen=True)
class Screened:
    """What the screen found."""

    care: list[str]
    """How to handle each risk, one sentence each."""
    do_not: str
    """Why it must not run; empty when it may."""


@cache
def load_risks() -> tuple[Risk, ...]:
    """Load the shipped risks.

    Raises:
        KnowledgeError: The file is wrong.
    """
    held = parse(shipped_yaml("risks.yaml"), _Risks, playbook_folder() / "risks.yaml", "risks")
    return tuple(held.risks)


def screen(kind: InteractionType, carried: list[str], said: str, dossier: Dossier) -> Screened:
    """Screen one interaction.

    Args:
        kind: Its type.
        carried: Ids of the risks its template always carries.
        said: The words it is about: theme, quotes and options.
        dossier: The film, whose synopsis, genres and facts are screened too.
    """
    language = dossier.language
    stated = " ".join([dossier.synopsis, dossier.positioning, *dossier.genres, *map(str, dossier.facts.values())])
    found = [risk for risk in load_risks() if risk.id in carried or _is_found(risk, said, stated, dossier)]
    forbidding = [risk.do_not for risk in found if risk.do_not and kind in risk.forbids]
    return Screened(
        care=[risk.care.in_(language) for risk in found],
        do_not=forbidding[0].in_(language) if forbidding else "",
    )


def _is_found(risk: Risk, said: str, stated: str, dossier: Dossier) -> bool:
    scanned = [text for place, text in (("theme", said), ("dossier", stated)) if place in risk.scan]
    words = [*risk.words, *(_people(dossier) if risk.names else [])]
    return any(_holds(text, word) for text in scanned for word in words)


def _holds(text: str, word: str) -> bool:
    """Look for a word: whole words in Latin script, so that trace is no race; any place in Chinese."""
    if word.isascii():
        return regex.search(rf"\b{regex.escape(word)}\b", text, regex.IGNORECASE) is not None
    return word in text


def _people(dossier: Dossier) -> list[str]:
    credited = [person for people in dossier.credits.values() for person in people]
    return [name for name in [*credited, *(c.actor for c in dossier.characters)] if len(name) > 1]
