"""Weighs rivals that lie outside the campaign: screens, competing films, prices, scandal."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import mean

from copilot.domain.diagnosis import Cause, CauseName
from copilot.domain.evidence import Evidence
from copilot.insight.causes.bench import FEWEST_VOICES, Bench
from copilot.insight.figures import read_aloud
from copilot.insight.series import TAKINGS, daily_values
from copilot.insight.wording import say, say_day, shared

SUPPLY = ("share_shows", "shows", "theaters")
"""Series that say how much cinemas give a film, the best first."""
DEMAND = ("occupancy", "per_show", "avg_per_show")
"""Series that say how full what they give is."""
CUT = 0.6
"""Screens against a week earlier, three-day mean: below this cinemas withdrew more than in any second week."""
HELD = 0.85
"""Attendance a show against a week earlier: above this demand was there when the screens went."""
FELL_FIRST = 0.75
"""Attendance a show below this before the screens were cut: demand went first and cinemas followed."""
_LAG, _BACK = timedelta(days=7), timedelta(days=2)


def weigh_screens(bench: Bench) -> Cause:
    """Weigh whether cinemas withdrew screens while people still came.

    Every day is held against the same weekday a week before, as three-day means. Supported when screens fall to `CUT`
    while attendance a show holds. Ruled out when they never fall so far, or attendance fell first. Without screens in
    the data only viewers' complaints speak.
    """
    name = next((n for n in SUPPLY if len(daily_values(bench.case, n)) >= 10), None)
    talk = bench.talk("screens_cut", watched=False)
    quotes = bench.quotes("screens_cut", watched=False, count=2)
    if name is None:
        return _by_talk(bench, "screens_cut", watched=False)
    supply, fullness = _weekly_ratios(daily_values(bench.case, name)), _fullness(bench, name)
    cut = next((day for day, ratio in supply.items() if ratio <= CUT), None)
    if cut is None:
        evidence = _change(bench, name, min(supply, key=lambda d: supply[d])) if supply else None
        if not supply:
            return _cannot(bench, "screens_cut", quotes, [talk.figure])
        why = say("screens_cut.never", bench.language, change=_spoken(bench, evidence))
        return bench.cause("screens_cut", "ruled_out", 0.75, why, evidence=quotes, against=[evidence])
    shown = _change(bench, name, cut)
    before = [ratio for day, ratio in fullness.items() if day < cut]
    at = [ratio for day, ratio in fullness.items() if cut <= day <= cut + timedelta(days=2)]
    said = {"day": say_day(cut, bench.language), "change": _spoken(bench, shown)}
    if at and mean(at) >= HELD and min(before, default=1.0) > FELL_FIRST:
        why = say("screens_cut.supported", bench.language, **said)
        return bench.cause("screens_cut", "supported", 0.8, why, evidence=[*quotes, shown, talk.figure])
    if before and min(before) <= FELL_FIRST:
        first = min(day for day, ratio in fullness.items() if ratio <= FELL_FIRST)
        why = say("screens_cut.followed", bench.language, first=say_day(first, bench.language), **said)
        return bench.cause("screens_cut", "ruled_out", 0.75, why, evidence=quotes, against=[shown])
    return _cannot(bench, "screens_cut", quotes, [shown])


def weigh_rival(bench: Bench) -> Cause:
    """Weigh whether another film took the audience; only talk can say so, takings of other films are not imported."""
    return _by_talk(bench, "competing_release", watched=False)


def weigh_price(bench: Bench) -> Cause:
    """Weigh whether the price kept people away."""
    return _by_talk(bench, "price", watched=False)


def weigh_scandal(bench: Bench) -> Cause:
    """Weigh whether a scandal keeps people away."""
    return _by_talk(bench, "scandal", watched=False)


_SIGNAL_OF: dict[CauseName, str] = {
    "screens_cut": "screens_cut",
    "competing_release": "rival_film",
    "price": "price_complaint",
    "scandal": "scandal",
}


def _by_talk(bench: Bench, name: CauseName, *, watched: bool) -> Cause:
    """Supported when surely more voices say so than in nine of ten ordinary films, ruled out when hardly any does."""
    signal = _SIGNAL_OF[name]
    talk = bench.talk(signal, watched=watched)
    quotes = bench.quotes(signal, watched=watched, count=3)
    share = read_aloud(talk.share, "share", bench.language)
    if talk.stands_out:
        why = say(f"{name}.supported_talk", bench.language, share=share)
        return bench.cause(name, "supported", talk.strength, why, evidence=[*quotes, talk.figure])
    if talk.is_rare and name != "screens_cut":
        why = say(shared(f"{name}.ruled_out", talk.share), bench.language, share=share)
        return bench.cause(name, "ruled_out", talk.rarity, why, evidence=quotes, against=[talk.figure])
    if talk.total < FEWEST_VOICES:
        why = say("talk.too_few_any", bench.language, voices=round(talk.total), fewest=FEWEST_VOICES)
        query, total = bench.figures.ask("count", "reviews", watched=1 if watched else None, weight="cleaned")
        counted = bench.figures.evidence(query, say("talk.voices", bench.language, voices=round(total or 0.0)))
        return bench.cause(name, "cannot_tell", 0.2, why, evidence=quotes, against=[counted])
    key = shared(f"{name}.cannot_tell", talk.share) if name != "screens_cut" else f"{name}.cannot_tell"
    return _cannot(bench, name, quotes, [talk.figure], key=key, share=share)


def _cannot(
    bench: Bench,
    name: CauseName,
    quotes: list[Evidence],
    against: list[Evidence | None],
    *,
    key: str = "screens_cut.cannot_tell",
    share: str = "",
) -> Cause:
    why = say(key, bench.language, share=share)
    return bench.cause(name, "cannot_tell", 0.3, why, evidence=quotes, against=against)


def _weekly_ratios(values: dict[date, float]) -> dict[date, float]:
    """Hold each day against the same weekday before and take means over three days, two at least; by day, ascending."""
    raw = {day: value / values[day - _LAG] for day, value in values.items() if values.get(day - _LAG, 0.0) > 0}
    found = {}
    for day in sorted(raw):
        near = [raw[d] for d in (day - timedelta(days=i) for i in range(3)) if d in raw]
        if len(near) >= 2:
            found[day] = mean(near)
    return found


def _fullness(bench: Bench, supply: str) -> dict[date, float]:
    """Hold attendance a show against a week before; takings for each screen stand in when it was not recorded."""
    for name in DEMAND:
        values = daily_values(bench.case, name)
        if len(values) >= 10:
            return _weekly_ratios(values)
    takings, screens = daily_values(bench.case, TAKINGS), daily_values(bench.case, supply)
    return _weekly_ratios({day: takings[day] / screens[day] for day in takings if screens.get(day, 0.0) > 0})


def _spoken(bench: Bench, change: Evidence | None) -> str:
    return read_aloud((change.value if change else None) or 0.0, "change", bench.language)


def _change(bench: Bench, name: str, day: date) -> Evidence | None:
    """Hold the three days that end on a day against the three a week before: what `_weekly_ratios` reads."""
    query, value = bench.figures.ask("change", "series", name=name, from_=day - _LAG - _BACK, to=day - _BACK, over=3)
    if value is None:
        query, value = bench.figures.ask("change", "series", name=name, from_=day - _LAG, to=day)
    said = read_aloud(value or 0.0, "change", bench.language)
    return bench.figures.evidence(
        query, say("screens_cut.figure", bench.language, day=say_day(day, bench.language), change=said)
    )
