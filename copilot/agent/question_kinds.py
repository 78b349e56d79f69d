"""Tells by meaning what kind of thing a question asks for: a small classifier over its vector and its slots."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from copilot.agent.lexicon_words import answer_words, slot_words, speaks
from copilot.agent.question import Question
from copilot.errors import KnowledgeError
from copilot.shipped import folder

FILE = "question_kinds.npz"
SLOT_WEIGHT = 0.6
"""What a slot that is filled counts beside the unit vector of the meaning; 0.3 to 1 gave the same within noise."""
_SLOTS = (
    "series", "windows", "extreme", "total", "measure", "platforms", "about_reviews", "aspect", "polarity", "topic",
    "quoted", "counted", "asks_why", "verifies", "rivals", "speaks_of_fall", "numbers",
)  # fmt: skip
_WORDS = ("posts", "lines", "exists", "describes", "plays", "lists", "moves", "sells")
_WANTS = ("who", "when", "how_many")


@dataclass(frozen=True, eq=False)
class KindModel:
    """The classifier's parameters."""

    names: list[str]
    weights: NDArray[np.float32]
    """(features, kinds)."""
    bias: NDArray[np.float32]

    def read(self, features: NDArray[np.float32]) -> dict[str, float]:
        """Return the probability of each kind, the likeliest first."""
        scores = features @ self.weights + self.bias
        odds = np.exp(scores - scores.max())
        shares = odds / odds.sum()
        return {self.names[at]: float(shares[at]) for at in np.argsort(-shares)}


@cache
def shipped_kinds() -> KindModel:
    """Read the shipped classifier once."""
    path = folder("knowledge") / "parameters" / FILE
    try:
        with np.load(path) as held:
            return KindModel([str(name) for name in held["names"]], held["weights"], held["bias"])
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"reading {FILE}", repr(error), "Restore the shipped file.") from error


def masked(question: Question, names: Sequence[str]) -> str:
    """Write a question with its names, quoted words and dates replaced, so that only its manner of asking is left."""
    chinese = question.language == "zh"
    text = question.text
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(re.escape(name), "某人" if chinese else "somebody", text, flags=re.IGNORECASE)
    for words in question.quoted:
        text = text.replace(words, "某事" if chinese else "something")
    text = re.sub(r"\d{1,2}月\d{1,2}[日号]?", "那天", text)
    return text.strip() or "?"


def features_of(question: Question, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Join a question's vector (unit length) with its slots."""
    slots = [float(bool(getattr(question, name))) for name in _SLOTS]
    slots += [float(question.wants == want) for want in _WANTS]
    slots += [float(question.watched is not None), float(question.stars is not None)]
    slots += [float(speaks(slot_words()[name], question.folded)) for name in _WORDS]
    slots += [float(any(speaks(one, question.folded) for one in slot_words()["forms"].values()))]
    slots += [float(key in question.expects) for key in slot_words()["expects"]]
    slots += [float(key in question.intents) for key in answer_words()["intents"]]
    slots += [float(speaks(words, question.folded)) for words in answer_words()["needs"].values()]
    return np.concatenate([vector, SLOT_WEIGHT * np.array(slots, dtype=np.float32)]).astype(np.float32)
