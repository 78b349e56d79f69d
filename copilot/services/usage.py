"""Reports what model calls used, per run, film and user."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.usage import Ceilings, Spent
from copilot.services.workspace import Workspace

RUNS = 50
"""Runs listed; older ones are in the sums."""


@dataclass(frozen=True)
class UsageReport:
    """Sums, latest first, and the ceilings in force."""

    films: list[Spent]
    users: list[Spent]
    runs: list[Spent]
    ceilings: Ceilings


def report_usage(workspace: Workspace, film: str | None = None) -> UsageReport:
    """Add up the model calls of one film, or of all.

    Raises:
        UnknownId: There is no such film.
    """
    if film is not None:
        workspace.store.films.get(film)
    usage = workspace.store.usage
    return UsageReport(
        films=usage.table("film", film),
        users=usage.table("user", film),
        runs=usage.table("run", film)[:RUNS],
        ceilings=workspace.ceilings,
    )
