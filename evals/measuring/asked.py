"""Evaluation tasks over the questions: answered where data stands, abstained where none does, against plain search."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from copilot.services.search import search
from evals.measuring.answers import (
    GATES,
    QUESTIONS,
    Asked,
    ask_all,
    holds_quotes,
    is_right,
    read_questions,
    resolves_numbers,
)
from evals.measuring.films import open_workspace
from evals.measuring.shares import share


@cache
def _asked() -> tuple[list[Asked], list[bool]]:
    """Ask everything once; with each question, whether the first passage that plain search finds holds the answer."""
    rows = read_questions(QUESTIONS)
    with tempfile.TemporaryDirectory() as folder:
        workspace, made = open_workspace(Path(folder))
        done = list(ask_all(workspace, [*rows, *made]))
        first = [search(workspace, one.text, film=one.film, top=1) for one in done]
    return done, [_holds(one, hits[0].text if hits else "") for one, hits in zip(done, first, strict=True)]


def _holds(asked: Asked, text: str) -> bool:
    """Say whether a passage would pass for the answer; where none is right, whether nothing was found."""
    if asked.kind != "answerable":
        return not text
    told = re.sub(r"\s", "", text)
    return bool(told) and (not asked.must or any(re.sub(r"\s", "", must) in told for must in asked.must if must))


def measured_answers() -> dict[str, Any]:
    """Share of answerable questions answered with what the answer must hold."""
    return _result("answers", answerable=True)


def measured_abstentions() -> dict[str, Any]:
    """Share of unanswerable and trick questions that it declines to answer."""
    return _result("abstains", answerable=False)


def measured_grounding() -> dict[str, Any]:
    """Share of answers whose quotes are verbatim and whose numbers resolve; no baseline answers with citations."""
    value, low, high = share(kept := [holds_quotes(one) and resolves_numbers(one) for one in _asked()[0]])
    gate = GATES["quotes verbatim"]
    return {"value": value, "n": len(kept), "low": low, "high": high, "baseline": 0.0, "gate": gate} | {
        "passed": value >= gate
    }


def _result(name: str, *, answerable: bool) -> dict[str, Any]:
    done, found = _asked()
    chosen = [at for at, one in enumerate(done) if (one.kind == "answerable") is answerable]
    value, low, high = share([is_right(done[at]) for at in chosen])
    baseline = share([found[at] for at in chosen])[0]
    return {
        "value": value,
        "n": len(chosen),
        "low": low,
        "high": high,
        "baseline": baseline,
        "gate": GATES[name],
        "passed": value >= GATES[name],
    }
