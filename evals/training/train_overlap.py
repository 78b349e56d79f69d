"""Learns when the sentence that shares most with a question answers it, and reports how well by author.

Run: python -m evals.training.train_overlap [--questions FILE …] [--write].
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from copilot.agent.answer_overlap import FILE, NAMES, features, ranked
from copilot.agent.answering import understood
from copilot.agent.at_hand import AtHand
from copilot.agent.question import read_question
from copilot.services.cases import read_case
from copilot.services.search import search
from copilot.services.workspace import Workspace
from copilot.shipped import folder
from evals.measuring.answers import DATASETS, read_questions
from evals.measuring.films import open_workspace

QUESTIONS = tuple(DATASETS / f"questions_{version}.jsonl" for version in ("v1", "v2", "v3", "v4_dev", "v5_dev"))
PENALTY = 0.5


def described(workspace: Workspace, rows: Sequence[dict[str, object]]) -> Iterator[tuple[list[float], bool]]:
    """Yield the features of each question beside its best sentence, and whether that says what the answer must."""
    for row in rows:
        film, text, must = str(row["film"]), str(row["text"]), row.get("must")
        wanted = [re.sub(r"\s", "", str(one)) for one in must if one] if isinstance(must, list) else []
        if row["kind"] == "answerable" and not wanted:
            continue
        read = read_case(workspace, film)
        asked = read_question(text, read.case.dossier, read.case.as_of)
        asked = understood(asked, read.case.dossier, workspace.embedder)
        documents = workspace.store.audience.documents(film)
        hits = search(workspace, text, film=film, top=12)
        at_hand = AtHand(read.case, hits, read.diagnosis, read.figures, documents=documents)
        found = ranked(asked, at_hand)
        if found:
            said = re.sub(r"\s", "", found[0].unit.text)
            right = row["kind"] == "answerable" and any(one in said for one in wanted)
            yield features(asked, at_hand, found), right


def main() -> int:
    """Report the area under the curve with each author held out in turn, then fit on everything."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="*", default=QUESTIONS)
    parser.add_argument("--write", action="store_true", help="write the parameters into knowledge/")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        workspace, _ = open_workspace(Path(place))
        sets = [list(described(workspace, read_questions([file]))) for file in given.questions]
    values = np.array([row for rows in sets for row, _ in rows])
    right = np.array([good for rows in sets for _, good in rows])
    authors = np.repeat(np.arange(len(sets)), [len(rows) for rows in sets])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY, max_iter=1000))
    folds = GroupKFold(len(sets))
    told = cross_val_predict(model, values, right, groups=authors, cv=folds, method="predict_proba")[:, 1]
    sys.stdout.write(f"n {len(right)}, answer {right.sum()}; AUC by author {roc_auc_score(right, told):.3f}\n")
    if given.write:
        model.fit(values, right)
        _write(model[0].mean_, model[0].scale_, model[1].coef_[0], float(model[1].intercept_[0]))
    return 0


def _write(mean: np.ndarray, scale: np.ndarray, weights: np.ndarray, bias: float) -> None:
    """Write the weights for plain features, scaling taken into them."""
    plain = weights / scale
    held = {name: round(float(value), 4) for name, value in zip(NAMES, plain, strict=True)}
    held["bias"] = round(bias - float((plain * mean).sum()), 4)
    path = folder("knowledge") / "parameters" / FILE
    path.write_text(json.dumps({"weights": held}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
