"""Writes the report a marketer forwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from copilot.domain.draft import Draft, Verdict
from copilot.domain.plan import Interaction, RepairPlan
from copilot.domain.report import ReportContent
from copilot.services.cases import read_case
from copilot.services.citing import names_for
from copilot.services.diagnose import evidence_of
from copilot.services.making import evidence_of as evidence_of_work
from copilot.services.workspace import Workspace
from copilot.store import Work


def report_on(  # noqa: PLR0913  (everything that was made)
    workspace: Workspace,
    film: str,
    plan: RepairPlan,
    interactions: list[Interaction],
    drafts: list[Draft],
    verdicts: list[Verdict],
    *,
    folder: Path,
    as_of: date | None = None,
) -> dict[str, Path]:
    """Write report.html, report.md and report.docx into a folder; returns html, md and docx → path.

    Args:
        workspace: The open product.
        film: Film id.
        plan: The plan.
        interactions: Ways to take part.
        drafts: Copy.
        verdicts: Of the plan, the interactions and the drafts, in that order.
        folder: Where to write; made when missing.
        as_of: Day the film was read on.
    """
    read = read_case(workspace, film, as_of)
    works: list[Work] = [plan, *interactions, *drafts]
    cited = [*evidence_of(read.diagnosis), *(item for work in works for item in evidence_of_work(work))]
    folder.mkdir(parents=True, exist_ok=True)
    content = ReportContent(
        dossier=read.case.dossier,
        pulse=read.pulse,
        diagnosis=read.diagnosis,
        plan=plan,
        interactions=interactions,
        drafts=drafts,
        verdicts={work.id: verdict for work, verdict in zip(works, verdicts, strict=True)},
        packs=workspace.packs,
        made_at=workspace.clock.now(),
        writer=plan.writer,
        sources=workspace.store.imports.of_film(film),
        titles=names_for(workspace, read.case.dossier, cited).sources,
    )
    return workspace.exports.write_report(content, folder)
