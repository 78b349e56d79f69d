"""Trains the voice of copy, copy against viewers' comments: `python -m evals.training.train_voice`."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from copilot.shipped import folder
from evals.measuring.bench import bench_folder

DATASETS = Path(__file__).resolve().parents[1] / "datasets"
COPY = ("planted_breaches_*.jsonl", "lawful_copy_*.jsonl")
OPENED = "planted_breaches_v2_held"
"""The one held set that was opened; from no other is anything learnt."""
FOLDS, SEED = 5, 20261123
HEARD_AS_COPY, HEARD_AS_VIEWER = 0.07, 0.7
"""Shares of Douban comments of unseen films heard as copy, for which broad lists of ideas count, and plainly heard as
a viewer, on which the linter keeps quiet; by the table of unseen sets, copy is then heard as a viewer in under 1 %."""
LEAST_TEXTS, KEPT = 3, 9000
"""Texts a gram must occur in; grams kept, by weight."""
STRENGTH, COPY_WEIGHT = 10.0, 4.0
_GATED = "douban"
Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Texts:
    """Texts with what they are and what must not be split between training and test."""

    texts: Sequence[str]
    copy: NDArray[np.bool_]
    groups: Sequence[str]
    """Film of a comment, set of a piece of copy."""


def read() -> Texts:
    """Read every set of copy and the comments of the benchmark."""
    rows = [*_copy(), *_comments(bench_folder())]
    return Texts([text for text, _, _ in rows], np.array([is_copy for _, is_copy, _ in rows]), [g for _, _, g in rows])


def _copy() -> Iterator[tuple[str, bool, str]]:
    for pattern in COPY:
        for file in sorted(DATASETS.glob(pattern)):
            if file.stem.endswith("_held") and file.stem != OPENED:
                continue
            for line in file.read_text(encoding="utf-8").splitlines():
                yield "\n".join(json.loads(line)["fields"].values()), True, file.stem


def _comments(place: Path) -> Iterator[tuple[str, bool, str]]:
    files = (
        ("douban", place / "reviews_zh_douban_2022" / "comments.csv", "film_id", "comment", 1),
        ("maoyan", place / "reviews_zh_maoyan_2017" / "comments.csv", "movie_id", "comment", 3),
        ("top", place / "reviews_zh_douban_dmsc" / "top100_x_27films.csv", "film_en", "comment", 1),
        ("posts", place / "posts_zh_weibo2018" / "train.csv", "", "text", 2),
        ("critics", place / "reviews_en_critics" / "reviews.csv.gz", "id", "review", 6),
    )
    for name, file, film, text, step in files:
        with _opened(file) as lines:
            for number, row in enumerate(csv.DictReader(lines)):
                if row[text] and number % step == 0:
                    yield row[text], False, f"{name}-{row.get(film) or number % FOLDS}"


def _opened(file: Path) -> TextIO:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8-sig")
    return file.open(encoding="utf-8-sig", newline="")


def grams_of(text: str) -> set[str]:
    """Return the characters and pairs of characters of a text, as `Voice.score` reads them."""
    small = text.lower()
    return {*small, *map(add, small, small[1:])}


def features(texts: Sequence[str], vocabulary: dict[str, int]) -> sparse.csr_matrix:
    """Lay texts out as rows of 1/sqrt(number of grams) for the grams of the vocabulary."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        grams = grams_of(text)
        for gram in grams & vocabulary.keys():
            rows.append(row)
            columns.append(vocabulary[gram])
            values.append(1 / np.sqrt(len(grams)))
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary)))


def fit(texts: Sequence[str], copy: NDArray[np.bool_]) -> tuple[dict[str, float], float]:
    """Fit the weights; grams of little weight are left out."""
    seen = Counter(gram for text in texts for gram in grams_of(text))
    vocabulary = {gram: at for at, gram in enumerate(sorted(g for g, n in seen.items() if n >= LEAST_TEXTS))}
    model = LogisticRegression(C=STRENGTH, max_iter=1000, class_weight={True: COPY_WEIGHT, False: 1.0})
    model.fit(features(texts, vocabulary), copy)
    strongest = sorted(vocabulary, key=lambda gram: -abs(model.coef_[0][vocabulary[gram]]))[:KEPT]
    return {gram: round(float(model.coef_[0][vocabulary[gram]]), 2) for gram in strongest}, float(model.intercept_[0])


def scores(texts: Sequence[str], weights: dict[str, float], base: float) -> Reals:
    """Score texts as the product does."""
    vocabulary = {gram: at for at, gram in enumerate(weights)}
    return np.asarray(features(texts, vocabulary) @ np.array(list(weights.values())) + base)


def folds_of(data: Texts) -> NDArray[np.int64]:
    """Give each text a fold; texts of one film or set share theirs."""
    names = sorted(set(data.groups))
    fold_of = dict(zip(names, np.random.default_rng(SEED).permutation(len(names)) % FOLDS, strict=True))
    return np.array([fold_of[group] for group in data.groups])


def unseen_scores(data: Texts) -> Reals:
    """Score every text by a model that saw neither its film nor its set."""
    folds = folds_of(data)
    found = np.zeros(len(data.texts))
    for fold in range(FOLDS):
        train, test = np.flatnonzero(folds != fold).tolist(), np.flatnonzero(folds == fold)
        weights, base = fit([data.texts[at] for at in train], data.copy[train])
        found[test] = scores([data.texts[at] for at in test.tolist()], weights, base)
    return found


def main() -> int:
    """Choose the threshold on unseen films, fit on everything and write the model with its card."""
    data = read()
    unseen = unseen_scores(data)
    gated = np.array([group.startswith(_GATED) for group in data.groups])
    least, most = (float(np.quantile(unseen[gated], share)) for share in (1 - HEARD_AS_COPY, HEARD_AS_VIEWER))
    sets = np.array(_sets(data))
    heard, viewer = (
        {str(name): round(float(wanted[sets == name].mean()), 3) for name in np.unique(sets)}
        for wanted in (unseen >= least, unseen < most)
    )
    weights, base = fit(data.texts, data.copy)
    card = {
        "data": "copy: every set of evals/datasets; comments: the benchmark's Chinese and English reviews",
        "unseen": "shares by models that saw neither the film nor the set",
        "heard_as_copy": heard,
        "heard_as_viewer": viewer,
        "made_by": "python -m evals.training.train_voice",
    }
    model = {
        "card": card,
        "base": round(base, 3),
        "least": round(least, 3),
        "most": round(most, 3),
        "weights": dict(sorted(weights.items())),
    }
    out = folder("knowledge") / "compliance" / "voice.json"
    out.write_text(json.dumps(model, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    sys.stdout.write(
        json.dumps(card, ensure_ascii=False, indent=1) + f"\n{least:.3f} {most:.3f} {len(weights)} grams\n"
    )
    return 0


def _sets(data: Texts) -> list[str]:
    """Name each text's set of copy, or the source of a comment."""
    return [group if copy else group.split("-")[0] for group, copy in zip(data.groups, data.copy, strict=True)]


if __name__ == "__main__":
    raise SystemExit(main())
