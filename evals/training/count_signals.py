"""Counts how often viewers of ordinary films show each signal, and writes knowledge/curves/ordinary_signals.json.

Run: python -m evals.training.count_signals [--data ../shared/data]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from copilot.domain.signals import SIGNAL_KINDS
from copilot.shipped import folder
from evals.measuring.film_cases import douban_films, labeller

FEWEST = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Label watched comments film by film and write the median and the 90 % point of the films' shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args(arguments)
    shares: dict[str, list[float]] = {signal: [] for signal in SIGNAL_KINDS}
    films = 0
    for reviews in douban_films(options.data).values():
        texts = [review.text for review in reviews if review.watched]
        if len(texts) < FEWEST:
            continue
        films += 1
        labels = labeller().label(texts)
        for bit, signal in enumerate(SIGNAL_KINDS):
            shares[signal].append(float(((labels.signals >> bit) & 1).mean()))
    found = {s: [round(float(np.quantile(x, q)), 4) for q in (0.5, 0.9)] for s, x in shares.items()}
    card = {
        "data": f"watched comments of {films} films of 2022 with at least {FEWEST}; only these shares are shipped",
        "reading": "signal: [median, 90 % point] of the films' shares of viewers",
        "labels": labeller().version,
        "made_by": "python -m evals.training.count_signals",
    }
    path = folder("knowledge") / "curves" / "ordinary_signals.json"
    path.write_text(json.dumps({"card": card, "shares": found}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
