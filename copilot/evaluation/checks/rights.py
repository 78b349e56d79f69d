"""Checks that a script uses no asset without saying that it is cleared."""

from __future__ import annotations

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item

RULE = "CN-CLIP"


def check_rights(item: Item, context: EvaluationContext) -> list[Score]:
    """Fail shots that name an asset and are not marked as cleared; empty when there is none.

    Source of the rule: CN-CLIP in knowledge/compliance/cn.yaml (copyright law; short-video standards 2021, no. 93).
    """
    found = [
        Finding("rights_missing", (), {"shot": shot.get("no", number), "asset": str(shot["asset_ref"])})
        for number, shot in enumerate(item.script, 1)
        if shot.get("asset_ref") and shot.get("rights_ok") is not True
    ]
    if not found:
        return []
    reference = context.rulebook.by_id[RULE].rule.reference
    return [score("rights", item, context, found).model_copy(update={"rule": RULE, "reference": reference})]
