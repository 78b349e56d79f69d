"""Tells which rows of an export that holds several films are this film's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from copilot.ingest.job import FilmFacts

_NOISE = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
FilmKey = tuple[str, ...]
"""The cells of a row that name its film: title, foreign title, release id."""


def fold_title(title: str) -> str:
    """Fold a title for comparing: width, case, punctuation and white space do not matter."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", title).casefold())


class FilmFilter:
    """Chooses the rows of one film.

    Args:
        film: What the dossier says.
        tails: Words after a title that do not make it another film, such as IMAX or 国语.
        wanted: A name the user gave for this file; empty to go by the dossier.
    """

    def __init__(self, film: FilmFacts, tails: Iterable[str], wanted: str = "") -> None:
        names = [wanted] if wanted else film.names
        self._names = sorted({folded for name in names if (folded := fold_title(name))}, key=len, reverse=True)
        self._tails = sorted(map(fold_title, tails), key=len, reverse=True)

    def choose(self, keys: Iterable[FilmKey]) -> frozenset[FilmKey] | None:
        """Choose among the films of a file; None means every row counts.

        A file of one film is taken whole, however its title is spelled. Of several, those whose name is the film's
        count; only when there is none, the one whose name contains the film's or is contained in it, if there is just
        one and no sequel number tells them apart.
        """
        found = list(keys)
        if not self._names or len(found) <= 1:
            return None
        exact = frozenset(key for key in found if any(self._is(fold_title(part)) for part in key))
        if exact:
            return exact
        near = [key for key in found if any(self._resembles(fold_title(part)) for part in key)]
        return frozenset(near if len(near) == 1 else [])

    def matches(self, key: FilmKey) -> bool:
        """Say whether a name is the film's or resembles it."""
        folded = [fold_title(part) for part in key]
        return any(self._is(part) or self._resembles(part) for part in folded)

    def _is(self, name: str) -> bool:
        """Say whether a name is made of the film's names, a year and tails only; 1 marks a first part."""
        rest = name
        for known in self._names:
            rest = rest.replace(known, " ")
        if " " not in rest:
            return False
        for tail in self._tails:
            rest = rest.replace(tail, "")
        return _YEAR.sub("", rest).replace(" ", "") in ("", "1")

    def _resembles(self, name: str) -> bool:
        for known in self._names:
            short, long = sorted((known, name), key=len)
            if len(short) >= (2 if not short.isascii() else 5) and short in long:
                rest = long.replace(short, "", 1)
                if not rest[:1].isdigit() and not re.match(r"(?:ii|iii|iv|v|vi)\b|第?[二三四五六七八九十]", rest):
                    return True
        return False
