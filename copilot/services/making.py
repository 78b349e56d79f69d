"""Makes plans, interactions and copy: composed or elaborated, judged, stored with their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from copilot.domain.channel import RulePack
from copilot.domain.draft import Draft, Verdict
from copilot.domain.evidence import Evidence
from copilot.domain.plan import Interaction, RepairPlan
from copilot.errors import InputError
from copilot.planning.interactions import make_interactions
from copilot.planning.plan import make_plan
from copilot.services.cases import read_case
from copilot.services.elaborating import reword_interactions, reword_plan, rewrite_drafts, writer_of_run
from copilot.services.experiments import lessons_of
from copilot.services.judging import context_of, judge_works
from copilot.services.second_opinion import with_second_opinion
from copilot.services.workspace import Workspace
from copilot.store import Work
from copilot.writing.compose import Wish, compose_from
from copilot.writing.materials import make_material
from copilot.writing.proof import bench_for

W = TypeVar("W", RepairPlan, Interaction, Draft)


@dataclass(frozen=True)
class Made(Generic[W]):
    """Things made, with their verdicts in the same order."""

    works: list[W]
    verdicts: list[Verdict]
    said: list[str] = field(default_factory=list)
    """Why some of it was not written by the bound model; empty when all was, or when none is bound."""


def plan(
    workspace: Workspace, film: str, as_of: date | None = None, *, run: str = "", user: str = "local"
) -> Made[RepairPlan]:
    """Make the next iteration of the repair plan; unchanged data gives the same plan again."""
    read = read_case(workspace, film, as_of)
    earlier = [p for p in workspace.store.works.plans(film) if p.as_of < read.case.as_of]
    previous = earlier[0] if earlier else None
    made = make_plan(
        read.case,
        read.diagnosis,
        read.pulse,
        read.figures,
        workspace.cards,
        iteration=previous.iteration + 1 if previous else 1,
        previous=previous,
        learnt=[lesson for _, lesson in lessons_of(workspace, film, as_of)],
    )
    writer = writer_of_run(workspace, film, "plan", run, user)
    made, said = reword_plan(workspace, read, made, writer)
    return _keep(workspace, [made], judge_works(workspace, read, [made]), said)


def interact(
    workspace: Workspace,
    film: str,
    count: int = 6,
    as_of: date | None = None,
    *,
    run: str = "",
    user: str = "local",
) -> Made[Interaction]:
    """Make ways for viewers to take part."""
    read = read_case(workspace, film, as_of)
    made = make_interactions(read.case, read.diagnosis, read.figures, count=count)
    made, said = reword_interactions(workspace, read, made, writer_of_run(workspace, film, "interact", run, user))
    return _keep(workspace, made, judge_works(workspace, read, made), said)


def write_copy(  # noqa: PLR0913  (the contract's options)
    workspace: Workspace,
    film: str,
    channel: str,
    *,
    angle: str | None = None,
    form: str | None = None,
    variants: int = 1,
    day: int | None = None,
    as_of: date | None = None,
    run: str = "",
    user: str = "local",
) -> Made[Draft]:
    """Write copy for a channel; `day` is the day of release it will be posted on, `form` one of its formats.

    Raises:
        InputError: The channel is not known or not one we write for; it has no such format.
    """
    read = read_case(workspace, film, as_of)
    pack = _writable(workspace, channel)
    rules = (workspace.lexicons, workspace.rulebook)
    bench = bench_for(read.case, read.diagnosis, read.figures, day, rules=rules)
    wish = Wish(angle=angle, variants=variants, format=form)
    composed = compose_from(bench.bank, pack, wish, bench.judge_for(pack))
    writer = writer_of_run(workspace, film, "copy", run, user)
    drafts, said = rewrite_drafts(workspace, read, composed, pack, writer, day)
    known = {draft.id: bench.verdicts[draft.id] for draft in drafts if draft in composed}
    verdicts = judge_works(workspace, read, drafts, day, known=known, context=bench.context)
    verdicts = with_second_opinion(workspace, bench.context, drafts, verdicts, run=run, user=user)
    return _keep(workspace, drafts, verdicts, said)


def write_material(
    workspace: Workspace, film: str, kind: str, *, day: int | None = None, as_of: date | None = None
) -> Made[Draft]:
    """Write what partners need: poster lines, a cinema kit, briefs, a co-creation kit.

    Raises:
        InputError: There is no such kind.
    """
    read = read_case(workspace, film, as_of)
    made = [make_material(kind, read.case, read.diagnosis, read.figures, day=day)]
    context = context_of(workspace, read, day)
    verdicts = judge_works(workspace, read, made, context=context)
    return _keep(workspace, made, with_second_opinion(workspace, context, made, verdicts))


def _writable(workspace: Workspace, channel: str) -> RulePack:
    pack = workspace.packs.get(channel)
    writable = [key for key, one in workspace.packs.items() if one.writable]
    if pack is None:
        raise InputError("writing copy", f"no channel {channel!r}", f"Known are {', '.join(writable)}.")
    if not pack.writable:
        why = pack.read_only_why.zh if pack.read_only_why else "read-only"
        raise InputError("writing copy", f"{channel}: {why}", f"Write for one of {', '.join(writable)}.")
    return pack


def _keep(workspace: Workspace, works: list[W], verdicts: list[Verdict], said: Sequence[str] = ()) -> Made[W]:
    workspace.store.works.put(works, verdicts, workspace.clock.now())
    if works:
        workspace.store.works.cite([e for work in works for e in evidence_of(work)], works[0].film)
    return Made(works=works, verdicts=verdicts, said=list(said))


def evidence_of(work: Work) -> Iterable[Evidence]:
    """List everything a made thing rests on."""
    if isinstance(work, RepairPlan):
        return [item for action in work.actions() for item in action.evidence]
    if isinstance(work, Interaction):
        return work.evidence
    return [item for claim in work.claims for item in claim.evidence]
