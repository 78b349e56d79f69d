"""Answers from the daily series: a day, a span, an average, the highest and lowest day, and two spans compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from copilot.agent.at_hand import AtHand, say, spoken_day
from copilot.agent.film_calendar import Window, weekend
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_numbers import amount_in
from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence
from copilot.domain.value import Language
from copilot.insight.figures import read_aloud
from copilot.insight.series import daily_values, unit_of

_PAIR = 2
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


def answer_series(question: Question, at_hand: AtHand) -> list[Claim]:
    """Say what the series the question names says on the days it names; empty when the data does not hold them."""
    found: list[Claim] = []
    for name in question.all_series or _implied(question):
        series = read_series(question, at_hand, name)
        if series is not None:
            found += _read(question, at_hand, series)
    return found


def _implied(question: Question) -> list[str]:
    """Take selling in some days for takings when no series is named."""
    sold = bool(question.windows or question.total or question.extreme) and speaks(
        slot_words()["sells"], question.folded
    )
    spans = any(window.called.startswith(("weekend", "opening", "week")) for window in question.windows)
    return ["takings"] if sold or spans else []


def _read(question: Question, at_hand: AtHand, series: SeriesRead) -> list[Claim]:
    asked = [one for one in question.windows if not (question.total and one.called == "latest")]
    windows = [_within(window, series) for window in asked]
    held = [window for window in windows if window is not None]
    if len(held) < len(windows):
        return []
    moving = speaks(slot_words()["moves"], question.folded)
    limit = amount_in(question.folded)
    if limit is not None and speaks(slot_words()["below"], question.folded):
        return _fell_below(question, at_hand, series, limit)
    if len(held) >= _PAIR:
        return _compared(question, at_hand, series, held[:_PAIR])
    if question.extreme and not (held and held[0].is_day):
        return _extreme(question, at_hand, series, held[0] if held else None)
    if len(held) == 1 and moving and held[0].called == "date" and not held[0].is_day:
        ends = [replace(held[0], last=held[0].first), replace(held[0], first=held[0].last)]
        return _compared(question, at_hand, series, ends)
    if len(held) == 1:
        return _moved(question, at_hand, series, held[0]) if moving else _stated(question, at_hand, series, held[0])
    if moving and not question.total:
        return _course(question, at_hand, series)
    return _whole(question, at_hand, series)


def _fell_below(question: Question, at_hand: AtHand, series: SeriesRead, limit: float) -> list[Claim]:
    """Name the first day since release that lay below an amount; empty when none did."""
    release = at_hand.case.dossier.release_date
    day = next((day for day in sorted(series.days) if day >= release and series.days[day] < limit), None)
    return _stated(question, at_hand, series, Window(day, day, "date")) if day else []


def _within(window: Window, series: SeriesRead) -> Window | None:
    """Cut a window to the days the series holds; None when it holds none of it."""
    if window.called == "latest" and max(series.days) < window.last:
        return replace(window, first=max(series.days), last=max(series.days))
    inside = [day for day in series.days if window.first <= day <= window.last]
    return replace(window, first=min(inside), last=max(inside)) if inside else None


def _figure(at_hand: AtHand, series: SeriesRead, window: Window) -> tuple[str, float]:
    """Return the query and value of a window: of its day, or the sum or the mean of its days."""
    if window.is_day:
        query, value = at_hand.figures.ask("value", "series", name=series.name, day=window.first)
    else:
        kind = "sum" if series.flows else "mean"
        query, value = at_hand.figures.ask(kind, "series", name=series.name, from_=window.first, to=window.last)
    return query, value if value is not None else 0.0


def _claim(at_hand: AtHand, text: str, *queries: str) -> list[Claim]:
    found = [at_hand.figures.evidence(query, text) for query in queries]
    evidence: list[Evidence] = [one for one in found if one is not None]
    return [Claim(text=text, evidence=evidence)] if evidence else []


def _stated(question: Question, at_hand: AtHand, series: SeriesRead, window: Window) -> list[Claim]:
    mean = speaks(slot_words()["means"], question.folded) and not series.name.startswith("avg")
    if mean and not window.is_day:
        series = replace(series, flows=False)
    query, value = _figure(at_hand, series, window)
    key = "series_day" if window.is_day else "series_sum" if series.flows else "series_mean"
    text = say(
        key,
        question.language,
        name=series.spoken,
        day=spoken_day(window.first, question.language),
        from_day=spoken_day(window.first, question.language),
        to_day=spoken_day(window.last, question.language),
        value=_aloud(value, series, question),
    )
    return _claim(at_hand, text, query)


def _aloud(value: float, series: SeriesRead, question: Question) -> str:
    """Say a value; money also in full ten thousands, as the trade's tables have it."""
    plain = read_aloud(value, series.unit, question.language)
    if series.unit == "share":
        return f"{value * 100:.1f}%"
    if series.unit == "CNY" and abs(value) >= 1e4 and question.language == "zh":
        return f"{value / 1e4:,.1f}万元" if abs(value) < 1e8 else f"{plain}（{value / 1e4:,.1f}万元）"
    if series.unit in ("CNY", "USD") and abs(value) < _SMALL:
        return f"{value:,.1f}元" if question.language == "zh" else f"{plain.split()[0]} {value:,.1f}"
    if series.flows and series.unit not in ("CNY", "USD") and abs(value) >= _MANY[question.language]:
        scale, name, open_, close = (
            (1e4, "万", "（", "）") if question.language == "zh" else (1e6, " million", " (", ")")
        )
        return f"{plain}{open_}{value / scale:,.1f}{name}{close}".replace(".0", "")
    return plain


def _extreme(question: Question, at_hand: AtHand, series: SeriesRead, window: Window | None) -> list[Claim]:
    """Name the highest or lowest day, within a window or since release where the series goes on after it."""
    release = at_hand.case.dossier.release_date
    days = {day: value for day, value in series.days.items() if window is None or window.first <= day <= window.last}
    if window is None and series.name != "wants" and any(day >= release for day in days):
        days = {day: value for day, value in days.items() if day >= release} if question.extreme == "min" else days
    pick = max if question.extreme == "max" else min
    day = pick(days, key=lambda one: days[one])
    query, value = _figure(at_hand, series, Window(day, day, "date"))
    text = say(
        f"series_{question.extreme}",
        question.language,
        name=series.spoken,
        day=spoken_day(day, question.language),
        value=_aloud(value, series, question),
    )
    return _claim(at_hand, text, query)


def _compared(question: Question, at_hand: AtHand, series: SeriesRead, windows: list[Window]) -> list[Claim]:
    first, second = sorted(windows, key=lambda one: one.first)
    (one, before), (two, after) = _figure(at_hand, series, first), _figure(at_hand, series, second)
    if not before:
        return []
    language = question.language
    text = say(
        "series_change",
        language,
        name=series.spoken,
        first=_span_spoken(first, language),
        second=_span_spoken(second, language),
        before=_aloud(before, series, question),
        after=_aloud(after, series, question),
        moved=say("fell" if after < before else "rose", language),
        change=read_aloud(abs(after / before - 1), "share", language),
    )
    days = (first.last - first.first).days + 1
    change = at_hand.figures.ask(
        "change", "series", name=series.name, from_=first.first, to=second.first, over=days if days > 1 else None
    )
    queries = [one, two] + ([change[0]] if change[1] is not None else [])
    return _claim(at_hand, text, *queries)


def _span_spoken(window: Window, language: Language) -> str:
    first = spoken_day(window.first, language)
    return first if window.is_day else say("span", language, first=first, last=spoken_day(window.last, language))


def _moved(question: Question, at_hand: AtHand, series: SeriesRead, window: Window) -> list[Claim]:
    """Compare a window with the one before it: weekend with weekend, week with week, day with day."""
    release = at_hand.case.dossier.release_date
    before = {
        "weekend_2": weekend(release, 1),
        "weekend_3": weekend(release, 2),
        "week_2": (release, window.first.fromordinal(release.toordinal() + 6)),
        "week_3": (
            window.first.fromordinal(window.first.toordinal() - 7),
            window.first.fromordinal(window.first.toordinal() - 1),
        ),
        "latest": (release, release),
    }.get(window.called)
    if before is None and window.is_day:
        day = window.first.fromordinal(window.first.toordinal() - 1)
        before = (day, day)
    other = _within(Window(*before, "date"), series) if before else None
    if other is None or other.first == window.first:
        return _stated(question, at_hand, series, window)
    return _compared(question, at_hand, series, [other, window])


def _course(question: Question, at_hand: AtHand, series: SeriesRead) -> list[Claim]:
    """Say where a series began at release, where it stands, and its highest day."""
    release = at_hand.case.dossier.release_date
    after = [day for day in series.days if day >= release] or list(series.days)
    ends = [Window(min(after), min(after), "date"), Window(max(after), max(after), "date")]
    return _compared(question, at_hand, series, ends)


def _whole(question: Question, at_hand: AtHand, series: SeriesRead) -> list[Claim]:
    """State a series of flows in all, and one of levels by its mean and last day."""
    days = sorted(series.days)
    release = at_hand.case.dossier.release_date
    run = Window(days[0], days[-1], "total")
    if series.flows:
        return _stated(question, at_hand, series, run)
    since = [day for day in days if day >= release] or days
    whole = _stated(question, at_hand, series, Window(since[0], since[-1], "total"))
    return [*whole, *_stated(question, at_hand, series, Window(days[-1], days[-1], "latest"))]
