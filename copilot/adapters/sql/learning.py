"""Experiments with their counts, and retrospectives, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.adapters.sql.rows import insert_new, replace
from copilot.domain.experiment import Count, Experiment
from copilot.domain.plan import Retrospective
from copilot.errors import UnknownId


class SqlExperiments:
    """See `copilot.store.Experiments`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, experiment: Experiment) -> Experiment:
        """Keep a planned experiment; one of the same id stays as it was planned."""
        row = {
            "id": experiment.id,
            "film": experiment.film,
            "content": experiment.model_dump(mode="json"),
            "planned_at": experiment.planned_at,
        }
        with self._database.writing() as connection:
            insert_new(connection, t.experiments, [row])
            if _is_new(connection, experiment):
                detail = {"film": experiment.film, "size": experiment.size, "stops": str(experiment.stops)}
                _audit(
                    connection, experiment.planned_by, "plan_experiment", experiment.id, detail, experiment.planned_at
                )
        return self.get(experiment.id)

    def get(self, experiment: str) -> Experiment:
        """Return an experiment; raises `UnknownId`."""
        with self._database.reading() as connection:
            found = connection.scalar(select(t.experiments.c.content).where(t.experiments.c.id == experiment))
        if found is None:
            raise UnknownId(
                "looking for an experiment", f"nothing has the id {experiment!r}", "See: huichao experiment list"
            )
        return Experiment.model_validate(found)

    def of_film(self, film: str) -> list[Experiment]:
        """List a film's experiments, newest first."""
        c = t.experiments.c
        wanted = select(c.content).where(c.film == film).order_by(c.planned_at.desc(), c.id)
        with self._database.reading() as connection:
            return [Experiment.model_validate(row) for row in connection.scalars(wanted)]

    def record(self, counts: Sequence[Count]) -> None:
        """Keep totals, all or none; a variant's totals of the same day are replaced, and the audit says so."""
        with self._database.writing() as connection:
            replace(connection, t.experiment_counts, [count.model_dump() for count in counts])
            for count in counts:
                detail = count.model_dump(mode="json", include={"arm", "day", "chances", "hits", "source"})
                _audit(connection, count.by, "record_counts", count.experiment, detail, count.at)

    def counts(self, experiment: str) -> list[Count]:
        """Return an experiment's totals, by day and variant."""
        c = t.experiment_counts.c
        wanted = select(t.experiment_counts).where(c.experiment == experiment).order_by(c.day, c.arm)
        with self._database.reading() as connection:
            return [Count.model_validate(dict(row._mapping)) for row in connection.execute(wanted)]


class SqlRetrospectives:
    """See `copilot.store.Retrospectives`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, retrospective: Retrospective, at: datetime) -> None:
        """Keep a retrospective; the same one again changes nothing."""
        content = retrospective.model_dump(mode="json")
        row = {"id": retrospective.id, "film": retrospective.film, "content": content, "made_at": at}
        with self._database.writing() as connection:
            insert_new(connection, t.retrospectives, [row])

    def get(self, retrospective: str) -> Retrospective:
        """Return a retrospective; raises `UnknownId`."""
        with self._database.reading() as connection:
            found = connection.scalar(select(t.retrospectives.c.content).where(t.retrospectives.c.id == retrospective))
        if found is None:
            raise UnknownId("looking for a retrospective", f"nothing has the id {retrospective!r}", "Check the id.")
        return Retrospective.model_validate(found)

    def of_film(self, film: str) -> list[Retrospective]:
        """List a film's retrospectives, newest first."""
        c = t.retrospectives.c
        wanted = select(c.content).where(c.film == film).order_by(c.made_at.desc(), c.id)
        with self._database.reading() as connection:
            return [Retrospective.model_validate(row) for row in connection.scalars(wanted)]


def _is_new(connection: Connection, experiment: Experiment) -> bool:
    seen = select(t.audit.c.number).where(t.audit.c.subject == experiment.id, t.audit.c.action == "plan_experiment")
    return connection.scalar(seen.limit(1)) is None


def _audit(c: Connection, by: str, action: str, subject: str, detail: dict[str, object], at: datetime) -> None:
    c.execute(t.audit.insert().values(at=at, by=by, action=action, subject=subject, detail=detail))
