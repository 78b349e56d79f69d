"""Runs evaluation tasks by name as plain functions: value, n, interval, baseline, gate. `huichao eval` loads it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from copilot.errors import InputError, SettingError

TASKS: dict[str, str] = {
    "narrative_consistency": "evals.measuring.narrative:measured",
    "planted_breaches": "evals.measuring.compliance:measured_breaches",
    "breach_wordings": "evals.measuring.compliance:measured_wordings",
    "lawful_copy": "evals.measuring.compliance:measured_lawful",
    "spoiler_paraphrases": "evals.measuring.story:measured_spoilers",
    "stated_facts": "evals.measuring.story:measured_facts",
    "ordinary_comments": "evals.measuring.compliance:measured_alarms",
    "answered_questions": "evals.measuring.asked:measured_answers",
    "declined_questions": "evals.measuring.asked:measured_abstentions",
    "grounded_answers": "evals.measuring.asked:measured_grounding",
    "false_calls_of_experiments": "evals.measuring.experiments:measured",
}
"""Task → the function that measures it; SettingError when its data is not there."""


def run(names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Run tasks in the order named, yielding each as it ends.

    All of them when none is named; then one whose data is not there yields `{task, skipped}` with the reason.
    """
    if names:
        yield from map(run_task, names)
        return
    for name in TASKS:
        try:
            yield run_task(name)
        except SettingError as error:
            yield {"task": name, "skipped": error.found}


def run_task(name: str) -> dict[str, Any]:
    """Run one task.

    Returns:
        `{task, value, n, low, high, baseline, gate, passed}`; shares 0 to 1, higher is better, 95 % interval.

    Raises:
        InputError: There is no such task; the message lists the known ones.
        SettingError: Its data is not there.
    """
    if name not in TASKS:
        raise InputError(
            "running an evaluation task", f"{name!r} is not one of {', '.join(TASKS)}", "Use one of these."
        )
    module, function = TASKS[name].split(":")
    measure: Callable[[], dict[str, Any]] = getattr(importlib.import_module(module), function)
    return {"task": name, **measure()}
