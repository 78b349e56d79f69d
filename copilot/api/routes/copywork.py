"""Copy: channels, drafts, live counters and checks."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Query

from copilot.api.access import CallerDep, FilmDep, WorkspaceDep
from copilot.domain.draft import Draft
from copilot.schema import ChannelRow, CheckCopy, Checked, Counter, Made, MakeCopy
from copilot.services.check import check_copy
from copilot.services.making import write_copy, write_material
from copilot.writing.materials import material_kinds as known_kinds

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
def make_drafts(
    film: FilmDep,
    body: MakeCopy,
    caller: CallerDep,
    workspace: WorkspaceDep,
    form: str | None = Query(None, alias="format"),
) -> Made[Draft]:
    """Write copy for a channel, in its main format unless another is named."""
    made = write_copy(
        workspace,
        film,
        body.channel,
        angle=body.angle,
        form=form,
        variants=body.variants,
        day=body.day,
        as_of=body.as_of,
        user=caller.actor.name,
    )
    return Made(works=made.works, verdicts=made.verdicts)


@router.get("/materials")
def material_kinds(_caller: CallerDep) -> list[str]:
    """List the kinds of material that can be written for partners."""
    return known_kinds()


@router.post("/films/{film}/materials/{kind}")
def make_material(
    film: FilmDep, kind: str, workspace: WorkspaceDep, day: int | None = None, as_of: date | None = None
) -> Made[Draft]:
    """Write material for partners: cinemas, brands, opinion leaders, fans."""
    made = write_material(workspace, film, kind, day=day, as_of=as_of)
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
