"""Decides which topics viewers raise can stand in a sentence as a noun."""

from __future__ import annotations

import re

from copilot.domain.film import Dossier
from copilot.writing.phrases import phrasebook

_LONGEST = {"zh": 12, "en": 40}
_NOUN = ("n", "vn", "an", "s")
_NEVER = ("r", "m", "y", "e", "o", "nr", "nt")
_OPENING = ("p", "c", "d", "u", "zg", "v")


def stands_as_noun(label: str, dossier: Dossier) -> bool:
    """Say whether a topic can be put where a sentence needs a noun phrase.

    Args:
        label: What viewers' words were gathered under.
        dossier: Its names are people, not topics; its tone may rule words out.
    """
    words = phrasebook(dossier.language).words
    if not 2 <= len(label) <= _LONGEST[dossier.language] or label.lower().removesuffix("'s") in _bare_names(dossier):
        return False
    if re.search(words["no_topic"], label) or any(re.search(rule, label) for rule in words["avoid"][:6]):
        return False
    return _is_phrase(label) if dossier.language == "zh" else bool(re.fullmatch(r"[A-Za-z']+( [A-Za-z']+){1,5}", label))


def _bare_names(dossier: Dossier) -> set[str]:
    names = [name.lower() for name in dossier.names()]
    return {*names, *(part for name in names for part in re.split(r"[·\s]", name))}


def _is_phrase(label: str) -> bool:
    """Accept Chinese that ends in a noun and begins neither with a preposition nor with a bare verb."""
    import rjieba

    if not re.fullmatch(r"[㐀-鿿]+", label):
        return False
    tagged = [(word, flag) for word, flag in rjieba.tag(label) if flag != "x"]
    if not tagged or any(flag in _NEVER for _, flag in tagged):
        return False
    opens_well = tagged[0][1] not in _OPENING or "的" in label
    return opens_well and tagged[0][1] not in ("p", "c", "d") and tagged[-1][1] in _NOUN
