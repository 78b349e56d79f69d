"""Runs the compliance linter as checks."""

from __future__ import annotations

from copilot.domain.draft import Score
from copilot.evaluation.compliance.lint import lint
from copilot.evaluation.compliance.rules import LintContext
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import score
from copilot.evaluation.item import Item

_BLANK = "\u2591"
"""Stands for each character of a quotation; no rule speaks of it."""
LAWFUL = ("ad_claim", "disclosure", "incentive")
"""Checks that are always reported, passing or not; others the rules name appear when broken."""


def check_compliance(item: Item, context: EvaluationContext) -> list[Score]:
    """Lint a piece: one failing score a broken rule, one passing score for each lawful check nothing broke."""
    pack = context.packs.get(item.channel)
    whose: LintContext = "request" if item.kind == "plan" else "ad"
    broken = lint(own_words(item), context.rulebook, pack=pack, context=whose, listener=context.listener)
    named = {one.check for one in broken}
    return [*broken, *(score(check, item, context, []) for check in LAWFUL if check not in named)]


def own_words(item: Item) -> dict[str, str]:
    """Blank the viewers' words a piece quotes with evidence, keeping every place: they are shown, not claimed."""
    quoted = sorted({one.text for one in item.evidence if one.kind == "quote"}, key=len, reverse=True)
    fields = dict(item.fields)
    for name, text in fields.items():
        for words in quoted:
            text = text.replace(words, _BLANK * len(words))
        fields[name] = text
    return fields
