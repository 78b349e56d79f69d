"""Plans, interactions, drafts, verdicts and shown evidence in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.adapters.sql.rows import insert_new
from copilot.domain.draft import Draft, Verdict
from copilot.domain.evidence import Evidence
from copilot.domain.plan import Interaction, RepairPlan
from copilot.domain.value import Value
from copilot.errors import UnknownId
from copilot.store import Work

W = TypeVar("W", bound=Value)
_KINDS: dict[str, type[Work]] = {"plan": RepairPlan, "interaction": Interaction, "draft": Draft}


class SqlWorks:
    """See `copilot.store.Works`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, works: Sequence[Work], verdicts: Sequence[Verdict], at: datetime) -> None:
        """Store made things with their verdicts, same order; the same content again changes nothing."""
        rows = [_row(work, at) for work in works]
        judged = [
            {"id": verdict.id, "item": work.id, "content": verdict.model_dump(mode="json"), "judged_at": at}
            for work, verdict in zip(works, verdicts, strict=True)
        ]
        with self._database.writing() as connection:
            insert_new(connection, t.works, rows)
            if judged:
                connection.execute(t.verdicts.insert(), judged)

    def plans(self, film: str) -> list[RepairPlan]:
        """List plans, newest first."""
        return self._of(film, RepairPlan, "plan")

    def interactions(self, film: str) -> list[Interaction]:
        """List interactions, newest first."""
        return self._of(film, Interaction, "interaction")

    def drafts(self, film: str, channel: str | None = None) -> list[Draft]:
        """List drafts, newest first."""
        return self._of(film, Draft, "draft", channel)

    def _of(self, film: str, kind: type[W], name: str, channel: str | None = None) -> list[W]:
        wanted = select(t.works.c.content).where(t.works.c.film == film, t.works.c.kind == name)
        if channel is not None:
            wanted = wanted.where(t.works.c.channel == channel)
        with self._database.reading() as connection:
            rows = connection.scalars(wanted.order_by(t.works.c.number.desc()))
            return [kind.model_validate(row) for row in rows]

    def work(self, any_id: str) -> Work:
        """Return one made thing; raises `UnknownId`."""
        with self._database.reading() as connection:
            wanted = select(t.works.c.kind, t.works.c.content).where(t.works.c.id == any_id)
            found = connection.execute(wanted).first()
        if found is None:
            raise _unknown("plan, interaction or draft", any_id)
        return _KINDS[found.kind].model_validate(found.content)

    def verdict_of(self, item: str) -> Verdict | None:
        """Return the latest verdict on a made thing."""
        wanted = select(t.verdicts.c.content).where(t.verdicts.c.item == item).order_by(t.verdicts.c.number.desc())
        with self._database.reading() as connection:
            found = connection.scalar(wanted.limit(1))
        return Verdict.model_validate(found) if found else None

    def verdict(self, verdict: str) -> tuple[Verdict, str]:
        """Return a verdict by its own id, and the id of what it judges; raises `UnknownId`."""
        wanted = select(t.verdicts.c.content, t.verdicts.c.item).where(t.verdicts.c.id == verdict).limit(1)
        with self._database.reading() as connection:
            found = connection.execute(wanted).first()
        if found is None:
            raise _unknown("verdict", verdict)
        return Verdict.model_validate(found.content), found.item

    def cite(self, evidence: Sequence[Evidence], film: str) -> None:
        """Remember evidence that was shown, so that its id can be opened."""
        unique = {item.id: item for item in evidence}
        rows = [{"id": key, "film": film, "content": e.model_dump(mode="json")} for key, e in unique.items()]
        with self._database.writing() as connection:
            insert_new(connection, t.evidence, rows)

    def evidence(self, evidence: str) -> tuple[Evidence, str]:
        """Return evidence and its film; raises `UnknownId`."""
        with self._database.reading() as connection:
            wanted = select(t.evidence.c.content, t.evidence.c.film).where(t.evidence.c.id == evidence)
            found = connection.execute(wanted).first()
        if found is None:
            raise _unknown("evidence", evidence)
        return Evidence.model_validate(found.content), found.film


def _row(work: Work, at: datetime) -> dict[str, Any]:
    kind = next(name for name, cls in _KINDS.items() if isinstance(work, cls))
    channel = work.channel if isinstance(work, Draft | Interaction) else None
    content = work.model_dump(mode="json", by_alias=True)
    return {"id": work.id, "film": work.film, "kind": kind, "channel": channel, "content": content, "made_at": at}


def _unknown(kind: str, any_id: str) -> UnknownId:
    return UnknownId(f"looking for a {kind}", f"nothing has the id {any_id!r}", "Check the id; ids are never reused.")
