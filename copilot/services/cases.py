"""Builds the case of a film on a day: everything known then, nothing later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from copilot.domain.diagnosis import Diagnosis
from copilot.domain.film import Dossier
from copilot.domain.series import Pulse
from copilot.insight.case import Case
from copilot.insight.diagnosis import diagnose_case
from copilot.insight.figures import Figures
from copilot.insight.gathering import gather
from copilot.insight.pulse import read_pulse
from copilot.services.label import label_film
from copilot.services.workspace import Workspace, silent

RUN_DAYS = 60
"""A theatrical run is read up to this day of release unless a day is given; later reviews are of the home release."""


@dataclass(frozen=True)
class CaseRead:
    """A case with what reading it gave."""

    case: Case
    figures: Figures
    pulse: Pulse
    diagnosis: Diagnosis


def default_day(workspace: Workspace, dossier: Dossier) -> date:
    """Choose the day to read a film on: the last day with data within its run, else the last at all, else today."""
    audience = workspace.store.audience
    end_of_run = dossier.release_date + timedelta(days=RUN_DAYS)
    within = audience.last_day(dossier.id, until=end_of_run)
    if within is not None and within >= dossier.release_date:
        return within
    return within or audience.last_day(dossier.id) or workspace.clock.today()


def build_case(workspace: Workspace, film: str, as_of: date | None) -> Case:
    """Build the case; the same film, day and data give the same case.

    Raises:
        UnknownId: There is no such film.
    """
    dossier = workspace.store.films.get(film)
    day = as_of or default_day(workspace, dossier)
    label_film(workspace, film, progress=silent)
    audience = workspace.store.audience
    reviews, labels = audience.labelled(film, workspace.labeller.version, day)
    return Case(
        dossier=dossier,
        voices=gather(reviews, labels),
        measures=audience.measures(film, day),
        assets=[a for a in audience.assets(film) if a.day is None or a.day <= day],
        posts=[p for p in audience.posts(film) if p.day is None or p.day <= day],
        as_of=day,
    )


def read_case(workspace: Workspace, film: str, as_of: date | None = None) -> CaseRead:
    """Read a film on a day: pulse and diagnosis, remembered until the film's data changes."""
    stamp = workspace.store.films.stamp(film)
    key = ("case", film, as_of)
    known = workspace.remembered.get(key)
    if isinstance(known, tuple) and known[0] == stamp and isinstance(known[1], CaseRead):
        return known[1]
    case = build_case(workspace, film, as_of)
    pulse = read_pulse(case)
    read = CaseRead(case=case, figures=Figures(case), pulse=pulse, diagnosis=diagnose_case(case, pulse))
    workspace.remembered[key] = (stamp, read)
    return read
