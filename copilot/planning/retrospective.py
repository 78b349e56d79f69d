"""Looks back on a plan: planned against actual, and what is learnt for the next iteration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from copilot.domain.ids import make_id
from copilot.domain.passage import Passage
from copilot.domain.plan import Action, CardRecord, Outcome, OutcomeState, RepairPlan, Retrospective
from copilot.domain.value import Language, language_of
from copilot.errors import InputError
from copilot.insight.figure_text import read_aloud
from copilot.planning.figure_reader import FigureReader
from copilot.planning.phrases import say
from copilot.planning.queries import later_query
from copilot.planning.words import title_of

_ORDER: tuple[OutcomeState, ...] = ("met", "not_met", "cannot_tell")


def look_back(plan: RepairPlan, figures: FigureReader, as_of: date) -> Retrospective:
    """Compare every action's target with what its figure says on the check day.

    Args:
        plan: The plan looked back on.
        figures: Reads figures of the same film, with data up to `as_of`.
        as_of: The day of looking back; actions due later are "not_due" and teach nothing yet.

    Raises:
        InputError: `as_of` lies before the plan's own data.
    """
    if as_of < plan.as_of:
        raise InputError(
            f"looking back on plan {plan.id!r}",
            f"the day {as_of} lies before the plan's data of {plan.as_of}",
            "Name a day on or after it.",
        )
    language = language_of(plan.summary)
    outcomes = [_outcome(action, figures, as_of, language) for action in plan.actions()]
    lessons = [o.lesson for state in _ORDER for o in outcomes if o.state == state]
    return Retrospective(
        film=plan.film, plan=plan.id, iteration=plan.iteration, as_of=as_of, outcomes=outcomes, lessons=lessons
    )


def keep_record(record: Sequence[CardRecord], looked: Retrospective) -> list[CardRecord]:
    """Add a look back to what is known of each card; sorted by card, cards with neither hit nor miss left out."""
    met = {entry.card: entry.met for entry in record}
    missed = {entry.card: entry.missed for entry in record}
    for outcome in looked.outcomes:
        counts = {"met": met, "not_met": missed}.get(outcome.state)
        if counts is not None:
            counts[outcome.card] = counts.get(outcome.card, 0) + 1
    cards = sorted(met.keys() | missed.keys())
    return [CardRecord(card=card, met=met.get(card, 0), missed=missed.get(card, 0)) for card in cards]


def _outcome(action: Action, figures: FigureReader, as_of: date, language: Language) -> Outcome:
    metric = action.metric
    query = later_query(metric.source, metric.check_on)
    actual = figures.value(query) if metric.check_on <= as_of else None
    state = _state(action, actual, as_of)
    return Outcome(
        action=action.id,
        card=action.card,
        what=action.what,
        metric=metric.name,
        query=query,
        unit=metric.unit,
        baseline=metric.baseline,
        target=metric.target,
        actual=actual,
        state=state,
        lesson=_lesson(action, state, actual, language),
    )


def _state(action: Action, actual: float | None, as_of: date) -> OutcomeState:
    metric = action.metric
    if metric.check_on > as_of:
        return "not_due"
    if actual is None or metric.target is None:
        return "cannot_tell"
    reached = actual >= metric.target if metric.direction == "up" else actual <= metric.target
    return "met" if reached else "not_met"


def _lesson(action: Action, state: OutcomeState, actual: float | None, language: Language) -> str:
    def aloud(value: float | None) -> str:
        return say("value_unknown", language) if value is None else read_aloud(value, action.metric.unit, language)

    metric = action.metric
    values = {"baseline": aloud(metric.baseline), "target": aloud(metric.target), "actual": aloud(actual)}
    return say(f"lesson_{state}", language, title=title_of(action.what), metric=metric.name, **values)


def retrospective_passages(looked: Retrospective) -> list[Passage]:
    """Cut a retrospective into passages that search can find, one a lesson; nothing due gives none."""
    language = language_of("".join(looked.lessons)) if looked.lessons else "zh"
    title = say("retrospective_title", language, iteration=looked.iteration, day=looked.as_of)
    return [
        Passage(
            id=make_id("passage", "retrospective", looked.id, place, lesson),
            film=looked.film,
            kind="retrospective",
            source=looked.id,
            text=f"{title}{lesson}",
            title=title,
            language=language,
            day=looked.as_of,
            priority=2,
        )
        for place, lesson in enumerate(looked.lessons)
    ]
