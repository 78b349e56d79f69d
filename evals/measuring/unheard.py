"""Measures alarms on comments of films the voice of copy was not learnt from: `python -m evals.measuring.unheard`."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from copilot.evaluation.compliance.lint import lint
from copilot.evaluation.compliance.rules import load_rules
from copilot.evaluation.compliance.voice import Voice
from evals.measuring.shares import share
from evals.training.train_voice import FOLDS, Texts, fit, folds_of, read


def alarms(data: Texts) -> dict[str, list[bool]]:
    """Lint every comment with a voice that saw neither its film nor any film of its fold; source → alarm or not."""
    rulebook, folds = load_rules(), folds_of(data)
    found: dict[str, list[bool]] = {}
    for fold in range(FOLDS):
        kept = np.flatnonzero(folds != fold).tolist()
        weights, base = fit([data.texts[at] for at in kept], data.copy[kept])
        voice = Voice(weights, base, rulebook.voice.least, rulebook.voice.most)
        heard = replace(rulebook, voice=voice)
        for at in np.flatnonzero((folds == fold) & ~data.copy).tolist():
            source = data.groups[at].split("-")[0]
            found.setdefault(source, []).append(bool(lint(data.texts[at], heard)))
    return found


def main() -> None:
    """Print the share of alarms by source with n and interval."""
    for source, hits in alarms(read()).items():
        value, low, high = share(hits)
        sys.stdout.write(f"{source}: alarms {value:.4f} ({low:.4f}–{high:.4f}), n={len(hits)}\n")


if __name__ == "__main__":
    main()
