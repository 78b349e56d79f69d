"""Checks that copy made with AI says so where readers see it."""

from __future__ import annotations

import re

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item

_NOTE = re.compile(
    r"(?:人工智能|AI|ＡＩ|AIGC|大模型)[^，。！？\n]{0,8}?(?:生成|合成|辅助|协助|创作|撰写|参与|制作)|(?:生成|合成|辅助)[^，。！？\n]{0,6}(?:人工智能|AI)"
    r"|\bAI[- ](?:generated|assisted|made|written|drafted|created)|(?:generated|made|written|"
    r"drafted|created|produced|help)\b[^.!?\n]{0,20}\b(?:AI|artificial intelligence)\b",
    re.IGNORECASE,
)


def has_note(text: str) -> bool:
    """Say whether a text holds a note that AI made or helped to make it.

    Source:
        GB 45438-2025, chapter 5: the note names AI and says generated or synthesised.
    """
    return _NOTE.search(text) is not None


def check_ai_label(item: Item, context: EvaluationContext) -> Score:
    """Require the note on everything of ours; on copy from outside, judge only what is known."""
    label = item.ai_label
    if item.kind in ("plan", "interaction") or (label is None and not has_note(item.text())):
        return unjudged("ai_label", item, context, "needs_origin")
    found = []
    if label is not None and not has_note(label) and not has_note(item.text()):
        phrase = "ai_label_unclear" if label.strip() else "ai_label_missing"
        found.append(Finding(phrase, (), {"found": label}))
    return score("ai_label", item, context, found)
