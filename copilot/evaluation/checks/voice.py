"""Checks that a piece speaks in the tone the dossier asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.evaluation.lexicons import one_of

_QUOTED = re.compile(r"[“\"「『‘']([^”\"」』’']{1,20})[”\"」』’']")


def check_voice(item: Item, context: EvaluationContext) -> Score:
    """Look for what the dossier's `dont` list forbids, by kind and by the words it quotes."""
    rules = context.dossier.tone.dont
    if not rules:
        return unjudged("voice", item, context, "needs_tone")
    found = [f for rule in rules for name in item.fields for f in _broken(item, context, name, rule)]
    return score("voice", item, context, found)


def _broken(item: Item, context: EvaluationContext, name: str, rule: str) -> Iterator[Finding]:
    shown = list(_shown(rule, context))
    for match in one_of(shown).finditer(item.fields[name]) if shown else ():
        values = {"known": rule, "found": match[0]}
        yield Finding("voice_forbidden", [item.span(name, *match.span())], values, "warn")


def _shown(rule: str, context: EvaluationContext) -> Iterator[str]:
    """Yield the words that break a rule: those it quotes, its own words, and those of the kinds it names."""
    yield from (match[1] for match in _QUOTED.finditer(rule))
    bare = rule
    for word in sorted(context.lexicons.voice["forbids"], key=len, reverse=True):
        bare = bare.removeprefix(str(word)).strip()
    yield from (part for part in re.split(r"[、，,；;/和与或]|\bor\b|\band\b", bare) if 2 <= len(part.strip()) <= 6)
    for kind in context.lexicons.voice["kinds"].values():
        if any(str(word).lower() in rule.lower() for word in kind["named"]):
            yield from map(str, kind["shown"])
