"""Reads how a film is doing against expectation: its series, its drop, its sentiment, its voices."""

from __future__ import annotations

from datetime import date, timedelta

from copilot.domain.series import Drop, Point, Pulse, Sentiment, SentimentShare, Series
from copilot.insight.calendar import is_festive
from copilot.insight.case import Case
from copilot.insight.drop import ALARM_DAYS, Fall, judge_fall
from copilot.insight.expected import expected_points
from copilot.insight.figures import Figures, read_aloud
from copilot.insight.series import TAKINGS, VOLUME, WORD_OF_MOUTH, series_names, unit_of
from copilot.insight.series_notes import note_of
from copilot.insight.viewers import wilson
from copilot.insight.voices_report import voices_report
from copilot.insight.wording import say, say_day

MARGINS = {TAKINGS: 1.2, WORD_OF_MOUTH: 1.9, VOLUME: 1.2}
"""How far outside counts, see `judge_fall`; talk is noisier than takings (`evals.measuring.drop_alarms`,
`takings_alarms`)."""
ALARMS = {TAKINGS: ALARM_DAYS, WORD_OF_MOUTH: 3, VOLUME: 3}


def read_pulse(case: Case) -> Pulse:
    """Read a case's series with what was expected, the drop with its reason, sentiment and voices."""
    figures = Figures(case)
    language = case.dossier.language
    series = []
    for name in series_names(case):
        points = expected_points(case, name)
        if points:
            note = note_of(case, name, points, language)
            series.append(Series(name=name, unit=unit_of(case, name), points=points, note=note))
    return Pulse(
        series=series,
        drop=decide_drop(case, figures, series),
        sentiment=Sentiment(watched=_sentiment(figures, watched=True), unwatched=_sentiment(figures, watched=False)),
        voices=voices_report(case.voices, case.dossier.language),
    )


def decide_drop(case: Case, figures: Figures, series: list[Series]) -> Drop:
    """Decide whether the heat fell: takings first, then word of mouth, then talk where there are no takings."""
    by_name = {s.name: s for s in series}
    falls = {
        name: judge_fall(
            by_name[name].points,
            as_of=case.as_of,
            alarm_days=ALARMS[name],
            margin=MARGINS[name],
            is_festive=lambda day: is_festive(day, case.dossier.market),
        )
        for name in (TAKINGS, WORD_OF_MOUTH, VOLUME)
        if name in by_name
    }
    takings_speak = TAKINGS in falls and falls[TAKINGS].state != "cannot_tell"
    order = [name for name in falls if not (name == VOLUME and takings_speak)]
    for wanted in ("dropping", "rising", "holding"):
        for name in order:
            if falls[name].state == wanted and not (wanted == "rising" and name != TAKINGS and takings_speak):
                return _told(case, figures, name, falls[name])
    return _untold(case, falls, by_name)


def _told(case: Case, figures: Figures, name: str, fall: Fall) -> Drop:
    language = case.dossier.language
    last = fall.last or case.as_of
    if fall.state != "dropping" or fall.since is None:
        comparison = _compare(figures, name, last, case)
        spoken = say(f"series.{name}", language)
        why = say(f"pulse.{fall.state}", language, last=say_day(last, language), series=spoken, comparison=comparison)
        return Drop(state=fall.state, why=why, series=name)
    _, depth = figures.ask("gap", "series", name=name, from_=fall.since, to=last)
    _, total = figures.ask("sum", "series", name=name, from_=fall.since, to=last)
    _, now = figures.ask("value", "series", name=name, day=last)
    _, hoped = figures.ask("expected", "series", name=name, day=last)
    unit = unit_of(case, name)
    key = {TAKINGS: "takings", WORD_OF_MOUTH: "mouth", VOLUME: "volume"}[name]
    why = say(
        f"pulse.dropping_{key}",
        language,
        since=say_day(fall.since, language),
        last=say_day(last, language),
        total=read_aloud(total or 0.0, unit, language),
        gap=read_aloud(depth or 0.0, "share", language),
        now=read_aloud(round(now or 0.0, 3), unit, language),
        expected=read_aloud(round(hoped or 0.0, 3), unit, language),
    )
    share = None if depth is None else min(1.0, max(0.0, depth))
    return Drop(
        state="dropping", since=fall.since, depth=share, first_alarm_day=fall.first_alarm_day, why=why, series=name
    )


def _compare(figures: Figures, name: str, last: date, case: Case) -> str:
    language = case.dossier.language
    _, gap = figures.ask("gap", "series", name=name, from_=last - timedelta(days=6), to=last)
    if gap is None or abs(gap) < 0.03:
        return say("pulse.at_expected", language)
    share = read_aloud(abs(gap), "share", language)
    difference = say("pulse.less" if gap > 0 else "pulse.more", language, share=share)
    return say("pulse.against_expected", language, difference=difference)


def _untold(case: Case, falls: dict[str, Fall], series: dict[str, Series]) -> Drop:
    language = case.dossier.language
    if not falls:
        return Drop(state="cannot_tell", why=say("pulse.nothing", language))
    name = max(falls, key=lambda one: falls[one].judged)
    fall = falls[name]
    if fall.judged >= ALARM_DAYS and fall.last is not None:
        why = say("pulse.ended", language, last=say_day(fall.last, language))
        return Drop(state="cannot_tell", why=why, series=name)
    needed = ALARM_DAYS
    why = say("pulse.too_short", language, days=_judged(series[name].points), needed=needed)
    return Drop(state="cannot_tell", why=why, series=name)


def _judged(points: list[Point]) -> int:
    return sum(p.value is not None and p.expected is not None for p in points)


def _sentiment(figures: Figures, *, watched: bool) -> SentimentShare:
    mask = figures.mask(watched=str(int(watched)))
    _, total = figures.ask("count", "reviews", watched=watched, weight="cleaned")
    _, share = figures.ask("share", "reviews", watched=watched, polarity="positive", weight="cleaned")
    _, mean = figures.ask("mean", "polarity", watched=watched, weight="cleaned")
    low, high = wilson((share or 0.0) * (total or 0.0), total or 0.0)
    known = share is not None
    return SentimentShare(
        reviews=int(mask.sum()),
        mean_polarity=mean,
        positive_share=share,
        low=low if known else None,
        high=high if known else None,
    )
