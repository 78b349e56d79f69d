"""Find the words of a lexicon in many texts at once, longest first, each as concept and span."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from copilot.errors import KnowledgeError
from copilot.insight.codes import Codes, Hashes, Ints, fold, lay_out

_SLOT_BITS = 20
_Marks = NDArray[np.bool_]
_LONGEST_LATIN = 5
"""Words in the longest English phrase of a lexicon."""


@dataclass(frozen=True, eq=False)
class Matches:
    """Words found, by start; a word that carries several concepts gives several rows."""

    start: Ints
    end: Ints
    """Exclusive."""
    concept: NDArray[np.int32]


@dataclass(frozen=True)
class Lexicon:
    """Concepts and the words that stand for them.

    Chinese words are found anywhere; words that begin with a Latin letter only as whole words, up to five in a row.
    """

    concepts: tuple[str, ...]
    words: tuple[tuple[str, int], ...]
    """(folded word, number of its concept)."""

    @cached_property
    def _entries(self) -> tuple[Hashes, Ints, NDArray[np.int32]]:
        """Sorted hashes of the distinct words, offset of each word's concepts, and the concepts."""
        grouped: dict[str, list[int]] = {}
        for word, concept in self.words:
            grouped.setdefault(word, []).append(concept)
        laid = lay_out(list(grouped))
        hashes = laid.hashes(laid.starts[:-1], laid.starts[1:] - 1)
        order = np.argsort(hashes)
        held = [sorted(set(values)) for values in grouped.values()]
        ordered = [held[i] for i in order]
        offsets = np.cumsum([0, *map(len, ordered)])
        return hashes[order], offsets, np.array([c for values in ordered for c in values], np.int32)

    @cached_property
    def _slots(self) -> NDArray[np.bool_]:
        slots = np.zeros(1 << _SLOT_BITS, np.bool_)
        slots[self._entries[0] >> np.uint64(64 - _SLOT_BITS)] = True
        return slots

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        """Lengths of the words that are found by window."""
        return tuple(sorted({len(word) for word, _ in self.words if not is_latin(word)}))

    def find(self, codes: Codes) -> Matches:
        """Find every word that does not lie inside a longer one."""
        found = [self._seek(codes.windows(length), length) for length in self._lengths]
        starts = [at for at, _, _ in found]
        ends = [at + length for at, _, length in found]
        entries = [entry for _, entry, _ in found]
        first, last = codes.words
        for count in range(1, _LONGEST_LATIN + 1):
            start, end = first[: max(len(first) - count + 1, 0)], last[count - 1 :]
            at, entry, _ = self._seek(codes.hashes(start, end), 0)
            starts.append(start[at])
            ends.append(end[at])
            entries.append(entry)
        return self._expand(np.concatenate(starts), np.concatenate(ends), np.concatenate(entries))

    def _seek(self, hashes: Hashes, length: int) -> tuple[Ints, Ints, int]:
        """Return positions whose hash is a word's, and which word."""
        at = np.flatnonzero(self._slots[hashes >> np.uint64(64 - _SLOT_BITS)])
        known = self._entries[0]
        entry = np.minimum(np.searchsorted(known, hashes[at]), len(known) - 1)
        right = known[entry] == hashes[at]
        return at[right], entry[right], length

    def _expand(self, start: Ints, end: Ints, entry: Ints) -> Matches:
        """Order matches by start, give each concept its row, and drop those inside longer ones.

        What a review speaks of is spoken of inside a cue too (票价 in 不值这个票价): an aspect yields only to
        longer words for aspects and to what shields words from being misread. Hints at aspects and judging words
        hide no word of another lexicon; they yield to longer words of their own kind, hints to aspects too.
        """
        order = np.lexsort((-end, start))
        start, end, entry = start[order], end[order], entry[order]
        _, offsets, concepts = self._entries
        counts = offsets[entry + 1] - offsets[entry]
        row = np.repeat(np.arange(len(entry)), counts)
        within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
        concept = concepts[offsets[entry[row]] + within]
        aspect, cover, hint, opinion = self._kinds
        free = _uncovered(~(hint | opinion), row, concept, end)[row]
        open_to_aspects = _uncovered(cover, row, concept, end)[row]
        open_to_hints = _uncovered(cover | hint, row, concept, end)[row]
        open_to_opinions = _uncovered(opinion, row, concept, end)[row]
        kept = np.select(
            [opinion[concept], hint[concept]],
            [open_to_opinions, open_to_hints],
            free | (aspect[concept] & open_to_aspects),
        )
        return Matches(start[row[kept]], end[row[kept]], concept[kept])

    @cached_property
    def _kinds(self) -> tuple[_Marks, _Marks, _Marks, _Marks]:
        """(concepts,) marks of aspects, of what hides words for them, of hints at them, and of judging words."""
        aspect, hint, opinion = (
            np.array([name.startswith(kind) for name in self.concepts], np.bool_)
            for kind in ("aspects.", "topics.", "opinions.")
        )
        return aspect, aspect | np.array([name == "cues.shield" for name in self.concepts], np.bool_), hint, opinion


def _uncovered(hides: _Marks, row: Ints, concept: NDArray[np.int32], end: Ints) -> _Marks:
    """Mark the entries that do not lie inside an earlier or longer one with a concept that hides."""
    hiding = np.zeros(len(end), np.bool_)
    hiding[row[hides[concept]]] = True
    return end > _reach(np.where(hiding, end, -1))


def _reach(end: Ints) -> Ints:
    """Return how far the words before each reach."""
    return np.maximum.accumulate(np.concatenate([np.full(1, -1), end]))[:-1]


def is_latin(word: str) -> bool:
    """Say whether a word is found as whole English words."""
    return word[0].isascii() and word[0].isalnum()


def read_lexicon(paths: Iterable[Path]) -> Lexicon:
    """Read lexicon files, each a mapping of concepts to lists of words; concepts are named `file.concept`.

    Raises:
        KnowledgeError: A file is not such a mapping, or a word is empty.
    """
    concepts: list[str] = []
    words: list[tuple[str, int]] = []
    for path in paths:
        for name, listed in _read(path).items():
            concepts.append(f"{path.stem}.{name}")
            words.extend((fold(word), len(concepts) - 1) for word in listed)
    return Lexicon(tuple(concepts), tuple(words))


def _read(path: Path) -> Mapping[str, list[str]]:
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(loaded, dict):
        raise _wrong(path, f"a {type(loaded).__name__}")
    for concept, listed in loaded.items():
        odd = (
            [word for word in listed if not isinstance(word, str) or not word.strip()]
            if isinstance(listed, list)
            else [listed]
        )
        if odd:
            raise _wrong(path, f"{odd[0]!r} under {concept!r}")
    return loaded


def _wrong(path: Path, found: str) -> KnowledgeError:
    return KnowledgeError(
        f"reading the lexicon {path.name}",
        f"expected concepts with lists of words, found {found[:80]}",
        "Write every concept as a list of quoted words.",
    )
