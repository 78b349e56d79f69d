"""How long and how much memory does a film's whole reading take? `python -m evals.benchmarks.labelling [ROWS…]`.

Labels, cleaned voices with their columns, the pulse (daily series, expectation, bursts) and the promise ledger, each
size in a process of its own so that peaks do not mix. Texts are real comments joined by halves, so that few are copies.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeVar

import numpy as np

from copilot.insight.case import Case
from copilot.insight.cleaning import clean
from copilot.insight.labelling import Labeller
from copilot.insight.ledger import keep_ledger
from copilot.insight.promises import promises_of
from copilot.insight.pulse import read_pulse
from copilot.insight.voices import Labels, Voices
from copilot.services.films import read_dossier
from evals.measuring.bench import bench_folder

FILM = Path(__file__).parents[1] / "datasets" / "films" / "moon-man-2022.yaml"
FILES = (
    "reviews_zh_douban_2022/comments.csv",
    "reviews_zh_douban_dmsc/ironman_2008.csv",
    "reviews_zh_maoyan_2017/comments.csv",
)
SHORTEST = 15
FLOOD = 0.02
"""Share of rows that one template writes, so that cleaning has clusters to find."""
DAYS = 60
_Made = TypeVar("_Made")


def main(arguments: list[str]) -> int:
    """Print seconds by stage, the peak of memory, the growth against the size before, and the machine's load."""
    if arguments[:1] == ["--one"]:
        sys.stdout.write(json.dumps(_run(int(arguments[1]))) + "\n")
        return 0
    before: dict[str, float] = {}
    for rows in map(int, arguments or ["10000", "100000", "1000000"]):
        command = [sys.executable, "-m", "evals.benchmarks.labelling", "--one", str(rows)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        took: dict[str, float] = json.loads(told)
        stages = "  ".join(
            f"{name} {seconds:.1f}" for name, seconds in took.items() if name not in ("rows", "MB", "all")
        )
        load = " ".join(f"{value:.1f}" for value in os.getloadavg())
        growth = f"{took['all'] / before['all']:.1f}x for {rows / before['rows']:.0f}x rows" if before else "-"
        sys.stdout.write(
            f"{rows:>9} rows  {took['all']:7.1f} s  {took['MB']:6.0f} MB  growth {growth}  load {load}\n"
            f"{'':10} {stages}\n"
        )
        sys.stdout.flush()
        before = took
    return 0


def grow(texts: list[str], rows: int) -> list[str]:
    """Join halves of two comments up to a number of rows; some rows come from one template."""
    random = Random(3)
    if rows <= len(texts):
        return texts[:rows]
    heads, tails = [t[: len(t) // 2] for t in texts], [t[len(t) // 2 :] for t in texts]
    template = "这部电影真的太好看了，剧情演技画面全都在线，强烈推荐大家去看"
    return [
        f"{template}{i}" if random.random() < FLOOD else random.choice(heads) + random.choice(tails)
        for i in range(rows)
    ]


def _run(rows: int) -> dict[str, float]:
    labeller, dossier = Labeller.load(), read_dossier(FILM)
    texts = grow(_comments(), rows)
    took: dict[str, float] = {"rows": rows}

    def timed(name: str, make: Callable[[], _Made]) -> _Made:
        began, cpu = time.perf_counter(), time.process_time()
        made = make()
        took[name], took[f"{name} cpu"] = time.perf_counter() - began, time.process_time() - cpu
        return made

    labels = timed("label", lambda: labeller.label(texts))
    voices = timed("voices", lambda: _voices(texts, labels, dossier.release_date))
    case = Case(dossier, voices, [], [], [], date.fromordinal(dossier.release_date.toordinal() + DAYS))
    timed("series", lambda: read_pulse(case))
    timed("ledger", lambda: keep_ledger(case, promises_of(dossier, [])))
    took["all"] = sum(seconds for name, seconds in took.items() if name in ("label", "voices", "series", "ledger"))
    took["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return took


def _comments() -> list[str]:
    found: list[str] = []
    for file in FILES:
        with (bench_folder() / file).open(encoding="utf-8-sig", newline="") as lines:
            found += [row["comment"] for row in csv.DictReader(lines) if len(row["comment"]) >= SHORTEST]
    return found


def _voices(texts: list[str], labels: Labels, release: date) -> Voices:
    """Lay columns side by side as `gather` does, with authors of two reviews on average and days that thin out."""
    n, chance = len(texts), np.random.default_rng(4)
    day = np.datetime64(release, "D") + np.minimum(chance.geometric(0.07, n) - 3, DAYS).astype("timedelta64[D]")
    authors = [f"{number:016x}" for number in chance.integers(0, max(n // 2, 1), n).tolist()]
    platforms = ["douban" if number else "maoyan" for number in chance.integers(0, 2, n).tolist()]
    weight, cluster = clean(texts, authors, day, platforms)
    return Voices(
        ids=[f"review-{number:012x}" for number in range(n)],
        texts=texts,
        platforms=platforms,
        authors=authors,
        day=day,
        watched=np.where(chance.random(n) < 0.8, 1, 0).astype(np.int8),
        stars=np.full(n, np.nan, np.float32),
        likes=chance.integers(0, 50, n).astype(np.int32),
        weight=weight,
        cluster=cluster,
        **{name: getattr(labels, name) for name in Labels.__dataclass_fields__},
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
