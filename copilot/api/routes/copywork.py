"""Copy: channels, drafts, live counters and checks."""

from __future__ import annotations

from fastapi import APIRouter

from copilot.api.access import CallerDep, FilmDep, WorkspaceDep
from copilot.domain.draft import Draft
from copilot.schema import ChannelRow, CheckCopy, Checked, Counter, Made, MakeCopy
from copilot.services.check import check_copy
from copilot.services.making import write_copy

router = APIRouter(tags=["copy"])


@router.get("/channels")
def channels(_caller: CallerDep, workspace: WorkspaceDep) -> list[ChannelRow]:
    """List channels with their dated limits."""
    today = workspace.clock.today()
    return [
        ChannelRow.model_validate(
            pack.model_dump(include=set(ChannelRow.model_fields), mode="json") | {"stale": pack.is_stale(today)}
        )
        for pack in workspace.packs.values()
    ]


@router.post("/films/{film}/drafts")
def make_drafts(film: FilmDep, body: MakeCopy, workspace: WorkspaceDep) -> Made[Draft]:
    """Write copy for a channel."""
    made = write_copy(
        workspace,
        film,
        body.channel,
        angle=body.angle,
        variants=body.variants,
        day=body.day,
        as_of=body.as_of,
    )
    return Made(works=made.works, verdicts=made.verdicts)


@router.get("/films/{film}/drafts")
def drafts(film: FilmDep, workspace: WorkspaceDep, channel: str | None = None) -> list[Draft]:
    """List the film's drafts, newest first."""
    return workspace.store.works.drafts(film, channel)


@router.post("/films/{film}/check")
def check(film: FilmDep, body: CheckCopy, workspace: WorkspaceDep) -> Checked:
    """Measure and judge copy as a person typed it; nothing is stored."""
    measured, verdict = check_copy(
        workspace,
        film,
        body.channel,
        body.fields,
        hashtags=body.hashtags,
        ai_label=body.ai_label,
        day=body.day,
    )
    counters = [Counter.model_validate(one.model_dump()) for one in measured]
    return Checked(counters=counters, verdict=verdict)
