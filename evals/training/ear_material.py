"""Sentences of copy with the rule they break or none, for the linter's ear to learn from."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.bootstrap import build
from copilot.config import Settings
from copilot.evaluation.checks.compliance import own_words
from copilot.evaluation.compliance.ear import spoken
from copilot.evaluation.item import from_draft
from evals.measuring.compliance import SECOND_SET, read
from evals.measuring.copy import FILMS, write_film

Row = dict[str, Any]
AUTHORS = {
    "a": ("planted_breaches_v7_a", "lawful_copy_v4_a"),
    "b": ("planted_breaches_v7_b", "lawful_copy_v4_b"),
    "c": ("planted_breaches_v7_c", "lawful_copy_v4_c"),
}
"""Independent authors, each with breaches whose words are marked, and lawful pieces close to the rules."""
BARE = tuple(name for name in SECOND_SET if not name.endswith("_held"))
"""Older sets without the place of the breach: a whole piece counts as one sentence."""
OLDER_LAWFUL = ("lawful_copy_v1", "lawful_copy_v2", "lawful_copy_v3_dev")
AFTER = ("planted_breaches_v8_after", "lawful_copy_v5_after")
"""By the lists' author, after both authors' sets were read: more wordings, no estimate."""
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


def of_composed() -> Iterator[Said]:
    """Yield the sentences of the product's own copy for six real films, viewers' words blanked; needs the benchmark."""
    with tempfile.TemporaryDirectory() as place:
        workspace = build(Settings(data=Path(place) / "data", embed_seconds=0))
        for film in FILMS:
            for draft in write_film(workspace, film, Path(place)).drafts:
                yield from (Said(one, "") for one in sentences_of({"fields": own_words(from_draft(draft))}))


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
    yield from _of_pair(*AUTHORS[name])


def _of_pair(breaches: str, lawful: str) -> Iterator[Said]:
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
    """Yield what the other sets teach of some rules."""
    yield from _of_pair(*AFTER)
    for name in BARE:
        yield from (Said(whole(row)[:LONGEST], rule_of(row)) for row in read(name) if rule_of(row) in rules)
    for name in OLDER_LAWFUL:
        yield from (Said(one, "") for row in read(name) for one in sentences_of(row))
