"""Read a batch of texts once: language, words found, clauses, and the polarity of texts and of their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.domain.signals import ASPECTS
from copilot.insight.build import build_features, extremes, said_and_denied, tails
from copilot.insight.clauses import Clauses, cut_clauses
from copilot.insight.codes import Codes, Ints, Mask, lay_out
from copilot.insight.lexicon import Lexicon, Matches
from copilot.insight.negation import denied
from copilot.insight.ngrams import Grams, count, english_texts, grams
from copilot.insight.opinions import aspect_sides, judge_words
from copilot.insight.sentiment import Floats, PolarityModel, Pulls
from copilot.insight.signal_rules import Found, Scope

OWN = np.float32(0.75)
"""Share of a part's polarity that its own words decide; its text decides the rest."""
SAID = np.float32(0.6)
"""Share of a mention's polarity that judging words decide where they speak of it."""
OWN_OF_MENTION = np.float32(0.5)
"""`OWN` for mentions of aspects: their segments are shorter still.

Source of both: agreement of single mentions with stars on films the n-grams were not taught on (decision 0012).
"""


@dataclass(frozen=True, eq=False)
class Reading:
    """What all further steps look at."""

    codes: Codes
    english: Mask
    p_positive: Floats
    polarity: Floats
    found: Found
    topic_mood: Floats
    """(mentions of aspects, in the order of `found.matches`) polarity, −1 to 1."""
    topic_judged: Mask
    """(the same mentions) marks those that judging words speak of."""
    clauses: Clauses
    grams: Grams


def read_batch(texts: Sequence[str], lexicon: Lexicon, model: PolarityModel) -> Reading:
    """Read texts; any string is fine."""
    codes = lay_out(texts)
    english = english_texts(codes)
    matches = lexicon.find(codes)
    clauses = cut_clauses(codes, matches.start[matches.concept == lexicon.concepts.index("cues.contrast")])
    unsaid = denied(matches, codes, clauses, lexicon.concepts.index("cues.negation"))
    found_grams = grams(codes, english)
    parts = Parts(codes, english, clauses, model.pulls(found_grams), model)
    features = describe(parts, matches, unsaid, lexicon.concepts)
    p_positive = model.judge(features, english)
    polarity = p_positive * 2 - 1
    place: dict[Scope, NDArray[np.int32]] = {
        "clause": clauses.clause_of,
        "sentence": clauses.sentence_of,
        "text": codes.text_of,
    }
    mood: dict[Scope, Floats] = {
        "clause": parts.mood(parts.of_clauses, clauses.clause_of, polarity),
        "sentence": parts.mood(parts.of_sentences, clauses.sentence_of, polarity),
        "text": polarity,
    }
    found = Found(
        matches,
        unsaid,
        {scope: part_of[matches.start] for scope, part_of in place.items()},
        {scope: codes.text_of[firsts(part_of)] for scope, part_of in place.items()},
        mood,
    )
    moods, judged = _topic_moods(parts, matches, polarity, lexicon.concepts)
    return Reading(codes, english, p_positive, polarity, found, moods, judged, clauses, found_grams)


def build_of(texts: Sequence[str], lexicon: Lexicon, model: PolarityModel) -> Floats:
    """Describe how texts are built, (n, len(model.build_names)): what `PolarityModel.judge` is trained on."""
    codes = lay_out(texts)
    english = english_texts(codes)
    matches = lexicon.find(codes)
    clauses = cut_clauses(codes, matches.start[matches.concept == lexicon.concepts.index("cues.contrast")])
    unsaid = denied(matches, codes, clauses, lexicon.concepts.index("cues.negation"))
    parts = Parts(codes, english, clauses, model.pulls(grams(codes, english)), model)
    return describe(parts, matches, unsaid, lexicon.concepts)


def lexicon_paths(folder: Path) -> list[Path]:
    """Return the lexicon files that reading needs."""
    return [folder / f"{name}.yaml" for name in ("aspects", "topics", "opinions", "emotions", "cues")]


@dataclass(frozen=True, eq=False)
class Parts:
    """Scores parts of texts from one listing of their n-grams."""

    codes: Codes
    english: Mask
    clauses: Clauses
    pulls: Pulls
    model: PolarityModel

    @cached_property
    def of_clauses(self) -> Floats:
        """(clauses,) scores."""
        return self.scores(self.clauses.clause_of)

    @cached_property
    def of_sentences(self) -> Floats:
        """(sentences,) scores."""
        return self.scores(self.clauses.sentence_of)

    def scores(self, part_of: NDArray[np.int32]) -> Floats:
        """Score parts numbered in reading order without gaps, (parts,)."""
        text = self.codes.text_of[firsts(part_of)]
        return self.model.part_scores(self.pulls, part_of, self.english[text])

    def mood(self, scores: Floats, part_of: NDArray[np.int32], polarity: Floats, *, share: np.float32 = OWN) -> Floats:
        """Return the polarity of scored parts, coloured by that of their texts, which decides 1 − share."""
        text = self.codes.text_of[firsts(part_of)]
        own = self.model.probabilities(scores, self.english[text]) * 2 - 1
        return np.asarray(share * own + (1 - share) * polarity[text], dtype=np.float32)


def describe(parts: Parts, matches: Matches, unsaid: NDArray[np.bool_], concepts: tuple[str, ...]) -> Floats:
    """Describe how each text is built, (n, len(model.build_names))."""
    codes, clauses, n = parts.codes, parts.clauses, len(parts.codes)
    turns = matches.start[matches.concept == concepts.index("cues.turn")]
    halves = parts.model.part_scores(parts.pulls, tails(codes, turns), np.tile(parts.english, 2))
    lowest, highest, _ = extremes(parts.of_clauses, codes.text_of[clauses.first], n)
    sentence_text = codes.text_of[firsts(clauses.sentence_of)]
    _, _, last = extremes(parts.of_sentences, sentence_text, n)
    places = {
        "whole": parts.model.scores(count(parts.pulls.grams, codes.text_of), n, parts.english),
        "tail": halves[n:],
        "last": last,
        "lowest": lowest,
        "highest": highest,
    }
    said = said_and_denied(matches, unsaid, codes, len(concepts))
    return build_features(parts.model.build_names, places, said, concepts)


def firsts(part_of: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return where each part begins."""
    return np.flatnonzero(np.diff(part_of, prepend=-1))


def _topic_moods(parts: Parts, matches: Matches, polarity: Floats, concepts: tuple[str, ...]) -> tuple[Floats, Mask]:
    """Return the polarity of each mention of an aspect, by judging words or else by n-grams, and which are judged.

    N-grams of a few words say little: they are coloured by the text, or held towards neutral where the text turns.
    """
    codes, clauses = parts.codes, parts.clauses
    aspect = aspect_of(concepts)[matches.concept]
    topics = aspect >= 0
    segment_of = _segments(codes, clauses, matches.start[topics], aspect[topics])
    turns = np.zeros(len(codes), np.bool_)
    turns[codes.text_of[clauses.first[clauses.turned]]] = True
    text = np.where(turns, np.float32(0), polarity)
    heard = parts.mood(parts.scores(segment_of), segment_of, text, share=OWN_OF_MENTION)
    mood = heard[segment_of[matches.start[topics]]]
    said = aspect_sides(judge_words(matches, codes, clauses, concepts), matches, topics, codes, clauses)
    moods = np.where(np.nan_to_num(said) == 0, mood, SAID * said + (1 - SAID) * mood)
    return moods.astype(np.float32), np.isfinite(said)


def aspect_of(concepts: tuple[str, ...]) -> NDArray[np.int64]:
    """Return (concepts,) the number of the aspect whose words they hold, −1 for none."""
    numbers = {f"{kind}.{name}": i for i, name in enumerate(ASPECTS) for kind in ("aspects", "topics")}
    return np.array([numbers.get(concept, -1) for concept in concepts])


def _segments(codes: Codes, clauses: Clauses, start: Ints, aspect: Ints) -> NDArray[np.int32]:
    """Cut clauses further where a second aspect is named (剧情好演技差 gives 剧情好 and 演技差)."""
    clause = clauses.clause_of[start]
    second = np.zeros(len(start), np.bool_)
    second[1:] = (clause[1:] == clause[:-1]) & (aspect[1:] != aspect[:-1]) & (start[1:] != start[:-1])
    opens = np.zeros(len(codes.codes), np.bool_)
    opens[clauses.first] = True
    opens[start[second]] = True
    return np.cumsum(opens, dtype=np.int32) - np.int32(1)
