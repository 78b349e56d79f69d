"""Keeps closed spoilers out of the material copy is made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.domain.film import Dossier

_ENOUGH = 0.45
"""Share of a spoiler's word pairs that, met in one text, tells it; chosen well below what a paraphrase keeps."""
_HINT = 2
"""Telling word pairs of a spoiler that make a viewer's sentence too close to it: a three-character word has two."""
_FUNCTION = frozenset("的了是在有个这那一不没我你他她它们就都也还和与到把被让给着过说去来上下里才又很会能想要得地之其")


@dataclass(frozen=True)
class Secrets:
    """The word pairs of every spoiler still closed, without the words everyone may know."""

    pairs: tuple[frozenset[str], ...]
    telling: tuple[frozenset[str], ...] = ()
    """Of each, the pairs that carry meaning and stand nowhere in what the dossier tells the public."""

    def tells(self, text: str) -> bool:
        """Say whether a text gives one of the closed spoilers away."""
        met = pairs_of(text)
        return any(len(met & secret) >= _ENOUGH * len(secret) for secret in self.pairs if secret)

    def hints(self, text: str) -> bool:
        """Say whether words from outside come close to a closed spoiler; stricter than `tells`, for viewers' words."""
        met = pairs_of(text)
        near = any(len(met & secret) >= min(_HINT, len(secret)) for secret in self.telling if secret)
        return near or self.tells(text)


def closed_secrets(dossier: Dossier, day: int) -> Secrets:
    """Collect what may not be told on a day of release (release day is 1)."""
    closed = [pairs_of(spoiler.text) for spoiler in dossier.spoilers_closed_on(day)]
    names = pairs_of(" ".join(dossier.names()))
    public = pairs_of(" ".join([dossier.synopsis, dossier.core_emotion, dossier.positioning, *dossier.names()]))
    telling = ({p for p in pairs - public if not _FUNCTION & set(p) or p.isascii()} for pairs in closed)
    return Secrets(tuple(frozenset(pairs - names) for pairs in closed), tuple(map(frozenset, telling)))


def pairs_of(text: str) -> set[str]:
    """Return the pairs of neighbouring Han characters and the longer Latin words of a text."""
    runs: Sequence[str] = re.findall(r"[㐀-鿿]+", text)
    han = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    return han | {word for word in re.findall(r"[a-z']+", text.lower()) if len(word) > 3}
