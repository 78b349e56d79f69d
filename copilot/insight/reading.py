"""Read a batch of texts once: language, words found, clauses, and the polarity of texts and of their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.insight.clauses import Clauses, cut_clauses
from copilot.insight.codes import Codes, Mask, lay_out
from copilot.insight.lexicon import Lexicon, Matches
from copilot.insight.negation import denied
from copilot.insight.ngrams import count, english_texts, grams
from copilot.insight.sentiment import Floats, PolarityModel
from copilot.insight.signal_rules import Found, Scope

OWN = np.float32(0.75)
"""Share of a part's polarity that its own words decide; its text decides the rest."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What all further steps look at."""

    codes: Codes
    english: Mask
    p_positive: Floats
    polarity: Floats
    found: Found
    segment_of: NDArray[np.int32]
    """Number of the segment of every code: a clause, or the part of a clause that speaks of one aspect."""
    segment_mood: Floats
    """(segments,) polarity, −1 to 1."""


def read_batch(texts: Sequence[str], lexicon: Lexicon, model: PolarityModel) -> Reading:
    """Read texts; any string is fine."""
    codes = lay_out(texts)
    english = english_texts(codes)
    matches = lexicon.find(codes)
    turns = matches.start[matches.concept == lexicon.concepts.index("cues.contrast")]
    clauses = cut_clauses(codes, turns)
    negation = lexicon.concepts.index("cues.negation")
    occurrences = grams(codes, english)
    scores = model.scores(count(occurrences, codes.text_of), len(codes), english)
    p_positive = model.probabilities(scores, english)
    polarity = p_positive * 2 - 1
    segment_of = _segments(codes, clauses, matches, lexicon)

    def mood(part_of: NDArray[np.int32]) -> Floats:
        text = codes.text_of[_firsts(part_of)]
        own = model.scores(count(occurrences, part_of), len(text), english[text])
        return OWN * (model.probabilities(own, english[text]) * 2 - 1) + (1 - OWN) * polarity[text]

    place: dict[Scope, NDArray[np.int32]] = {
        "clause": clauses.clause_of,
        "sentence": clauses.sentence_of,
        "text": codes.text_of,
    }
    found = Found(
        matches,
        denied(matches, codes, clauses, negation),
        {scope: part_of[matches.start] for scope, part_of in place.items()},
        {scope: codes.text_of[_firsts(part_of)] for scope, part_of in place.items()},
        {"clause": mood(clauses.clause_of), "sentence": mood(clauses.sentence_of), "text": polarity},
    )
    return Reading(codes, english, p_positive, polarity, found, segment_of, mood(segment_of))


def _firsts(part_of: NDArray[np.int32]) -> NDArray[np.int64]:
    """Where each part begins."""
    return np.flatnonzero(np.diff(part_of, prepend=-1))


def _segments(codes: Codes, clauses: Clauses, matches: Matches, lexicon: Lexicon) -> NDArray[np.int32]:
    """Cut clauses further where a second aspect is named (剧情好演技差 gives 剧情好 and 演技差)."""
    aspects = np.array([name.startswith("aspects.") for name in lexicon.concepts])
    chosen = aspects[matches.concept]
    start, concept = matches.start[chosen], matches.concept[chosen]
    clause = clauses.clause_of[start]
    second = np.zeros(len(start), np.bool_)
    second[1:] = (clause[1:] == clause[:-1]) & (concept[1:] != concept[:-1]) & (start[1:] != start[:-1])
    opens = np.zeros(len(codes.codes), np.bool_)
    opens[clauses.first] = True
    opens[start[second]] = True
    return np.cumsum(opens, dtype=np.int32) - np.int32(1)
