"""Writes plans and copy as files people send on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from copilot.domain.draft import Draft, Verdict
from copilot.domain.plan import RepairPlan
from copilot.domain.report import Names
from copilot.services.citing import names_for
from copilot.services.making import evidence_of
from copilot.services.workspace import Workspace


def export_plan(workspace: Workspace, plan: RepairPlan, verdict: Verdict | None, path: Path) -> list[str]:
    """Write a plan as .md, .docx, .xlsx or .pptx; returns what had to be changed for the format.

    Raises:
        InputError: The ending is another one.
    """
    names = names_for(workspace, workspace.store.films.get(plan.film), evidence_of(plan))
    return workspace.exports.write_plan(plan, verdict, path, names)


def export_drafts(workspace: Workspace, drafts: Sequence[Draft], path: Path) -> list[str]:
    """Write drafts with their latest verdicts as .md, .docx, .xlsx or .txt; returns as `export_plan`.

    Raises:
        InputError: There are no drafts, or the ending is another one.
    """
    verdicts = {draft.id: workspace.store.works.verdict_of(draft.id) for draft in drafts}
    known = {key: verdict for key, verdict in verdicts.items() if verdict is not None}
    cited = [evidence for draft in drafts for evidence in evidence_of(draft)]
    names = names_for(workspace, workspace.store.films.get(drafts[0].film), cited) if drafts else Names()
    return workspace.exports.write_drafts(drafts, known, path, names)
