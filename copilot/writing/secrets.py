"""Keeps closed spoilers out of the material copy is made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.domain.film import Dossier

_ENOUGH = 0.45
"""Share of a spoiler's word pairs that, met in one text, tells it; chosen well below what a paraphrase keeps."""


@dataclass(frozen=True)
class Secrets:
    """The word pairs of every spoiler still closed, without the words everyone may know."""

    pairs: tuple[frozenset[str], ...]

    def tells(self, text: str) -> bool:
        """Say whether a text gives one of the closed spoilers away."""
        met = pairs_of(text)
        return any(len(met & secret) >= _ENOUGH * len(secret) for secret in self.pairs if secret)


def closed_secrets(dossier: Dossier, day: int) -> Secrets:
    """Collect what may not be told on a day of release (release day is 1)."""
    common = pairs_of(" ".join(dossier.names()))
    return Secrets(tuple(frozenset(pairs_of(s.text) - common) for s in dossier.spoilers_closed_on(day)))


def pairs_of(text: str) -> set[str]:
    """Return the pairs of neighbouring Han characters and the longer Latin words of a text."""
    runs: Sequence[str] = re.findall(r"[㐀-鿿]+", text)
    han = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    return han | {word for word in re.findall(r"[a-z']+", text.lower()) if len(word) > 3}
