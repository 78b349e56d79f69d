"""Checks that a script uses no asset the campaign may not use, and names those nobody has cleared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item

RULE = "CN-CLIP"


def check_rights(item: Item, context: EvaluationContext) -> list[Score]:
    """Fail shots whose asset may not be used, and warn of those nobody has said may; empty when there is none.

    A shot says it with `rights` (cleared, restricted, not_stated) or, in scripts from outside, `rights_ok`.

    Source of the rule: CN-CLIP in knowledge/compliance/cn.yaml (copyright law; short-video standards 2021, no. 93).
    """
    found = [_finding(shot, number) for number, shot in enumerate(item.script, 1) if shot.get("asset_ref")]
    wrong = [one for one in found if one]
    if not wrong:
        return []
    reference = context.rulebook.by_id[RULE].rule.reference
    return [score("rights", item, context, wrong).model_copy(update={"rule": RULE, "reference": reference})]


def _finding(shot: Mapping[str, Any], number: int) -> Finding | None:
    state = _state(shot)
    if state == "cleared":
        return None
    values = {"shot": shot.get("no", number), "asset": str(shot.get("asset") or shot["asset_ref"])}
    if state == "restricted":
        return Finding("rights_missing", (), values)
    return Finding("rights_not_stated", (), values, "warn")


def _state(shot: Mapping[str, Any]) -> str:
    if "rights" in shot:
        return str(shot["rights"])
    said = {True: "cleared", False: "restricted"}
    return said.get(shot["rights_ok"], "not_stated") if isinstance(shot.get("rights_ok"), bool) else "not_stated"
