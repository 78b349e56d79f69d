"""Describe how a text is built: where it turns, its extremes, and the telling words it says or denies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from copilot.insight.codes import Codes
from copilot.insight.lexicon import Matches
from copilot.insight.sentiment import Floats

PLACES = ("whole", "tail", "last", "lowest", "highest")
"""Score of the text; then what its part after the last turn, its last sentence and its extreme clauses add to it."""


def build_features(
    names: tuple[str, ...], places: dict[str, Floats], said: NDArray[np.int8], concepts: tuple[str, ...]
) -> Floats:
    """Lay out the features a model names, (n, len(names)).

    Args:
        names: `PLACES` and concepts of the lexicon, in the model's order.
        places: Scores of each of `PLACES`, (n,) each; NaN where a text has no known n-gram.
        said: (n, len(concepts)) 1 said, −1 denied, 0 neither or both.
        concepts: Names of the lexicon's concepts.
    """
    whole = places["whole"]
    columns = []
    for name in names:
        if name in PLACES:
            columns.append(whole if name == "whole" else np.nan_to_num(places[name] - whole))
        else:
            columns.append(said[:, concepts.index(name)].astype(np.float32))
    return np.stack(columns, axis=1).astype(np.float32)


def said_and_denied(matches: Matches, denied: NDArray[np.bool_], codes: Codes, concepts: int) -> NDArray[np.int8]:
    """Return (n, concepts): 1 where a text says a concept, −1 where it denies it, 0 for neither or both."""
    table = np.zeros((2, len(codes), concepts), np.int8)
    table[denied.astype(np.int8), codes.text_of[matches.start], matches.concept] = 1
    return np.asarray(table[0] - table[1], dtype=np.int8)


def extremes(scores: Floats, text_of: NDArray[np.int32], texts: int) -> tuple[Floats, Floats, Floats]:
    """Return the lowest, highest and last score of each text's parts; NaN where none of them has one."""
    known = ~np.isnan(scores)
    score, owner = scores[known], text_of[known]
    low, high = np.full(texts, np.inf, np.float32), np.full(texts, -np.inf, np.float32)
    np.minimum.at(low, owner, score)
    np.maximum.at(high, owner, score)
    last = np.full(texts, np.nan, np.float32)
    last[owner] = score
    return np.where(np.isinf(low), np.nan, low), np.where(np.isinf(high), np.nan, high), last


def tails(codes: Codes, turns: NDArray[np.int64]) -> NDArray[np.int32]:
    """Give every code the number of its text, or that plus the number of texts behind the text's last turn."""
    last = np.full(len(codes), np.iinfo(np.int64).max)
    last[codes.text_of[turns]] = turns
    behind = np.arange(len(codes.codes)) >= last[codes.text_of]
    return (codes.text_of + behind.astype(np.int32) * np.int32(len(codes))).astype(np.int32)
