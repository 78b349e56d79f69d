"""The desk: submissions and decisions."""

from __future__ import annotations

from fastapi import APIRouter

from copilot.api.access import Caller, CallerDep, WorkspaceDep, hidden
from copilot.domain.desk import AuditEntry, Submission, SubmissionState
from copilot.errors import InputError, NotAllowed
from copilot.schema import Decide, SubmissionShown, Submit
from copilot.services.desk import decide, edit, submit
from copilot.services.workspace import Workspace

router = APIRouter(tags=["desk"])


@router.get("/desk")
def waiting(
    caller: CallerDep, workspace: WorkspaceDep, film: str | None = None, state: SubmissionState | None = None
) -> list[Submission]:
    """List submissions of the films the caller may see, waiting ones first."""
    return [s for s in workspace.store.desk.submissions(film, state) if caller.may_see(s.film)]


@router.post("/desk")
def put(body: Submit, caller: CallerDep, workspace: WorkspaceDep) -> Submission:
    """Put a made thing before a lead."""
    if not caller.may_see(workspace.store.works.work(body.item).film):
        raise hidden(body.item)
    return submit(workspace, body.item, caller.actor)


@router.get("/desk/{submission}")
def shown(submission: str, caller: CallerDep, workspace: WorkspaceDep) -> SubmissionShown:
    """Show a submission with its decisions."""
    found = _seen(submission, caller, workspace)
    return SubmissionShown(submission=found, decisions=workspace.store.desk.decisions(submission))


@router.post("/desk/{submission}/decisions")
def decision(submission: str, body: Decide, caller: CallerDep, workspace: WorkspaceDep) -> Submission:
    """Approve, edit, send back or reject exactly the content seen."""
    _seen(submission, caller, workspace)
    if body.kind != "edit":
        return decide(workspace, submission, body.kind, caller.actor, content_hash=body.content_hash, note=body.note)
    if body.changes is None:
        raise InputError("editing a submission", "no changes were given", "Send changes: {part: value}.")
    return edit(workspace, submission, body.changes, caller.actor, content_hash=body.content_hash, note=body.note)


@router.get("/audit")
def audit(caller: CallerDep, workspace: WorkspaceDep, limit: int = 200) -> list[AuditEntry]:
    """List audit lines, newest first; leads of all films only."""
    if caller.actor.role != "lead" or caller.films is not None:
        raise NotAllowed(
            "reading the audit", f"{caller.actor.name} may not read it", "Ask a lead with access to all films."
        )
    return workspace.store.desk.audit(min(limit, 1000))


def _seen(submission: str, caller: Caller, workspace: Workspace) -> Submission:
    found = workspace.store.desk.get(submission)
    if not caller.may_see(found.film):
        raise hidden(submission)
    return found
