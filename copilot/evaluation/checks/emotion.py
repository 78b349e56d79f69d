"""Checks that a piece carries the core emotional proposition."""

from __future__ import annotations

import re
from functools import lru_cache

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.evaluation.lexicons import one_of
from copilot.evaluation.patterns import pattern
from copilot.evaluation.text import HAN

_SHORTEST_JUDGED = 12
_SOLD_NEAR = 3
"""Words of a neighbouring feeling that make it what is sold; a feeling that does not go with the core needs one."""


def check_core_emotion(item: Item, context: EvaluationContext) -> Score:
    """Look for the words of the core emotion, its family of feeling, or another family sold in its place."""
    core = context.dossier.core_emotion
    text = item.text()
    if not core or len(text) < _SHORTEST_JUDGED:
        return unjudged("core_emotion", item, context, "needs_core")
    own = set(families(core, context) or families(context.dossier.synopsis, context))
    near = own | {f for group in context.lexicons.emotions["near"] if own & set(group) for f in group}
    shown = families(text, context)
    shared = context.reader.read(text).concepts & context.reader.read(core).concepts
    named = [c for c in shared if not c.startswith("@")]
    other = sorted(shown.keys() - own, key=lambda family: -len(shown[family]))
    hits = sum(len(words) for family, words in shown.items() if family in near and family not in other[:1])
    hits += sum(len(words) for family, words in shown.items() if family in own)
    needed = _SOLD_NEAR if other and other[0] in near else 1
    if other and len(shown[other[0]]) >= max(needed, hits + 1) and len(named) < 2:
        return score("core_emotion", item, context, [_other(item, core, shown[other[0]])])
    if not hits and not named:
        return score("core_emotion", item, context, [Finding("core_emotion_missing", (), {"core": core}, "hint")])
    return score("core_emotion", item, context, [])


def families(text: str, context: EvaluationContext) -> dict[str, set[str]]:
    """Return the families of feeling a text shows, each with its words."""
    denied = pattern("denied.emotion")
    found = {
        family: {
            m[0].lower() for m in shown.finditer(text) if not denied.search(text[max(0, m.start() - 12) : m.start()])
        }
        for family, shown in _patterns(context, latin=not HAN.search(text)).items()
    }
    return {family: words for family, words in found.items() if words}


@lru_cache(maxsize=16)
def _patterns(context: EvaluationContext, *, latin: bool) -> dict[str, re.Pattern[str]]:
    """Compile each family's words; a text without Han characters holds none that have some."""
    families_of = context.lexicons.emotions["families"].items()
    return {family: one_of([w for w in words if not latin or not HAN.search(str(w))]) for family, words in families_of}


def _other(item: Item, core: str, words: set[str]) -> Finding:
    found = ("、" if item.language == "zh" else ", ").join(sorted(words)[:3])
    spans = []
    for name, text in item.fields.items():
        spans += [
            item.span(name, text.lower().index(w), text.lower().index(w) + len(w)) for w in words if w in text.lower()
        ]
    return Finding("core_emotion_other", spans, {"found": found, "core": core}, "warn")
