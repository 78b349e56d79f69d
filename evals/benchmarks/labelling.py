"""How fast are a million reviews labelled and cleaned? `python -m evals.benchmarks.labelling [ROWS…]`."""

from __future__ import annotations

import resource
import sys
import time
from random import Random

import numpy as np

from copilot.insight.cleaning import clean
from copilot.insight.labelling import Labeller
from evals.datasets.reviews import CRITICS, POSTS, read_rated
from evals.measuring.bench import bench_folder


def grow(texts: list[str], rows: int) -> list[str]:
    """Repeat reviews up to a number of rows; each repetition joins halves of two reviews so that few are copies."""
    random = Random(3)
    if rows <= len(texts):
        return texts[:rows]
    halves = [(text[: len(text) // 2], text[len(text) // 2 :]) for text in texts]
    return [random.choice(halves)[0] + random.choice(halves)[1] for _ in range(rows)]


def main(arguments: list[str]) -> int:
    """Print rows a second and the peak of memory for each size."""
    rated = read_rated(bench_folder())
    chinese = [t for t, s in zip(rated.texts, rated.source, strict=True) if s not in (CRITICS, POSTS) and len(t) >= 15]
    labeller = Labeller.load()
    sys.stdout.write("rows       characters  label s  rows/s   clean s  peak MB\n")
    for rows in map(int, arguments or ["10000", "100000", "1000000"]):
        texts = grow(chinese, rows)
        began = time.perf_counter()
        labeller.label(texts)
        labelled = time.perf_counter()
        clean(texts, [""] * rows, np.full(rows, np.datetime64("NaT"), "datetime64[D]"), [""] * rows)
        cleaned = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        mean = sum(map(len, texts)) / rows
        sys.stdout.write(
            f"{rows:<11}{mean:<12.0f}{labelled - began:<9.1f}{rows / (labelled - began):<9.0f}"
            f"{cleaned - labelled:<9.1f}{peak:.0f}\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
