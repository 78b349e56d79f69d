"""Knows a film's Chinese names again where a question writes them in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from copilot.agent.lexicon_words import lexicon
from copilot.domain.film import Dossier
from copilot.domain.value import is_cjk

_ANY = "[a-z]{1,6}"
"""How a character is read whose reading is not listed."""
_SHORT = 2
_LONGEST = 4
"""Characters of a Chinese name at most."""
_SPELT = {"v": ("v", "u", "yu", "ue")}


def named_in_latin(folded: str, dossier: Dossier) -> list[tuple[str, str]]:
    """List the people and characters a folded text names in Latin letters.

    Returns:
        Name in the dossier and how the text writes it, the longest first; a given name or a title with a family name
        is enough where only one person, or the first character, is called so.
    """
    found: dict[str, str] = {}
    for name, expression in _expressions(tuple(_people(dossier))).items():
        match = expression.search(folded)
        if match and not any(match[0] in longer for longer in found.values()):
            found[name] = match[0]
    return sorted(found.items(), key=lambda one: -len(one[1]))


def is_reading(written: str, name: str) -> bool:
    """Say whether Latin letters write a Chinese name."""
    return bool(_expressions((name,))[name].fullmatch(written))


def _people(dossier: Dossier) -> Iterator[str]:
    """List characters before actors and crew, so that a form two share means the character."""
    names = [one.name for one in dossier.characters]
    names += [one.actor for one in dossier.characters if one.actor]
    names += [name for group in dossier.credits.values() for name in group]
    yield from (name for name in dict.fromkeys(names) if _SHORT <= len(name) <= _LONGEST and all(map(is_cjk, name)))


@cache
def _expressions(names: tuple[str, ...]) -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile("|".join(_forms(name))) for name in names}


def _forms(name: str) -> Iterator[str]:
    """Yield expressions for a name: in full either way round, by the given name, by a title with the family name."""
    family, given = _syllable(name[0]), [_syllable(char) for char in name[1:]]
    joined = r"[- ']?".join(given)
    titled = "|".join(map(str, lexicon("name_readings")["titles"]))
    yield rf"\b(?:(?:{titled})\.? )?{family}[ -]?{joined}\b"
    yield rf"\b{joined} {family}\b"
    if len(given) > 1 and _ANY not in given:
        yield rf"\b{joined}\b"
    for title, forms in lexicon("name_readings")["titles"].items():
        listed = any(name.endswith(str(form)) for form in forms)
        called = listed or title not in _kinds_of_kin()
        if called and _ANY not in family:
            yield rf"\b{title}\.? {family}\b"


@cache
def _kinds_of_kin() -> frozenset[str]:
    """Titles that only someone listed so is called by, such as granny."""
    titles = lexicon("name_readings")["titles"]
    return frozenset(str(title) for title, forms in titles.items() if any(len(str(form)) > 1 for form in forms))


@cache
def _readings() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for syllable, characters in lexicon("name_readings")["readings"].items():
        for char in str(characters):
            found.setdefault(char, []).append(str(syllable))
    return found


def _syllable(char: str) -> str:
    """Return an expression for the readings of a character."""
    known = _readings().get(char)
    if not known:
        return _ANY
    spelt = [one.replace("v", other) for one in known for other in (_SPELT["v"] if "v" in one else ("",))]
    return spelt[0] if len(spelt) == 1 else f"(?:{'|'.join(spelt)})"
