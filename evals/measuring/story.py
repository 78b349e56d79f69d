"""Measures the spoiler and fact checks on paraphrases of three invented films: what is told away, what is wrong.

Run `python -m evals.measuring.story`.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import Any

import yaml

from copilot.domain.film import Dossier
from copilot.evaluation.channels import load_packs
from copilot.evaluation.checks.fact import check_fact
from copilot.evaluation.checks.spoiler import check_spoiler
from copilot.evaluation.compliance.rules import load_rules
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.item import Item
from copilot.evaluation.lexicons import load_lexicons
from copilot.evaluation.text import sentences
from evals.measuring.compliance import DATASETS
from evals.measuring.shares import share

CHECKS = {"spoiler_paraphrases_v1": check_spoiler, "facts_v1": check_fact}
RIGHT_GATE = 0.8
"""Share judged right; a first mark to hold, above the verbatim baseline."""


@cache
def films() -> dict[str, EvaluationContext]:
    """Return film id → the context of one of the invented films, before its spoilers may be told."""
    raw = yaml.safe_load((DATASETS / "consistency_films_v1.yaml").read_text(encoding="utf-8"))
    packs, lexicons, rulebook = load_packs(), load_lexicons(), load_rules()
    found = {}
    for film in raw:
        dossier = Dossier.model_validate(film["dossier"])
        found[dossier.id] = EvaluationContext(
            dossier=dossier, packs=packs, lexicons=lexicons, rulebook=rulebook, day=film["day"]
        )
    return found


def rows(name: str, split: str | None = None) -> list[dict[str, Any]]:
    """Read one set, or one split of it."""
    lines = (DATASETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if split in (None, row["split"])]


def is_fault(row: dict[str, Any]) -> bool:
    """Say whether a line tells a spoiler or states something wrong."""
    return bool(row["wrong"]) if "wrong" in row else row["spoiler"] is not None


def alarms(name: str, cases: list[dict[str, Any]]) -> list[bool]:
    """Say for each line whether the check fails it."""
    contexts = films()
    results = []
    for row in cases:
        item = Item(
            kind="draft", id=row["id"], channel="", language=_language(row["text"]), fields={"body": row["text"]}
        )
        results.append(not CHECKS[name](item, contexts[row["film"]]).passed)
    return results


def judged_right(name: str) -> dict[str, Any]:
    """Share of lines judged right, against a check that only knows the dossier's own sentences."""
    cases = rows(name)
    hits = [alarm == is_fault(row) for alarm, row in zip(alarms(name, cases), cases, strict=True)]
    value, low, high = share(hits)
    verbatim = [is_fault(row) == _is_verbatim(row) for row in cases]
    return {
        "value": value,
        "n": len(hits),
        "low": low,
        "high": high,
        "baseline": share(verbatim)[0],
        "gate": RIGHT_GATE,
        "passed": value >= RIGHT_GATE,
    }


def measured_spoilers() -> dict[str, Any]:
    """Share of paraphrased spoilers and harmless lines judged right."""
    return judged_right("spoiler_paraphrases_v1")


def measured_facts() -> dict[str, Any]:
    """Share of wrong and right statements judged right."""
    return judged_right("facts_v1")


def _is_verbatim(row: dict[str, Any]) -> bool:
    spoilers = films()[row["film"]].dossier.spoilers
    return any(piece.text.strip("。.") in row["text"] for spoiler in spoilers for piece in sentences(spoiler.text))


def _language(text: str) -> Any:  # noqa: ANN401 - the language literal of the domain
    from copilot.domain.value import language_of

    return language_of(text)


def main() -> None:
    """Print recall and false alarms of each check by split."""
    for name in CHECKS:
        for split in ("dev", "held_out"):
            cases = rows(name, split)
            told = alarms(name, cases)
            for label, wanted in (("found", True), ("false alarms", False)):
                hits = [alarm for alarm, row in zip(told, cases, strict=True) if is_fault(row) is wanted]
                value, low, high = share(hits)
                sys.stdout.write(f"{name} {split} {label}: {value:.3f} ({low:.3f}–{high:.3f}), n={len(hits)}\n")


if __name__ == "__main__":
    main()
