"""Measures how far rule-based contradiction detection reaches on public pairs.

Run `python -m evals.measuring.consistency`.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator

from copilot.evaluation.lexicons import load_lexicons
from copilot.evaluation.statements import Reader
from copilot.evaluation.text import sentences
from evals.measuring import bench

LIMIT = 3000
Pair = tuple[str, str, bool]
"""Two statements and whether they contradict each other."""


def ocnli() -> Iterator[Pair]:
    """Yield contradictions against entailments and neutrals of OCNLI."""
    with (bench.bench_folder() / "contradiction_zh_ocnli" / "train.10k.jsonl").open(encoding="utf-8") as handle:
        for row in map(json.loads, handle):
            if row["label"] in ("contradiction", "entailment", "neutral"):
                yield row["premise"], row["hypothesis"], row["label"] == "contradiction"


def cdconv() -> Iterator[Pair]:
    """Yield contradicting answers against agreeing ones of CDConv's development part."""
    path = bench.bench_folder() / "contradiction_zh_cdconv" / "4class_dev.tsv"
    with path.open(encoding="utf-8", newline="") as handle:
        for _, first, _, second, label in csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield first, second, label != "0"


def storysumm() -> Iterator[Pair]:
    """Yield stories with summaries that are not faithful against faithful ones."""
    with (bench.bench_folder() / "consistency_en_storysumm" / "storysumm.jsonl").open(encoding="utf-8") as handle:
        for row in map(json.loads, handle):
            summary = row["summary"]
            yield row["story"], summary if isinstance(summary, str) else " ".join(summary), not int(row["label"])


def suspicion(reader: Reader, left: str, right: str) -> float:
    """Return how strongly two texts seem to clash: the overlap of the closest sentences that conflict; 0 to 1."""
    best = 0.0
    told = [reader.read(piece.text) for piece in sentences(left)]
    for piece in sentences(right):
        said = reader.read(piece.text)
        for other in told:
            overlap = reader.overlap(said, other)
            if overlap > best and len(said.concepts & other.concepts) >= 1 and reader.conflict(said, other):
                best = overlap
    return best


def main() -> None:
    """Print the area under the curve and, at the product's own threshold, precision and recall."""
    from sklearn.metrics import roc_auc_score

    lexicons = load_lexicons()
    reader = Reader(lexicons)
    for name, pairs in (("ocnli", ocnli()), ("cdconv", cdconv()), ("storysumm", storysumm())):
        rows = [(suspicion(reader, a, b), label) for (a, b, label), _ in zip(pairs, range(LIMIT), strict=False)]
        scores, labels = [s for s, _ in rows], [label for _, label in rows]
        alarms = [label for s, label in rows if s >= lexicons.gate["statement_overlap"]]
        precision = sum(alarms) / len(alarms) if alarms else float("nan")
        recall = sum(alarms) / max(1, sum(labels))
        area = roc_auc_score(labels, scores)
        sys.stdout.write(f"{name}: AUC {area:.3f}, precision {precision:.3f}, recall {recall:.3f}, n={len(rows)}\n")


if __name__ == "__main__":
    main()
