"""How well are aspects with their polarity, and signals, read in sentences that people labelled by hand?

Run: python -m evals.measuring.signals [FILE.jsonl…] [--half 0|1] [--show]
Each line {text, aspects: [{aspect, polarity}], signals: [name]}; without a file, the sets that ship are measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from copilot.domain.signals import SIGNAL_KINDS, Signals
from copilot.insight.labelling import Labeller
from copilot.insight.viewers import wilson

SHIPPED = tuple(Path(__file__).parents[1] / "datasets" / f"labelled_{name}.jsonl" for name in ("v1_dev", "v2"))
NAMES = {
    "warn": "warns_others",
    "share": "wants_to_share",
    "more": "asks_for_more",
    "no_entry": "nowhere_to_take_part",
}
"""Names the labelled files use → ours, where they differ."""
READ_AS = {"screens_cut": "nowhere_to_take_part"}
"""Ours → what the files call it: who finds no screening is labelled `no_entry` there, as who finds no conversation."""
DRAWS = 1000

Found = list[tuple[set[str], set[str]]]
"""(labelled, read) of each text."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print F1 of aspects without and with polarity, then precision and recall of every signal, with n and interval."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=list(SHIPPED))
    parser.add_argument("--half", type=int, choices=(0, 1), help="every second line only, from this one on")
    parser.add_argument("--show", action="store_true", help="print what was read differently")
    options = parser.parse_args(arguments)
    rows = [json.loads(line) for file in options.files for line in file.read_text("utf-8").splitlines() if line]
    rows = rows if options.half is None else rows[options.half :: 2]
    read = Labeller.load().read_many([row["text"] for row in rows])
    pairs = list(zip(rows, read, strict=True))
    sys.stdout.write(f"{len(rows)} texts\n")
    for name, told, seen in (
        ("aspects", _labelled_aspects, lambda s: {m.aspect for m in s.aspects}),
        ("aspects with polarity", _labelled_sides, sides_of),
        ("signals", signals_labelled, signals_read),
    ):
        found = _pairs(pairs, told, seen)
        sys.stdout.write(f"{name:24} {_line(found)}\n")
        if options.show:
            _show(rows, found)
    for signal in SIGNAL_KINDS:
        found = [(a & {signal}, b & {signal}) for a, b in _pairs(pairs, signals_labelled, signals_read)]
        if any(a | b for a, b in found):
            sys.stdout.write(f"  {signal:22} {_counts(found)}\n")
    return 0


def sides_of(signals: Signals) -> set[str]:
    """Name each aspect with the side that its mentions take on average."""
    moods: dict[str, list[float]] = {}
    for mention in signals.aspects:
        moods.setdefault(mention.aspect, []).append(mention.polarity)
    return {f"{name} {'positive' if np.mean(values) >= 0 else 'negative'}" for name, values in moods.items()}


def signals_labelled(row: dict[str, Any]) -> set[str]:
    """Name the signals of a labelled text as we do."""
    return {NAMES.get(name, name) for name in row["signals"]}


def signals_read(signals: Signals) -> set[str]:
    """Name the signals that were read, as the labelled files know them."""
    return {READ_AS.get(mention.signal, mention.signal) for mention in signals.signals}


def score(found: Found) -> tuple[float, float, float]:
    """Return precision, recall and F1 over all texts together."""
    hits = sum(len(a & b) for a, b in found)
    told, seen = sum(len(a) for a, _ in found), sum(len(b) for _, b in found)
    precision, recall = hits / seen if seen else 0.0, hits / told if told else 0.0
    return precision, recall, 2 * hits / (told + seen) if told + seen else 0.0


def _labelled_aspects(row: dict[str, Any]) -> set[str]:
    return {entry["aspect"] for entry in row["aspects"]}


def _labelled_sides(row: dict[str, Any]) -> set[str]:
    return {f"{entry['aspect']} {entry['polarity']}" for entry in row["aspects"]}


def _pairs(
    pairs: list[tuple[dict[str, Any], Signals]],
    told: Callable[[dict[str, Any]], set[str]],
    seen: Callable[[Signals], set[str]],
) -> Found:
    return [(told(row), seen(signals)) for row, signals in pairs]


def _line(found: Found) -> str:
    chance = np.random.default_rng(1)
    drawn = [score([found[int(i)] for i in chance.integers(0, len(found), len(found))])[2] for _ in range(DRAWS)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    precision, recall, both = score(found)
    n = sum(len(a) for a, _ in found)
    return f"F1 {both:.3f} [{low:.2f}, {high:.2f}]  precision {precision:.3f}  recall {recall:.3f}  n={n}"


def _counts(found: Found) -> str:
    hits = sum(len(a & b) for a, b in found)
    seen, told = sum(len(b) for _, b in found), sum(len(a) for a, _ in found)
    parts = [f"{hits:3}/{n:<3} [{low:.2f}, {high:.2f}]" for n in (seen, told) for low, high in [wilson(hits, n)]]
    return f"precision {parts[0]}   recall {parts[1]}"


def _show(rows: list[dict[str, Any]], found: Found) -> None:
    for row, (told, seen) in zip(rows, found, strict=True):
        if told != seen:
            sys.stdout.write(f"    missed {sorted(told - seen)} added {sorted(seen - told)}: {row['text']}\n")


if __name__ == "__main__":
    sys.exit(main())
