"""What promises look like in materials and in viewers' words: the shipped lexicon, compiled for one film."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import yaml

from copilot.domain.diagnosis import PROMISE_KINDS
from copilot.domain.film import Dossier
from copilot.errors import KnowledgeError
from copilot.shipped import folder

TAKING_PART = "taking_part"
"""Read like a promise though none: whether viewers find a way to take part."""
_NEGATED = re.compile(
    r"(?:不|没|没有|毫不|并不|并没|一点不|一点也不|丝毫不|毫无|无|别|未|hardly|not|never|isn't|wasn't|aren't|n't|no|without)"
    r"(?:太|是|那么|怎么|很|会|至于|觉得|有|被|a|an|the|at all|really|so|too|very|any)?\s*$",
    re.IGNORECASE,
)
"""What may stand right before a word to turn it round."""
_QUOTING = ("“", "「", "『", '"', "说好的", "所谓", "所谓的", "号称", "so-called ")
"""What shows that a word is the campaign's, not the viewer's."""
_LOOK_BACK = 12


@dataclass(frozen=True)
class Wording:
    """How one promise is made and reported on; patterns are None where the lexicon has no words."""

    key: str
    """kind.subtype."""
    claims: re.Pattern[str] | None
    hopes: re.Pattern[str] | None
    kept: re.Pattern[str] | None
    broken: re.Pattern[str] | None

    @property
    def kind(self) -> str:
        """The kind of promise."""
        return self.key.partition(".")[0]

    def spans(self, side: str, text: str) -> list[tuple[int, int]]:
        """Find where a text reports on the promise; negated words are left out."""
        pattern: re.Pattern[str] | None = getattr(self, side)
        if pattern is None:
            return []
        found = []
        for match in pattern.finditer(text):
            # Patterns that bring their own negation (不好笑) are meant as they stand.
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
            if not _NEGATED.search(before) and not before.endswith(_QUOTING):
                found.append(match.span())
        return found


def wordings_for(dossier: Dossier) -> dict[str, Wording]:
    """Compile the lexicon for a film: the star's words are filled with its actors' and characters' names."""
    people = {actor for c in dossier.characters for actor in [c.actor] if actor.strip()}
    cast_roles = ("主演", "联合主演", "演员", "cast", "starring", "stars", "actors")
    people |= {person for role, group in dossier.credits.items() if role.casefold() in cast_roles for person in group}
    return _compiled(tuple(sorted(people)))


@cache
def _compiled(people: tuple[str, ...]) -> dict[str, Wording]:
    names = "(?:" + "|".join(re.escape(person) for person in people) + ")" if people else ""
    found = {}
    for key, sides in _read().items():
        own = {
            side: [w.replace("{name}", names) for w in words if names or "{name}" not in w]
            for side, words in sides.items()
        }
        if key.startswith("star.") and names:
            own["claims"] = own["hopes"] = [names]
        found[key] = Wording(key, *(_pattern(own[side]) for side in ("claims", "hopes", "kept", "broken")))
    return found


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    # English words are matched whole, Chinese ones anywhere: neither script marks the other's borders.
    parts = [rf"\b(?:{word})\b" if re.match(r"[A-Za-z(]", word) and word.isascii() else word for word in words]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    path = folder("knowledge") / "lexicons" / "promises.yaml"
    try:
        found: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text("utf-8"))
        for key, sides in found.items():
            if key.partition(".")[0] not in (*PROMISE_KINDS, TAKING_PART) or set(sides) != {
                "claims",
                "hopes",
                "kept",
                "broken",
            }:
                raise KnowledgeError(f"reading {path.name}", f"{key!r} is not a promise entry", "Restore the file.")
    except (OSError, yaml.YAMLError, AttributeError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error
    return found


def wording_keys() -> tuple[str, ...]:
    """List every promise of the lexicon, as kind.subtype."""
    return tuple(_read())
