"""Judges a file of drafts made anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.errors import InputError
from copilot.evaluation.judge import judge_set
from copilot.services.cases import read_case
from copilot.services.judging import context_of
from copilot.services.second_opinion import with_second_opinion
from copilot.services.workspace import Workspace


class DraftLine(BaseModel):
    """One line of a drafts file; what else a line holds is ignored."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    channel: str
    fields: dict[str, str]
    hashtags: list[str] = Field(default_factory=list)
    ai_label: str | None = None
    script: list[dict[str, Any]] = Field(default_factory=list)


def evaluate_file(workspace: Workspace, path: Path, film: str, day: int | None) -> list[dict[str, Any]]:
    """Judge each line of a drafts file and all together; same order, ids as given.

    Raises:
        InputError: A line cannot be read, an id comes twice, or a channel is not known.
    """
    lines = _read_lines(workspace, path)
    context = context_of(workspace, read_case(workspace, film), day)
    rows = [line.model_dump(exclude_unset=True) for line in lines]
    verdicts = with_second_opinion(workspace, context, rows, list(judge_set(rows, context).values()))
    return [{"id": one.id, "passed": one.passed, "scores": one.scores} for one in verdicts]


def _read_lines(workspace: Workspace, path: Path) -> list[DraftLine]:
    doing = f"reading the drafts of {path.name}"
    if not path.is_file():
        raise InputError(doing, "the file is not there", "Check the path.")
    lines: dict[str, DraftLine] = {}
    for number, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not text.strip():
            continue
        try:
            line = DraftLine.model_validate(json.loads(text))
        except (ValueError, ValidationError, RecursionError) as error:
            raise InputError(
                doing, f"line {number}: {error}", "Write {id, channel, fields:{body, …}} a line."
            ) from error
        if line.id in lines:
            raise InputError(doing, f"line {number}: the id {line.id!r} comes twice", "Give each draft its own id.")
        if line.channel not in workspace.packs:
            known = ", ".join(workspace.packs)
            raise InputError(doing, f"line {number}: no channel {line.channel!r}", f"Known are {known}.")
        lines[line.id] = line
    return list(lines.values())
