"""Judge again, by a sentence encoder, the texts whose polarity the n-grams leave uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot import shipped
from copilot.errors import KnowledgeError
from copilot.insight.codes import Mask, lay_out
from copilot.insight.ngrams import count, english_texts, grams
from copilot.insight.sentiment import Floats, PolarityModel
from copilot.ports import Embedder

LONGEST = 400
"""Characters of a text that are embedded: nine in ten reviews are shorter, and encoding costs by length."""
_NEVER = 12.0
"""Log-odds that stand for certainty."""


@dataclass(frozen=True, eq=False)
class Refinement:
    """Weights that join what n-grams make of a text with its sentence vector, for each language.

    A text is uncertain when its log-odds lie within `edge` of zero; the others keep what the default tier says, so a
    text is judged the same alone as among others.
    """

    trust: Floats
    """(2,) factor on the bare n-gram score: Chinese, English."""
    weight: Floats
    """(2, dimension) on the vector of the text."""
    constant: Floats
    """(2,)."""
    edge: float
    encoder: str
    """Name of the encoder it was trained with; vectors of another mean nothing to it."""
    version: str

    def uncertain(self, p_positive: Floats) -> Mask:
        """Mark the probabilities near one half."""
        return np.asarray(np.abs(log_odds(p_positive)) < self.edge, dtype=np.bool_)

    def judge(self, scores: Floats, vectors: Floats, english: Mask) -> Floats:
        """Return the probability of being pleased, (n,).

        Args:
            scores: (n,) what the n-grams say, untaught by the encoder.
            vectors: (n, dimension) sentence vectors.
            english: (n,) which are English.
        """
        side = english.astype(np.int8)
        heard = np.einsum("ij,ij->i", vectors, self.weight[side])
        odds = scores * self.trust[side] + heard + self.constant[side]
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -_NEVER, _NEVER))), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Refiner:
    """The slower tier: a refinement with the embedder it was trained with."""

    refinement: Refinement
    model: PolarityModel
    embedder: Embedder
    everything: bool = False
    """Judge again even what is certain: best and slowest."""

    @classmethod
    def load(cls, model: PolarityModel, embedder: Embedder, *, everything: bool = False) -> Refiner:
        """Load the refinement that ships.

        Raises:
            KnowledgeError: The file is missing or malformed, or was trained with another encoder.
        """
        refinement = read_refinement(shipped.folder("knowledge") / "lexicons" / "polarity_refined.npz")
        if embedder.model != refinement.encoder:
            found = f"{embedder.model} embeds, the slower tier was trained with {refinement.encoder}"
            raise KnowledgeError("refining polarity", found, "Train both anew: make train-encoder, train-polarity.")
        return cls(refinement, model, embedder, everything)

    @property
    def version(self) -> str:
        """Name of its parameters."""
        return self.refinement.version

    def refine(self, texts: Sequence[str], p_positive: Floats, english: Mask) -> tuple[Floats, Mask]:
        """Judge the uncertain texts again.

        Args:
            texts: Any strings.
            p_positive: (n,) what the default tier says.
            english: (n,) which are English.

        Returns:
            (n,) probabilities, and (n,) which of them were judged again; blank texts keep what they have.
        """
        spoken = np.array([bool(text.strip()) for text in texts], dtype=np.bool_)
        again = spoken & (self.refinement.uncertain(p_positive) | self.everything)
        refined = p_positive.astype(np.float32)
        rows = np.flatnonzero(again)
        own = [texts[row] for row in rows.tolist()]
        vectors = self.embedder.passages([text[:LONGEST] for text in own])
        refined[rows] = self.refinement.judge(bare_scores(own, self.model), vectors, english[rows])
        return refined, again


def bare_scores(texts: Sequence[str], model: PolarityModel) -> Floats:
    """Score texts by their n-grams alone, (n,); 0 without any known one."""
    codes = lay_out(texts)
    english = english_texts(codes)
    counts = count(grams(codes, english), codes.text_of)
    return model.bare_scores(counts, len(codes), english)


def log_odds(p_positive: NDArray[np.floating]) -> Floats:
    """Return log-odds, within 12 either side."""
    p = np.clip(p_positive.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.clip(np.log(p / (1 - p)), -_NEVER, _NEVER), dtype=np.float32)


def read_refinement(path: Path) -> Refinement:
    """Read a refinement written by `evals.training.train_refinement`.

    Raises:
        KnowledgeError: The file is missing or does not hold one.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            trust, weight, constant = (held[name].astype(np.float32) for name in ("trust", "weight", "constant"))
            edge, encoder, version = float(held["edge"]), str(held["encoder"]), str(held["version"])
            return Refinement(trust, weight, constant, edge, encoder, version)
    except (OSError, EOFError, KeyError, ValueError) as error:
        raise KnowledgeError(
            "reading the polarity refinement", f"{path} {error}", "Install again, or train it: make train-polarity."
        ) from error
