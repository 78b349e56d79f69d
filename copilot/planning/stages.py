"""Dates the stages of a plan from the day of the data and what is left of the run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from copilot.domain.playbook import STAGES, StageName
from copilot.domain.value import Value
from copilot.planning.shelf import parse, playbook_folder, shipped_yaml


class Pattern(Value):
    """Stage windows for plans made within some days of release."""

    id: str
    days: tuple[int, int]
    windows: dict[StageName, tuple[int, int]]
    """Days after the day of the data, both ends included."""


class Patterns(Value):
    """The content of stages.yaml."""

    patterns: list[Pattern]
    why: dict[str, str]


@dataclass(frozen=True)
class StageDates:
    """One stage of this plan."""

    name: StageName
    from_: date
    to: date


def date_stages(as_of: date, day_of_release: int) -> list[StageDates]:
    """Date the stages, in order; the first begins the day after the data ends."""
    held = parse(shipped_yaml("stages.yaml"), Patterns, playbook_folder() / "stages.yaml", "stages")
    fitting = [p for p in held.patterns if p.days[0] <= day_of_release <= p.days[1]]
    windows = (fitting or held.patterns)[0].windows
    return [
        StageDates(name, as_of + timedelta(days=windows[name][0]), as_of + timedelta(days=windows[name][1]))
        for name in STAGES
        if name in windows
    ]


def stage_of(card_stage: StageName, stages: list[StageDates]) -> StageDates:
    """Return the stage a card runs in: its own, or the first one left when its own is past."""
    return next((stage for stage in stages if stage.name == card_stage), stages[0])
