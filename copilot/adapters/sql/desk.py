"""Submissions, decisions and the append-only audit in SQL; a change and its audit line are one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.adapters.sql.rows import insert_new
from copilot.domain.desk import AuditEntry, Decision, Submission
from copilot.errors import ConflictError, UnknownId

_STATE = {"approve": "approved", "send_back": "sent_back", "reject": "rejected", "edit": "waiting"}


class SqlDesk:
    """See `copilot.store.Desk`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def submit(self, submission: Submission) -> Submission:
        """Add a submission; the same item with the same content is the same submission."""
        with self._database.writing() as connection:
            known = connection.scalar(select(t.submissions.c.id).where(t.submissions.c.id == submission.id))
            if known is None:
                insert_new(connection, t.submissions, [submission.model_dump(mode="python") | _json(submission)])
                detail = {"item": submission.item, "content_hash": submission.content_hash}
                _audit(connection, submission.submitted_by, "submit", submission.id, detail, submission.submitted_at)
        return self.get(submission.id)

    def get(self, submission: str) -> Submission:
        """Return a submission; raises `UnknownId`."""
        with self._database.reading() as connection:
            row = connection.execute(select(t.submissions).where(t.submissions.c.id == submission)).first()
        if row is None:
            raise UnknownId(
                "looking for a submission", f"nothing waits under the id {submission!r}", "See: huichao desk list"
            )
        return Submission.model_validate(dict(row._mapping))

    def submissions(self, film: str | None = None, state: str | None = None) -> list[Submission]:
        """List submissions, oldest waiting first."""
        wanted = select(t.submissions)
        if film is not None:
            wanted = wanted.where(t.submissions.c.film == film)
        if state is not None:
            wanted = wanted.where(t.submissions.c.state == state)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(t.submissions.c.submitted_at, t.submissions.c.id))
            found = [Submission.model_validate(dict(row._mapping)) for row in rows]
        return sorted(found, key=lambda s: s.state != "waiting")

    def decide(self, decision: Decision, edited: Submission | None = None) -> Submission:
        """Apply a decision to exactly the content it names; raises `ConflictError` otherwise."""
        c = t.submissions.c
        values: dict[str, Any] = {"state": _STATE[decision.kind]}
        if edited is not None:
            values |= {"content_hash": edited.content_hash, "version": edited.version} | _json(edited)
        seen = (c.id == decision.submission) & (c.content_hash == decision.content_hash) & (c.state == "waiting")
        with self._database.writing() as connection:
            changed = connection.execute(update(t.submissions).where(seen).values(**values)).rowcount
            if changed == 1:
                insert_new(connection, t.decisions, [decision.model_dump()])
                detail = {"content_hash": decision.content_hash, "note": decision.note, "decision": decision.id}
                _audit(connection, decision.by, decision.kind, decision.submission, detail, decision.at)
        if changed != 1:
            raise _conflict(decision, self.get(decision.submission))
        return self.get(decision.submission)

    def decisions(self, submission: str) -> list[Decision]:
        """List decisions on a submission, oldest first."""
        wanted = select(t.decisions).where(t.decisions.c.submission == submission).order_by(t.decisions.c.at)
        with self._database.reading() as connection:
            return [Decision.model_validate(dict(row._mapping)) for row in connection.execute(wanted)]

    def decision(self, decision: str) -> Decision:
        """Return a decision by its id; raises `UnknownId`."""
        with self._database.reading() as connection:
            row = connection.execute(select(t.decisions).where(t.decisions.c.id == decision)).first()
        if row is None:
            raise UnknownId("looking for a decision", f"nothing has the id {decision!r}", "See: huichao desk list")
        return Decision.model_validate(dict(row._mapping))

    def note(self, by: str, action: str, subject: str, detail: dict[str, Any], at: datetime) -> None:
        """Append a line to the audit."""
        with self._database.writing() as connection:
            _audit(connection, by, action, subject, detail, at)

    def audit(self, limit: int = 200) -> list[AuditEntry]:
        """List audit lines, newest first."""
        wanted = select(t.audit).order_by(t.audit.c.number.desc()).limit(limit)
        with self._database.reading() as connection:
            return [AuditEntry.model_validate(dict(row._mapping)) for row in connection.execute(wanted)]


def _json(submission: Submission) -> dict[str, Any]:
    return {"content": submission.content, "verdict": submission.verdict.model_dump(mode="json")}


def _audit(c: Connection, by: str, action: str, subject: str, detail: dict[str, Any], at: datetime) -> None:
    c.execute(t.audit.insert().values(at=at, by=by, action=action, subject=subject, detail=detail))


def _conflict(decision: Decision, current: Submission) -> ConflictError:
    if current.state != "waiting":
        found = f"it was already decided: {current.state}"
    else:
        found = f"its content is now {current.content_hash[:12]}, you saw {decision.content_hash[:12]}"
    return ConflictError(f"deciding on {current.id}", found, "Open it again and decide on what it says now.")
