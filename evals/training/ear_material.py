"""Sentences of copy with the rule they break or none, for the linter's ear to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from copilot.evaluation.compliance.ear import spoken
from evals.measuring.compliance import SECOND_SET, read

Row = dict[str, Any]
AUTHORS = {
    "a": ("planted_breaches_v7_a", "lawful_copy_v4_a"),
    "b": ("planted_breaches_v7_b", "lawful_copy_v4_b"),
}
"""Independent authors, each with breaches whose words are marked, and lawful pieces close to the rules."""
BARE = tuple(name for name in SECOND_SET if not name.endswith("_held"))
"""Older sets without the place of the breach: a whole piece counts as one sentence."""
OLDER_LAWFUL = ("lawful_copy_v1", "lawful_copy_v2", "lawful_copy_v3_dev")
LONGEST = 220
"""Characters read of such a piece."""
_SAID_IN = {
    "zh": {"US-REVIEW": "CN-AUCL-REVIEW", "US-CLAIM": "CN-AD-DATA", "US-CLIP": "CN-CLIP"},
    "en": {"CN-AUCL-REVIEW": "US-REVIEW", "CN-AD-DATA": "US-CLAIM", "CN-CLIP": "US-CLIP"},
}
"""Rules that hold in one language only, by the language of the text → the one that holds there."""


@dataclass(frozen=True)
class Said:
    """One sentence and the rule it breaks; empty for none."""

    text: str
    rule: str


def whole(row: Row) -> str:
    """Return all fields of a piece as the linter reads them."""
    return "\n".join(row["fields"].values())


def rule_of(row: Row) -> str:
    """Return the rule a row breaks, by the language of its text."""
    return str(_SAID_IN[row["language"]].get(row["rule"], row["rule"]))


def sentences_of(row: Row) -> list[str]:
    """Cut a piece as the ear does."""
    text = whole(row)
    return [text[start:end].strip() for start, end in spoken(text)]


def of_author(name: str) -> Iterator[Said]:
    """Yield what one author's sets teach."""
    breaches, lawful = AUTHORS[name]
    for row in read(breaches):
        yield from of_breach(row)
    yield from (Said(one, "") for row in read(lawful) for one in sentences_of(row))


def of_breach(row: Row) -> Iterator[Said]:
    """Yield the breaching words, the sentences that mostly hold them, and the untouched ones as lawful."""
    text, rule = whole(row), rule_of(row)
    start = text.find(row["span"])
    end = start + len(row["span"])
    yield Said(row["span"], rule)
    for first, last in spoken(text):
        shared = min(end, last) - max(start, first)
        if shared <= 0 or 2 * shared >= min(end - start, last - first):
            yield Said(text[first:last].strip(), rule if shared > 0 else "")


def of_older(rules: Sequence[str]) -> Iterator[Said]:
    """Yield what the older sets teach of some rules."""
    for name in BARE:
        yield from (Said(whole(row)[:LONGEST], rule_of(row)) for row in read(name) if rule_of(row) in rules)
    for name in OLDER_LAWFUL:
        yield from (Said(one, "") for row in read(name) for one in sentences_of(row))
