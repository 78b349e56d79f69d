"""Answers from the daily series: a day, a span, an average, the highest and lowest day, and two spans compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from copilot.agent.answer_limits import days_asked, days_beyond, per_day
from copilot.agent.at_hand import AtHand, say, spoken_day
from copilot.agent.film_calendar import Window, weekend
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_limits import limit_in
from copilot.agent.question_numbers import amount_in
from copilot.agent.series_said import SeriesRead, aloud, claims_on, figure_of, read_series, stated
from copilot.domain.draft import Claim
from copilot.domain.value import Language
from copilot.insight.figures import read_aloud

_PAIR = 2


def answer_series(question: Question, at_hand: AtHand) -> list[Claim]:
    """Say what the series the question names says on the days it names; empty when the data does not hold them."""
    found: list[Claim] = []
    for name in question.all_series or _implied(question):
        series = read_series(question, at_hand, name)
        if series is not None:
            found += _read(question, at_hand, series)
    return found


_RATIOS = {"avg_price": ("takings", "admissions"), "avg_per_show": ("admissions", "shows")}
"""Levels that are one flow over another: their mean over days weighs each day by the lower one."""


def _ratio(question: Question, at_hand: AtHand, series: SeriesRead, held: list[Window]) -> list[Claim]:
    """State a price or the admissions per showing over a span as the sum of one series over that of another."""
    if series.name not in _RATIOS or (held and held[0].is_day) or question.extreme:
        return []
    both = [read_series(question, at_hand, name) for name in _RATIOS[series.name]]
    upper, lower = both
    if upper is None or lower is None:
        return []
    days = sorted(day for day in upper.days if day in lower.days)
    run = held[0] if held else Window(days[0], days[-1], "run")
    (one, above), (two, below) = figure_of(at_hand, upper, run), figure_of(at_hand, lower, run)
    if not below:
        return []
    text = say(
        "series_ratio",
        question.language,
        name=series.spoken,
        value=aloud(above / below, series, question),
        from_day=spoken_day(run.first, question.language),
        to_day=spoken_day(run.last, question.language),
        upper=f"{upper.spoken} {aloud(above, upper, question)}",
        lower=f"{lower.spoken} {aloud(below, lower, question)}",
    )
    return claims_on(at_hand, text, one, two)


def _implied(question: Question) -> list[str]:
    """Take selling in some days for takings when no series is named."""
    sold = bool(question.windows or question.total or question.extreme) and speaks(
        slot_words()["sells"], question.folded
    )
    if amount_in(question.folded) and limit_in(question.dayless, "CNY") and not question.measure:
        return ["takings"]
    spans = any(window.called.startswith(("weekend", "opening", "week")) for window in question.windows)
    return ["takings"] if sold or spans else []


def _read(question: Question, at_hand: AtHand, series: SeriesRead) -> list[Claim]:
    asked = [one for one in question.windows if not (question.total and one.called == "latest")]
    windows = [_within(window, series) for window in asked]
    held = [window for window in windows if window is not None]
    if len(held) < len(windows):
        return []
    limit = limit_in(question.dayless, series.unit)
    if limit is not None:
        return days_beyond(question, at_hand, series, limit, held[0] if held else None)
    if len(held) >= _PAIR:
        return _compared(question, at_hand, series, held[:_PAIR])
    return _particular(question, at_hand, series, held) or _general(question, at_hand, series, held)


def _particular(question: Question, at_hand: AtHand, series: SeriesRead, held: list[Window]) -> list[Claim]:
    """Answer what is asked in one particular way: day by day, a share, the sharpest fall, an extreme, a mean price."""
    if told := per_day(question, at_hand, series, held[0] if held else None):
        return told
    if not held and (sharp := _sharpest(question, at_hand, series)):
        return sharp
    if question.extreme and not (held and held[0].is_day):
        return _extreme(question, at_hand, series, held[0] if held else None)
    moving = speaks(slot_words()["moves"], question.folded)
    if len(held) == 1 and moving and held[0].called in ("date", "month") and not held[0].is_day:
        ends = [replace(held[0], last=held[0].first), replace(held[0], first=held[0].last)]
        return _compared(question, at_hand, series, ends)
    return [] if moving else _ratio(question, at_hand, series, held)


def _general(question: Question, at_hand: AtHand, series: SeriesRead, held: list[Window]) -> list[Claim]:
    """Answer what is asked of a span or of all days."""
    moving = speaks(slot_words()["moves"], question.folded)
    if len(held) == 1:
        return _moved(question, at_hand, series, held[0]) if moving else stated(question, at_hand, series, held[0])
    if moving and not question.total:
        return _course(question, at_hand, series)
    return _whole(question, at_hand, series)


def _within(window: Window, series: SeriesRead) -> Window | None:
    """Cut a window to the days the series holds; None when it holds none of it."""
    if window.called == "latest" and max(series.days) < window.last:
        return replace(window, first=max(series.days), last=max(series.days))
    inside = [day for day in series.days if window.first <= day <= window.last]
    if series.flows and inside and _is_cut(window, inside):
        return None
    return replace(window, first=min(inside), last=max(inside)) if inside else None


def _extreme(question: Question, at_hand: AtHand, series: SeriesRead, window: Window | None) -> list[Claim]:
    """Name the highest or lowest day, within a window or since release where the series goes on after it."""
    release = at_hand.case.dossier.release_date
    days = {day: value for day, value in series.days.items() if window is None or window.first <= day <= window.last}
    if window is None and series.name != "wants" and any(day >= release for day in days):
        since = question.extreme == "min" or not series.flows
        days = {day: value for day, value in days.items() if day >= release} if since else days
    days = dict(days_asked(question, days))
    pick = max if question.extreme == "max" else min
    day = pick(days, key=lambda one: days[one])
    query, value = figure_of(at_hand, series, Window(day, day, "date"))
    text = say(
        f"series_{question.extreme}",
        question.language,
        name=series.spoken,
        day=spoken_day(day, question.language),
        value=aloud(value, series, question),
    )
    return claims_on(at_hand, text, query)


def _compared(question: Question, at_hand: AtHand, series: SeriesRead, windows: list[Window]) -> list[Claim]:
    first, second = sorted(windows, key=lambda one: one.first)
    (one, before), (two, after) = figure_of(at_hand, series, first), figure_of(at_hand, series, second)
    if not before:
        return []
    language = question.language
    text = say(
        "series_change" if series.flows else "level_change",
        language,
        name=series.spoken,
        first=_span_spoken(first, language),
        second=_span_spoken(second, language),
        before=aloud(before, series, question),
        after=aloud(after, series, question),
        moved=say("fell" if after < before else "rose", language),
        change=read_aloud(abs(after / before - 1), "share", language),
        gap=aloud(abs(after - before), series, question) if series.flows else "",
    )
    days = (first.last - first.first).days + 1
    change = at_hand.figures.ask(
        "change", "series", name=series.name, from_=first.first, to=second.first, over=days if days > 1 else None
    )
    queries = [one, two] + ([change[0]] if change[1] is not None else [])
    return claims_on(at_hand, text, *queries)


def _span_spoken(window: Window, language: Language) -> str:
    first = spoken_day(window.first, language)
    return first if window.is_day else say("span", language, first=first, last=spoken_day(window.last, language))


def _is_cut(window: Window, inside: list[date]) -> bool:
    """Say whether the days a question names in so many words begin or end where the series holds none."""
    named = window.called in ("date", "yesterday") and window.first != date.min
    return named and (min(inside) > window.first or max(inside) < window.last)


def _sharpest(question: Question, at_hand: AtHand, series: SeriesRead) -> list[Claim]:
    """Compare the day of the sharpest fall, or rise, since release with the day before it; empty when not asked for."""
    if not speaks(slot_words()["sharpest"], question.folded):
        return []
    release, up = at_hand.case.dossier.release_date, speaks(slot_words()["rises"], question.folded)
    days = [day for day in sorted(series.days) if day >= release]
    pairs = [(one, two) for one, two in pairwise(days) if series.days[one] and two - one == timedelta(days=1)]
    if not pairs:
        return []
    pick = max if up else min
    one, two = pick(pairs, key=lambda pair: series.days[pair[1]] / series.days[pair[0]])
    return _compared(question, at_hand, series, [Window(one, one, "date"), Window(two, two, "date")])


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
        return stated(question, at_hand, series, window)
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
        return stated(question, at_hand, series, run)
    since = [day for day in days if day >= release] or days
    whole = stated(question, at_hand, series, Window(since[0], since[-1], "total"))
    return [*whole, *stated(question, at_hand, series, Window(days[-1], days[-1], "latest"))]
