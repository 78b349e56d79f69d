"""The desk: what waits for a lead, and what the lead decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from copilot.domain.draft import Verdict
from copilot.domain.value import Value

SubmissionState = Literal["waiting", "approved", "sent_back", "rejected"]
DecisionKind = Literal["approve", "edit", "send_back", "reject"]
Role = Literal["marketer", "copywriter", "lead"]
ROLES: tuple[Role, ...] = ("marketer", "copywriter", "lead")


class Submission(Value):
    """Something waiting for a lead, pinned to the exact content shown."""

    id: str
    film: str
    kind: Literal["plan", "interaction", "draft"]
    item: str
    """Id of the plan, interaction or draft."""
    content: dict[str, Any]
    content_hash: str
    """SHA-256 of the content as canonical JSON; a decision must name it."""
    verdict: Verdict
    state: SubmissionState
    submitted_by: str
    submitted_at: datetime
    version: int = 1
    """Grows by one with each edit."""


class Decision(Value):
    """What a lead decided about exactly one content."""

    id: str
    submission: str
    kind: DecisionKind
    content_hash: str
    by: str
    at: datetime
    note: str = ""


class AuditEntry(Value):
    """One line of the append-only audit."""

    number: int
    at: datetime
    by: str
    action: str
    subject: str
    detail: dict[str, Any] = Field(default_factory=dict)
