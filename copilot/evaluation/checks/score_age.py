"""Finds scores quoted in the opening week that are older than a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.dates import dates
from copilot.evaluation.findings import Finding
from copilot.evaluation.item import Item
from copilot.evaluation.patterns import pattern
from copilot.evaluation.text import sentences

_OPENING_WEEK = 7
_FRESH = timedelta(days=1)


def stale_scores(item: Item, context: EvaluationContext) -> Iterator[Finding]:
    """Yield scores whose as-of date lies more than a day before the day the piece goes out.

    Only from release day to day 7. A score without a date is the linter's business (CN-AD-DATA, US-CLAIM).

    Source: house rule ANY-SCORE.
    """
    if not 1 <= context.day <= _OPENING_WEEK:
        return
    today = context.dossier.release_date + timedelta(days=context.day - 1)
    for name, text in item.fields.items():
        for sentence in sentences(text):
            told = pattern("score.quoted").search(sentence.text)
            stated = [_day(one.year or today.year, one.month, one.day) for one in dates(sentence.text)]
            known = [day for day in stated if day and day <= today]
            if told and known and today - max(known) > _FRESH:
                span = item.span(name, sentence.start + told.start(), sentence.start + told.end())
                values = {"found": span.text, "days": (today - max(known)).days}
                yield Finding("score_stale", [span], values, "warn")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
