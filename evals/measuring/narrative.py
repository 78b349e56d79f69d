"""Judges the planted and clean drafts of three invented films and says how many were judged right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from copilot.domain.diagnosis import LedgerEntry, Promise
from copilot.domain.film import Dossier
from copilot.evaluation.channels import load_packs
from copilot.evaluation.compliance.rules import load_rules
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.judge import judge
from copilot.evaluation.lexicons import load_lexicons
from evals.measuring.shares import share

GATE = 0.9
EVALS = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Judged:
    """A sample and what was found: the checks that failed."""

    id: str
    planted: str | None
    failing: frozenset[str]

    @property
    def is_right(self) -> bool:
        """A planted fault is found under its own name; a clean draft fails nothing."""
        return self.planted in self.failing if self.planted else not self.failing


def samples() -> list[dict[str, Any]]:
    """Read the drafts: `{id, film, channel, fields, planted}`; planted is None for clean ones."""
    text = (EVALS / "datasets" / "consistency_v1.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@lru_cache(maxsize=1)
def contexts() -> dict[str, EvaluationContext]:
    """Build each invented film's evaluation context, by film id."""
    text = (EVALS / "datasets" / "consistency_films_v1.yaml").read_text(encoding="utf-8")
    return {film["dossier"]["id"]: _context(film) for film in yaml.safe_load(text)}


def judged_sample(sample: dict[str, Any]) -> Judged:
    """Judge one draft as `huichao evaluate` would."""
    verdict = judge(sample, contexts()[sample["film"]])
    return Judged(sample["id"], sample["planted"], frozenset(score.check for score in verdict.failing()))


def keyword_sample(sample: dict[str, Any]) -> Judged:
    """Judge one draft by the baseline's word list; a hit counts as finding whatever was planted."""
    words = yaml.safe_load((EVALS / "baselines" / "keywords_v1.yaml").read_text(encoding="utf-8"))["words"]
    text = "\n".join(sample["fields"].values())
    hit = any(word in text for word in words)
    return Judged(sample["id"], sample["planted"], frozenset([sample["planted"] or "any"] if hit else []))


def _context(film: dict[str, Any]) -> EvaluationContext:
    dossier = Dossier.model_validate(film["dossier"])
    return EvaluationContext(
        dossier=dossier,
        packs=load_packs(),
        lexicons=load_lexicons(),
        rulebook=load_rules(),
        day=film["day"],
        stored_texts=film["reviews"],
        ledger=[_broken(dossier, text) for text in film["broken"]],
    )


def _broken(dossier: Dossier, text: str) -> LedgerEntry:
    promise = Promise(id=f"pm-{dossier.id}", text=text, kind="genre", asset=dossier.id)
    return LedgerEntry(promise=promise, state="broken", viewers=40, broken=31)


def measured() -> dict[str, Any]:
    """Share of drafts judged right, against a word list; the gate is 0.9."""
    value, low, high = share([judged_sample(sample).is_right for sample in samples()])
    baseline, _, _ = share([keyword_sample(sample).is_right for sample in samples()])
    return {
        "value": value,
        "n": len(samples()),
        "low": low,
        "high": high,
        "baseline": baseline,
        "gate": GATE,
        "passed": value >= GATE,
    }
