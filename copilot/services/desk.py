"""The desk: submits made things to a lead, and applies the lead's decision to exactly the content that was shown."""

from __future__ import annotations

import json
from typing import Any

from copilot.domain.desk import Decision, DecisionKind, Submission
from copilot.domain.draft import Draft, Verdict
from copilot.domain.ids import digest, make_id
from copilot.domain.plan import Interaction, RepairPlan
from copilot.errors import InputError, NotAllowed, PolicyError
from copilot.services.judging import judge_work
from copilot.services.workspace import Actor, Workspace
from copilot.store import Work

_EDITABLE = {
    "draft": {"fields", "hashtags", "script"},
    "interaction": {"title", "prompt", "options", "steps", "entry", "incentive", "disclosure"},
    "plan": {"summary", "stages"},
}


def hash_content(content: dict[str, Any]) -> str:
    """Hash content as canonical JSON (sorted keys, no spaces), SHA-256."""
    return digest(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def submit(workspace: Workspace, item: str, actor: Actor) -> Submission:
    """Put a made thing before a lead.

    Raises:
        UnknownId: Nothing made has that id.
        PolicyError: It fails a blocking check; the failing checks are named.
    """
    work = workspace.store.works.work(item)
    verdict = judge_work(workspace, work)
    _refuse_failing(verdict, item)
    content = work.model_dump(mode="json", by_alias=True)
    hashed = hash_content(content)
    return workspace.store.desk.submit(
        Submission(
            id=make_id("submission", item, hashed),
            film=work.film,
            kind=_kind(work),
            item=item,
            content=content,
            content_hash=hashed,
            verdict=verdict,
            state="waiting",
            submitted_by=actor.name,
            submitted_at=workspace.clock.now(),
        )
    )


def decide(
    workspace: Workspace, submission: str, kind: DecisionKind, actor: Actor, *, content_hash: str, note: str = ""
) -> Submission:
    """Approve, send back or reject exactly the content whose hash is named.

    Raises:
        NotAllowed: The actor is no lead.
        ConflictError: The content changed or was decided meanwhile.
        InputError: A submission is sent back without saying why.
    """
    _leads_only(actor, kind)
    if kind == "send_back" and not note.strip():
        raise InputError("sending a submission back", "no reason was given", "Say in --note what should change.")
    return workspace.store.desk.decide(_decision(workspace, submission, kind, actor, content_hash, note))


def edit(
    workspace: Workspace,
    submission: str,
    changes: dict[str, Any],
    actor: Actor,
    *,
    content_hash: str,
    note: str = "",
) -> Submission:
    """Change a waiting submission's text; the changed content is judged again and waits for approval.

    Raises:
        NotAllowed: The actor is no lead.
        InputError: A part may not be edited, or the result is no valid content.
        PolicyError: The changed content fails a blocking check.
        ConflictError: The content changed or was decided meanwhile.
    """
    _leads_only(actor, "edit")
    current = workspace.store.desk.get(submission)
    work = _changed(current, changes)
    verdict = judge_work(workspace, work)
    _refuse_failing(verdict, submission)
    edited = current.model_copy(
        update={
            "content": work.model_dump(mode="json", by_alias=True),
            "verdict": verdict,
            "version": current.version + 1,
        }
    )
    edited = edited.model_copy(update={"content_hash": hash_content(edited.content)})
    decision = _decision(workspace, submission, "edit", actor, content_hash, note)
    return workspace.store.desk.decide(decision, edited)


def _changed(current: Submission, changes: dict[str, Any]) -> Work:
    allowed = _EDITABLE[current.kind]
    if not changes or set(changes) - allowed:
        raise InputError(
            f"editing {current.id}",
            f"asked to change {', '.join(sorted(changes)) or 'nothing'}",
            f"Of a {current.kind} these may be edited: {', '.join(sorted(allowed))}.",
        )
    kinds: dict[str, type[Work]] = {"draft": Draft, "interaction": Interaction, "plan": RepairPlan}
    content = dict(current.content)
    for part, value in changes.items():
        merges = isinstance(value, dict) and isinstance(content.get(part), dict)
        content[part] = {**content[part], **value} if merges else value
    try:
        return kinds[current.kind].model_validate(content)
    except ValueError as error:
        raise InputError(f"editing {current.id}", f"the result is not valid: {error}", "Mend the change.") from error


def _decision(
    workspace: Workspace, submission: str, kind: DecisionKind, actor: Actor, seen: str, note: str
) -> Decision:
    now = workspace.clock.now()
    named = make_id("decision", submission, kind, seen, actor.name, now.isoformat())
    return Decision(
        id=named, submission=submission, kind=kind, content_hash=seen, by=actor.name, at=now, note=note.strip()
    )


def _leads_only(actor: Actor, kind: str) -> None:
    if actor.role != "lead":
        raise NotAllowed(f"deciding ({kind})", f"{actor.name} has the role {actor.role}", "Ask a lead to decide.")


def _refuse_failing(verdict: Verdict, item: str) -> None:
    failing = verdict.failing("block")
    if failing:
        reasons = "; ".join(f"{score.check}: {score.reason}" for score in failing)
        raise PolicyError(f"submitting {item}", reasons, "Mend these first; each score holds a span and a fix.")


def _kind(work: Work) -> str:
    return {RepairPlan: "plan", Interaction: "interaction", Draft: "draft"}[type(work)]
