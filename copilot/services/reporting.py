"""Writes the report a marketer forwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from copilot.domain.draft import Draft, Verdict
from copilot.domain.plan import Interaction, RepairPlan
from copilot.domain.report import ReportContent
from copilot.services.cases import CaseRead, read_case
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
        titles=_titles(workspace, read, works),
    )
    return workspace.exports.write_report(content, folder)


def _titles(workspace: Workspace, read: CaseRead, works: Iterable[Work]) -> dict[str, str]:
    """Name every source that is cited: a review by platform and day, an asset or post by its title."""
    cited = {item.source for item in evidence_of(read.diagnosis)}
    cited |= {item.source for work in works for item in evidence_of_work(work)}
    reviews = workspace.store.audience.reviews([source for source in cited if source.startswith("rv-")])
    titles = {r.id: " ".join(filter(None, (r.platform, str(r.day or "")))) for r in reviews}
    titles |= {asset.id: asset.title for asset in read.case.assets}
    titles |= {post.id: " ".join(filter(None, (post.channel, post.title))) for post in read.case.posts}
    return titles
