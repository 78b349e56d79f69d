"""Says beside a series what its reader must know: gaps, previews, re-releases, borrowed or missing expectations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from copilot.domain.series import Point
from copilot.domain.value import Language
from copilot.insight.calendar import planned_from
from copilot.insight.case import Case
from copilot.insight.curve import RUN_GAP_DAYS, load_curve
from copilot.insight.expected import REFERENCE_VOICES
from copilot.insight.series import TAKINGS, VOLUME, WORD_OF_MOUTH, daily_values
from copilot.insight.takings_run import anchors, current_run
from copilot.insight.wording import say, say_day


def note_of(case: Case, name: str, points: Sequence[Point], language: Language) -> str:
    """Write the note of a series; empty when there is nothing to say."""
    expects = any(p.expected is not None for p in points)
    if name == VOLUME:
        return say("notes.volume", language) if expects else ""
    if name == WORD_OF_MOUTH:
        return say("notes.mouth", language) if expects else say("notes.mouth_short", language, needed=REFERENCE_VOICES)
    missing = sum(p.value is None for p in points)
    said = [say("notes.gaps", language, days=missing)] if missing else []
    if name.startswith(TAKINGS):
        said = _about_takings(case, name, language, expects=expects) + said
    return " ".join(said) if language == "en" else "".join(said)


def _about_takings(case: Case, name: str, language: Language, *, expects: bool) -> list[str]:
    market = case.dossier.market
    key = {"US": "curve", "CN": "few_films_curve"}.get(market, "foreign_curve")
    said = [say(f"notes.{key}" if expects else "notes.no_anchor", language)]
    values = daily_values(case, name)
    first, run = current_run(case.dossier.release_date, values)
    placed = anchors(load_curve(market), first, run) if run else []
    if placed and placed[-1].own:
        since = first + timedelta(days=placed[-1].day)
        said.append(say("notes.own_level", language, day=say_day(since, language)))
    previews = sum(day < case.dossier.release_date and value > 0 for day, value in values.items())
    if first > case.dossier.release_date:
        said.append(say("notes.rerelease", language, gap=RUN_GAP_DAYS, first=say_day(first, language)))
    if previews:
        said.append(say("notes.previews", language, days=previews))
    planned = planned_from(market)
    if planned and case.as_of.year >= planned:
        said.append(say("notes.planned_holidays", language, year=planned))
    return said
