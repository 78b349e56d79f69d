"""Read polarity as a calibrated probability from n-grams, and from how a text is built around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.errors import KnowledgeError
from copilot.insight.codes import Ints, Mask
from copilot.insight.ngrams import BITS, Counts, Grams

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Pulls:
    """The n-grams of texts that a model knows, each with what it adds to a score."""

    grams: Grams
    pull: NDArray[np.float64]
    """Document frequency weight times weight."""
    size: NDArray[np.float64]
    """Squared document frequency weight: what it adds to the squared length."""


@dataclass(frozen=True, eq=False)
class PolarityModel:
    """Weights of n-gram buckets, and per language the calibration of scores and the weights of a text's build.

    The score of a text is the dot product of its tf-idf vector of unit length with the weights, plus a bias; the
    probability is a logistic function of the score. A text without any known n-gram scores NaN and gets one half.
    """

    weight: Floats
    """(2^BITS,); Chinese and English n-grams lie in different buckets."""
    idf: Floats
    """(2^BITS,); 0 for n-grams not seen in training."""
    bias: Floats
    """(2,) added to the score: Chinese, English."""
    slope: Floats
    """(2,) calibration of score to log-odds: Chinese, English."""
    offset: Floats
    """(2,) the same, constant part."""
    build: Floats
    """(2, len(build_names) + 1) log-odds of each build feature and a constant: Chinese, English."""
    build_names: tuple[str, ...]
    version: str
    untaught: Floats | None = None
    """(2^BITS,) the weights before a sentence encoder taught them, for the slower tier, which hears the encoder itself;
    None where they are the same."""
    usual: tuple[float, float] = (0.5, 0.5)
    """Share of pleased texts that the probabilities are calibrated for: Chinese, English."""

    def scores(self, counts: Counts, groups: int, english: Mask) -> Floats:
        """Score groups of n-grams, (groups,).

        Args:
            counts: What occurs in each group.
            groups: How many groups there are; those without known n-grams score NaN.
            english: (groups,) which are English.
        """
        values = self.idf[counts.bucket] * (1.0 + np.log(counts.times))
        total = np.bincount(counts.group, values * self.weight[counts.bucket], groups)
        norm = np.sqrt(np.bincount(counts.group, values * values, groups))
        side = english.astype(np.int8)
        scores = total / np.maximum(norm, 1e-6) + self.bias[side]
        return np.asarray(np.where(norm > 0, scores, np.nan), dtype=np.float32)

    def bare_scores(self, counts: Counts, groups: int, english: Mask) -> Floats:
        """Score groups as `scores` does, by the untaught weights; 0 for those without known n-grams."""
        own = self if self.untaught is None else replace(self, weight=self.untaught, untaught=None)
        return np.asarray(np.nan_to_num(own.scores(counts, groups, english)), dtype=np.float32)

    def pulls(self, occurrences: Grams) -> Pulls:
        """Look n-grams up once for all the parts that will be scored; unknown ones change no score and are left out."""
        known = np.flatnonzero(self.idf[occurrences.bucket])
        bucket = occurrences.bucket[known]
        idf = self.idf[bucket]
        pull, size = (idf * self.weight[bucket]).astype(np.float64), (idf * idf).astype(np.float64)
        return Pulls(Grams(bucket, occurrences.start[known]), pull, size)

    def part_scores(self, pulls: Pulls, part_of: NDArray[np.int32], english: Mask) -> Floats:
        """Score parts of texts without counting repeats within a part once: quicker, and parts are short.

        Args:
            pulls: Known n-grams of the texts.
            part_of: Part of every place, below len(english).
            english: (parts,) which are English.
        """
        part = part_of[pulls.grams.start]
        total = np.bincount(part, pulls.pull, len(english))
        norm = np.sqrt(np.bincount(part, pulls.size, len(english)))
        scores = total / np.maximum(norm, 1e-6) + self.bias[english.astype(np.int8)]
        return np.asarray(np.where(norm > 0, scores, np.nan), dtype=np.float32)

    def probabilities(self, scores: Floats, english: Mask) -> Floats:
        """Turn scores of parts into calibrated probabilities of being pleased, 0 to 1; NaN gives one half."""
        side = english.astype(np.int8)
        return _logistic(scores * self.slope[side] + self.offset[side])

    def judge(self, features: Floats, english: Mask) -> Floats:
        """Turn the build features of whole texts, (n, len(build_names)), into calibrated probabilities."""
        own = self.build[english.astype(np.int8)]
        return _logistic((features * own[:, :-1]).sum(axis=1) + own[:, -1])


def _logistic(odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(np.nan_to_num(odds), -12, 12))), dtype=np.float32)


def weigh(counts: Counts, idf: Floats, groups: int) -> tuple[Floats, Ints, Ints]:
    """Return tf-idf values of unit length as (values, buckets, row offsets): what the model is trained on."""
    values = idf[counts.bucket] * (1.0 + np.log(counts.times))
    norm = np.sqrt(np.bincount(counts.group, values * values, groups))
    values = values / np.maximum(norm, 1e-6)[counts.group]
    offsets = np.concatenate([[0], np.cumsum(np.bincount(counts.group, minlength=groups))])
    return values.astype(np.float32), counts.bucket.astype(np.int64), offsets.astype(np.int64)


def read_model(path: Path) -> PolarityModel:
    """Read a polarity model written by `evals.training.train_polarity`.

    Raises:
        KnowledgeError: The file is missing or does not hold such a model.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            weight, untaught, idf = (
                _spread(held["bucket"], held[name], float(held[step]))
                for name, step in (("weight", "weight_step"), ("untaught", "weight_step"), ("idf", "idf_step"))
            )
            numbers = {name: held[name].astype(np.float32) for name in ("bias", "slope", "offset")}
            names = tuple(map(str, held["build_names"]))
            build, version = held["build"].astype(np.float32), str(held["version"])
            chinese, english = held["usual"].tolist()
            return PolarityModel(
                weight,
                idf,
                **numbers,
                build=build,
                build_names=names,
                version=version,
                untaught=untaught,
                usual=(chinese, english),
            )
    except (OSError, EOFError, KeyError, ValueError) as error:
        raise KnowledgeError(
            "reading the polarity model", f"{path} {error}", "Install again, or train it: make train-polarity."
        ) from error


def _spread(bucket: Ints, steps: Ints, size: float) -> Floats:
    table = np.zeros(1 << BITS, np.float32)
    table[bucket] = steps.astype(np.float32) * size
    return table
