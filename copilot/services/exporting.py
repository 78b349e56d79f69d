"""Writes plans and copy as files people send on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from copilot.domain.draft import Draft, Verdict
from copilot.domain.plan import RepairPlan
from copilot.services.workspace import Workspace


def export_plan(workspace: Workspace, plan: RepairPlan, verdict: Verdict | None, path: Path) -> list[str]:
    """Write a plan as .md, .docx, .xlsx or .pptx; returns what had to be changed for the format.

    Raises:
        InputError: The ending is another one.
    """
    return workspace.exports.write_plan(plan, verdict, path)


def export_drafts(workspace: Workspace, drafts: Sequence[Draft], path: Path) -> list[str]:
    """Write drafts with their latest verdicts as .md, .docx, .xlsx or .txt; returns as `export_plan`.

    Raises:
        InputError: There are no drafts, or the ending is another one.
    """
    verdicts = {draft.id: workspace.store.works.verdict_of(draft.id) for draft in drafts}
    return workspace.exports.write_drafts(drafts, {key: v for key, v in verdicts.items() if v is not None}, path)
