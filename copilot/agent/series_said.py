"""Says what a daily series holds on a day or over a span, with the figure it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from copilot.agent.at_hand import AtHand, say, spoken_day
from copilot.agent.film_calendar import Window
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence
from copilot.insight.figures import read_aloud
from copilot.insight.series import daily_values, unit_of

_SMALL = 1e3
"""Prices below this are said with one decimal."""
_MANY = {"zh": 1e5, "en": 1e6}
"""Counts from here on are also said in ten thousands, or in millions."""


@dataclass(frozen=True)
class SeriesRead:
    """A series with what is needed to say it."""

    name: str
    days: Mapping[date, float]
    unit: str
    spoken: str
    flows: bool
    """Whether its days add up, as takings do and shares do not."""


def read_series(question: Question, at_hand: AtHand, name: str) -> SeriesRead | None:
    """Read a series by name; None when the film has none."""
    days = daily_values(at_hand.case, name)
    if not days:
        return None
    spoken = say(f"series_names.{name}", question.language)
    return SeriesRead(name, days, unit_of(at_hand.case, name), spoken, name in slot_words()["flows"])


def figure_of(at_hand: AtHand, series: SeriesRead, window: Window) -> tuple[str, float]:
    """Return the query and value of a window: of its day, or the sum or the mean of its days."""
    if window.is_day:
        query, value = at_hand.figures.ask("value", "series", name=series.name, day=window.first)
    else:
        kind = "sum" if series.flows else "mean"
        query, value = at_hand.figures.ask(kind, "series", name=series.name, from_=window.first, to=window.last)
    return query, value if value is not None else 0.0


def claims_on(at_hand: AtHand, text: str, *queries: str) -> list[Claim]:
    """Make a claim of a sentence and the queries that give its figures; empty when the data holds none."""
    text = text[:1].upper() + text[1:]
    found = [at_hand.figures.evidence(query, text) for query in queries]
    evidence: list[Evidence] = [one for one in found if one is not None]
    return [Claim(text=text, evidence=evidence)] if evidence else []


def stated(question: Question, at_hand: AtHand, series: SeriesRead, window: Window) -> list[Claim]:
    """State a series on a day, or its sum or mean over a span."""
    mean = speaks(slot_words()["means"], question.folded) and not series.name.startswith("avg")
    if mean and not window.is_day:
        series = replace(series, flows=False)
    query, value = figure_of(at_hand, series, window)
    key = "series_day" if window.is_day else "series_sum" if series.flows else "series_mean"
    text = say(
        key,
        question.language,
        name=series.spoken,
        day=spoken_day(window.first, question.language),
        from_day=spoken_day(window.first, question.language),
        to_day=spoken_day(window.last, question.language),
        value=aloud(value, series, question),
    )
    return claims_on(at_hand, text, query)


def aloud(value: float, series: SeriesRead, question: Question) -> str:
    """Say a value; money also in full ten thousands, as the trade's tables have it."""
    plain = read_aloud(value, series.unit, question.language)
    if series.unit == "share":
        return f"{value * 100:.1f}%"
    if series.unit == "CNY" and abs(value) >= 1e4 and question.language == "zh":
        return f"{value / 1e4:,.1f}万元" if abs(value) < 1e8 else f"{plain}（{value / 1e4:,.1f}万元）"
    if series.unit in ("CNY", "USD") and abs(value) < _SMALL:
        return f"{value:,.1f}元" if question.language == "zh" else f"{plain.split()[0]} {value:,.1f}"
    if series.unit in ("CNY", "USD") and abs(value) >= _MANY["en"] / 10 and question.language == "en":
        return f"{plain} ({value:,.0f})"
    if series.flows and series.unit not in ("CNY", "USD") and abs(value) >= _MANY[question.language]:
        scale, name, open_, close = (
            (1e4, "万", "（", "）") if question.language == "zh" else (1e6, " million", " (", ")")
        )
        return f"{plain}{open_}{value / scale:,.1f}{name}{close}".replace(".0", "")
    return plain
