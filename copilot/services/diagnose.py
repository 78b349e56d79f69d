"""Tells how a film is doing, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from copilot.domain.diagnosis import Diagnosis
from copilot.domain.evidence import Evidence
from copilot.domain.series import Pulse
from copilot.services.cases import read_case
from copilot.services.workspace import Workspace


def take_pulse(workspace: Workspace, film: str, as_of: date | None = None) -> Pulse:
    """Tell how a film is doing against expectation."""
    return read_case(workspace, film, as_of).pulse


def diagnose(workspace: Workspace, film: str, as_of: date | None = None) -> Diagnosis:
    """Tell why a film's heat fell, and remember the evidence shown so that its ids can be opened."""
    diagnosis = read_case(workspace, film, as_of).diagnosis
    workspace.store.works.cite(list(evidence_of(diagnosis)), film)
    return diagnosis


def evidence_of(diagnosis: Diagnosis) -> Iterable[Evidence]:
    """List everything a diagnosis rests on."""
    for entry in diagnosis.ledger:
        yield from (*entry.evidence, *entry.against)
    for cause in diagnosis.causes:
        yield from (*cause.evidence, *cause.against)
    for audience in diagnosis.audiences:
        yield from audience.evidence
    for theme in diagnosis.themes:
        yield from theme.evidence
