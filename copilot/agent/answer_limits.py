"""Answers on which days a series lay beyond a limit, how many those were, and when its sum first passed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import accumulate

from copilot.agent.at_hand import AtHand, say, spoken_day
from copilot.agent.film_calendar import Window
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_limits import Limit
from copilot.agent.series_said import SeriesRead, aloud, claims_on, figure_of, stated
from copilot.domain.draft import Claim

_SATURDAY = 5
_EACH = 14
_LISTED = 8
"""Days named one by one at most; of more, the first and the last are."""


def days_beyond(
    question: Question, at_hand: AtHand, series: SeriesRead, limit: Limit, window: Window | None
) -> list[Claim]:
    """Say when a series passed a limit; empty when it never did.

    Args:
        question: Asks for the first day, for all such days or for their number.
        at_hand: Gives the figures.
        series: The series.
        limit: What it is to have passed.
        window: The days looked at; from release on where the question names none and the series goes on after it.
    """
    if window is not None and window.is_day:
        return stated(question, at_hand, series, window)
    if limit.above and series.flows and limit.value > max(series.days.values()):
        single = speaks(slot_words()["single_days"], question.folded)
        return [] if single else _summed(question, at_hand, series, limit)
    release = at_hand.case.dossier.release_date
    days = [day for day in sorted(series.days) if (window is None or window.first <= day <= window.last)]
    since = [day for day in days if day >= release]
    days = since if window is None and not limit.above and since else days
    held = [day for day in days if (series.days[day] >= limit.value) == limit.above]
    if not held:
        return []
    if speaks((*slot_words()["tally_days"], *slot_words()["lists"]), question.folded):
        return _listed(question, at_hand, series, held)
    return stated(question, at_hand, series, Window(held[0], held[0], "date"))


def days_asked(question: Question, days: Mapping[date, float]) -> Mapping[date, float]:
    """Keep working days or days of the weekend where a question asks for those; all of them where none are left."""
    working = speaks(slot_words()["working_days"], question.folded)
    ends = not question.windows and speaks(slot_words()["weekend_days"], question.folded)
    if not working and not ends:
        return days
    return {day: value for day, value in days.items() if (day.weekday() < _SATURDAY) == working} or days


def per_day(question: Question, at_hand: AtHand, series: SeriesRead, window: Window | None) -> list[Claim]:
    """Give each day of a span where they are asked for one by one, or the span's share of the whole; else empty."""
    if window is None or window.is_day:
        return []
    if speaks(slot_words()["each_day"], question.folded) and not question.extreme:
        held = [day for day in sorted(series.days) if window.first <= day <= window.last]
        figures = {day: figure_of(at_hand, series, Window(day, day, "date")) for day in held[:_EACH]}
        told = _join(question, series, {day: value for day, (_, value) in figures.items()})
        text = say("series_each", question.language, name=series.spoken, days=told)
        return claims_on(at_hand, text, *(query for query, _ in figures.values()))
    if not series.flows or not speaks(slot_words()["portions"], question.folded):
        return []
    run = Window(min(series.days), max(series.days), "run")
    (one, part), (two, whole) = figure_of(at_hand, series, window), figure_of(at_hand, series, run)
    text = say(
        "series_portion",
        question.language,
        name=series.spoken,
        from_day=spoken_day(window.first, question.language),
        to_day=spoken_day(window.last, question.language),
        part=aloud(part, series, question),
        whole=aloud(whole, series, question),
        share=f"{part / whole * 100:.1f}%" if whole else "0%",
    )
    return claims_on(at_hand, text, one, two)


def _join(question: Question, series: SeriesRead, values: Mapping[date, float]) -> str:
    comma = "、" if question.language == "zh" else ", "
    return comma.join(
        say("on_day", question.language, day=spoken_day(day, question.language), value=aloud(value, series, question))
        for day, value in values.items()
    )


def _listed(question: Question, at_hand: AtHand, series: SeriesRead, held: list[date]) -> list[Claim]:
    named = held if len(held) <= _LISTED else [held[0], held[-1]]
    figures = {day: figure_of(at_hand, series, Window(day, day, "date")) for day in named}
    told = _join(question, series, {day: value for day, (_, value) in figures.items()})
    key = "days_beyond" if len(held) <= _LISTED else "days_beyond_many"
    text = say(key, question.language, name=series.spoken, count=len(held), days=told)
    return claims_on(at_hand, text, *(query for query, _ in figures.values()))


def _summed(question: Question, at_hand: AtHand, series: SeriesRead, limit: Limit) -> list[Claim]:
    """Name the day on which the sum since the first day passed a limit no single day reached."""
    days = sorted(series.days)
    sums = accumulate(series.days[day] for day in days)
    passed = next((day for day, value in zip(days, sums, strict=True) if value >= limit.value), None)
    if passed is None:
        return []
    run = Window(days[0], passed, "date")
    query, value = figure_of(at_hand, replace(series, flows=True), run)
    text = say(
        "sum_passed",
        question.language,
        name=series.spoken,
        day=spoken_day(passed, question.language),
        from_day=spoken_day(days[0], question.language),
        value=aloud(value, series, question),
    )
    return claims_on(at_hand, text, query)
