"""Reports what model calls used, per run, film, user, role and model, against the ceilings in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from copilot.domain.usage import Ceilings, RunSpent, Spent, UserSpent
from copilot.services.workspace import Workspace

RUNS = 50
"""Runs listed; older ones are in the sums."""
ROLES = ("writer", "judge")


@dataclass(frozen=True)
class UsageReport:
    """Sums, latest first, the ceilings in force, and what is bound and priced."""

    films: list[Spent]
    users: list[UserSpent]
    runs: list[RunSpent]
    roles: list[Spent]
    models: list[Spent]
    ceilings: Ceilings
    bound: Mapping[str, str]
    """Role → its model, or offline."""
    prices_as_of: date
    """The day the table of prices was last verified."""


def report_usage(workspace: Workspace, films: Collection[str] | None = None) -> UsageReport:
    """Add up the model calls of some films, or of all; money of today counts every film, as the user's ceiling does."""
    usage = workspace.store.usage
    today = {one.name: one.usd for one in usage.table("user", since=day_begins(workspace.clock.now()))}
    return UsageReport(
        films=usage.table("film", films),
        users=[UserSpent(**dict(one), usd_today=today.get(one.name, 0.0)) for one in usage.table("user", films)],
        runs=usage.runs(films, most=RUNS),
        roles=usage.table("role", films),
        models=usage.table("model", films),
        ceilings=workspace.ceilings,
        bound={role: workspace.models.get(role, "offline") for role in ROLES},
        prices_as_of=workspace.prices.verified_on,
    )


def day_begins(now: datetime) -> datetime:
    """Return the midnight a day's ceiling counts from; the clock is UTC."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
