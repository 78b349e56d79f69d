"""Reads the judged retrieval sets of the benchmark data and scores rankings against them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from copilot.domain.passage import Passage, Query
from copilot.domain.value import language_of
from copilot.retrieval.sentences import cut


@dataclass(frozen=True)
class Judged:
    """Passages, queries, and which sources answer each query."""

    passages: list[Passage]
    ids: list[str]
    queries: list[Query]
    relevant: list[set[str]]
    """Sources, one set a query."""
    group: list[str]
    """Dialogue or document of each query: what belongs together is never split between training and test."""


def read_judged(folder: Path, corpus: str, queries: str, qrels: str) -> Judged:
    """Read a set as the product would import it: documents of one film, cut into passages, `_id` kept as source."""
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (folder / qrels).read_text(encoding="utf-8").splitlines()[1:]:
        query, document, _ = line.split("\t")
        relevant[query].add(document)
    rows = [json.loads(line) for line in (folder / queries).read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["_id"] in relevant]
    return Judged(
        passages=[passage for line in _lines(folder / corpus) for passage in _passages(json.loads(line))],
        ids=[row["_id"] for row in rows],
        queries=[Query(text=row["text"], history=row.get("history", [])) for row in rows],
        relevant=[relevant[row["_id"]] for row in rows],
        group=["_".join(row["_id"].split("_")[:-1]) for row in rows],
    )


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _passages(row: dict[str, str]) -> list[Passage]:
    return [
        Passage(
            id=f"{row['_id']}#{number}",
            film="bench",
            kind="document",
            source=row["_id"],
            text=piece,
            title=row.get("title", ""),
            language=language_of(piece),
        )
        for number, piece in enumerate(cut(row["text"]))
    ]


def ndcg(ranked: Sequence[str], relevant: set[str], *, top: int = 10) -> float:
    """Normalised discounted cumulative gain with binary relevance; Järvelin and Kekäläinen 2002."""
    discount = 1 / np.log2(np.arange(top) + 2)
    gain = sum(discount[at] for at, source in enumerate(ranked[:top]) if source in relevant)
    return float(gain / discount[: min(top, len(relevant))].sum())


def hit(ranked: Sequence[str], relevant: set[str], *, top: int = 10) -> float:
    """1.0 when any relevant source is among the first, else 0.0."""
    return float(any(source in relevant for source in ranked[:top]))


def interval(values: Sequence[float], groups: Sequence[str], *, draws: int = 1000) -> tuple[float, float]:
    """95 % bootstrap interval of the mean, drawing whole groups, because what is in one group is alike."""
    by_group: dict[str, list[float]] = defaultdict(list)
    for value, group in zip(values, groups, strict=True):
        by_group[group].append(value)
    sums = np.array([sum(v) for v in by_group.values()])
    counts = np.array([len(v) for v in by_group.values()])
    drawn = np.random.default_rng(0).integers(0, len(sums), (draws, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))
