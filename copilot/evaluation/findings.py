"""Turns what a check found into one score, said in the piece's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from copilot.domain.draft import Score, Severity, Span
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.item import Item

_VALUE: dict[Severity, float] = {"block": 0.0, "warn": 0.4, "hint": 0.8}
_GRAVE: tuple[Severity, ...] = ("hint", "warn", "block")


@dataclass(frozen=True)
class Finding:
    """One thing wrong.

    Attributes:
        phrase: Key in `knowledge/compliance/phrases.yaml`.
        spans: Where.
        values: What the phrase names.
        severity: How grave.
    """

    phrase: str
    spans: Sequence[Span] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "block"


def score(check: str, item: Item, context: EvaluationContext, found: Sequence[Finding]) -> Score:
    """Sum up a check: 1 when nothing was found, else by the gravest finding; hints alone still pass."""
    if not found:
        return Score(
            check=check, value=1.0, passed=True, severity="block", reason=_phrase("passed", item, context, {})[0]
        )
    gravest = max((one.severity for one in found), key=_GRAVE.index)
    told = [_phrase(one.phrase, item, context, one.values) for one in found]
    fixes = list(dict.fromkeys(fix for _, fix in told if fix))
    return Score(
        check=check,
        value=_VALUE[gravest],
        passed=gravest == "hint",
        severity=gravest,
        reason=_join(item, list(dict.fromkeys(reason for reason, _ in told))),
        spans=[span for one in found for span in one.spans],
        fix=_join(item, fixes) if fixes else None,
    )


def unjudged(check: str, item: Item, context: EvaluationContext, phrase: str) -> Score:
    """Say that a check could not judge, and what it would need."""
    reason, _ = _phrase(phrase, item, context, {})
    return Score(check=check, value=None, passed=True, severity="hint", reason=reason)


def _phrase(key: str, item: Item, context: EvaluationContext, values: Mapping[str, object]) -> tuple[str, str | None]:
    phrase = context.lexicons.phrases[key]
    fix = phrase.fix.in_(item.language).format(**values) if phrase.fix else None
    return phrase.reason.in_(item.language).format(**values), fix


def _join(item: Item, parts: Sequence[str]) -> str:
    return ("" if item.language == "zh" else " ").join(parts)
