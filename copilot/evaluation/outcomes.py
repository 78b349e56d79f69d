"""Says whether a line tells the outcome a spoiler tells: the same kind of end of the same person, in any words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from copilot.domain.film import Character, Dossier
from copilot.domain.value import is_cjk
from copilot.evaluation.lexicons import one_of
from copilot.evaluation.patterns import pattern
from copilot.evaluation.text import tagged

_ASKING = re.compile(r"[?？]\s*[”」』\"]?\s*$")
_ENGLISH_WORD = re.compile(r"[A-Za-z]{5,}")
_WEAK_NOTE_WORDS = frozenset({"young", "years", "woman", "their", "which", "without", "about"})


@dataclass(frozen=True)
class Outcome:
    """What a spoiler gives away: its kinds of end, and the words that name whom it befalls."""

    kinds: tuple[str, ...]
    people: re.Pattern[str] | None


class Outcomes:
    """Reads outcomes with the kinds of `knowledge/consistency/outcomes.yaml`.

    Args:
        kinds: Kind → language → pattern.
    """

    def __init__(self, kinds: Mapping[str, Mapping[str, str]]) -> None:
        self._kinds = {kind: re.compile("|".join(patterns.values()), re.IGNORECASE) for kind, patterns in kinds.items()}
        self.of = lru_cache(maxsize=512)(self._of)

    def _of(self, spoiler: str, people: tuple[str, ...]) -> Outcome:
        kinds = tuple(kind for kind, pattern in self._kinds.items() if pattern.search(spoiler))
        return Outcome(kinds, one_of(people) if people else None)

    def is_told(self, text: str, spoiler: str, dossier: Dossier) -> bool:
        """Say whether a sentence tells a spoiler's kind of end of someone the spoiler speaks of.

        A question leaves the end open. A pronoun stands for a person only when the sentence names nobody else.
        """
        outcome = self.of(spoiler, _people(spoiler, dossier))
        if not outcome.people or _ASKING.search(text) or not self._tells_end(text, outcome.kinds):
            return False
        if outcome.people.search(text):
            return True
        others = [name for name in dossier.names() if name in text]
        return not others and bool(pattern("outcome.pronoun").search(text))

    def _tells_end(self, text: str, kinds: Sequence[str]) -> bool:
        return any(self._kinds[kind].search(text) for kind in kinds)


@lru_cache(maxsize=512)
def _people_of(spoiler: str, characters: tuple[Character, ...]) -> tuple[str, ...]:
    named = [one for one in characters if any(part in spoiler for part in short_names(one.name))]
    words = [word for one in named for word in (*short_names(one.name), *_callings(one.note))]
    return tuple(dict.fromkeys([*words, *pattern("outcome.kin").findall(spoiler)]))


def _people(spoiler: str, dossier: Dossier) -> tuple[str, ...]:
    return _people_of(spoiler, tuple(dossier.characters))


def short_names(name: str) -> list[str]:
    """List a name and the short forms people call it by: 扎西多吉 → 扎西, 多吉; Joe Lamb → Joe, Lamb."""
    if not any(map(is_cjk, name)):
        return [name, *(part for part in name.split() if len(part) > 2)] if " " in name else [name]
    return [name, name[-2:], name[:2]] if len(name) >= 4 else [name, *([name[-2:]] if len(name) == 3 else [])]


def _callings(note: str) -> Iterable[str]:
    """Words a character's note calls them by: 邮递员, 徒弟, fisherman."""
    if not any(map(is_cjk, note)):
        return [word for word in _ENGLISH_WORD.findall(note) if word.lower() not in _WEAK_NOTE_WORDS]
    return [word for word, kind in tagged(note) if kind.startswith("n") and kind != "nr" and len(word) >= 2]
