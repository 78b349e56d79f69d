"""Passages one can find, queries and hits."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from copilot.domain.value import Language, Value

PassageKind = Literal[
    "framework", "playbook", "dossier", "asset", "campaign", "review", "document", "retrospective", "post"
]


class Passage(Value):
    """One retrievable piece of text."""

    id: str
    film: str | None
    """None for knowledge shared by all films."""
    kind: PassageKind
    source: str
    """Id of the review, asset, post, document or knowledge file; imported JSONL documents keep their own id."""
    text: str
    title: str = ""
    language: Language = "zh"
    day: date | None = None
    platform: str = ""
    watched: bool | None = None
    polarity: float | None = None
    aspects: list[str] = Field(default_factory=list)
    priority: int = 0
    """Smaller is embedded sooner: 0 dossier, 1 framework, playbook, 2 campaign, assets, 3 documents, 4 reviews."""


class Filters(Value):
    """What a hit must satisfy; None means no condition."""

    kinds: list[PassageKind] | None = None
    since: date | None = None
    until: date | None = None
    platform: str | None = None
    aspect: str | None = None
    polarity: Literal["positive", "negative"] | None = None
    watched: bool | None = None


class Query(Value):
    """What someone looks for."""

    text: str
    history: list[str] = Field(default_factory=list)
    """Earlier turns of the conversation, oldest first."""
    filters: Filters = Filters()


class Hit(Value):
    """A found passage."""

    id: str
    source: str
    kind: PassageKind
    text: str
    score: float
    """Higher is better; comparable only within one result list."""
    rank: int
    """1 is the best."""
