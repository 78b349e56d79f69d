"""Rule packs: a channel's dated limits and rules as data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from copilot.domain.value import Bilingual, Value

CountRule = Literal[
    "codepoints",
    "utf16",
    "grapheme",
    "utf8_bytes",
    "twitter_weighted",
    "xhs_title",
    "half_ascii",
    "threads_mixed",
    "linkedin_wire",
    "youtube_tags",
    "sms_cn",
    "sms_intl",
    "words",
]
ConfidenceMark = Literal["A", "B+", "B", "C", "D"]
STALE_AFTER_DAYS = 180


class FieldLimit(Value):
    """One field's limits."""

    max: float | None = None
    """Hard limit in the unit of `count`; None means none known."""
    soft: float | None = None
    """Recommended length."""
    min: float | None = None
    count: CountRule = "codepoints"
    confidence: ConfidenceMark = "D"
    forbid: list[str] = Field(default_factory=list)
    required: bool = False
    aliases: list[str] = Field(default_factory=list)
    """Other names under which this field may arrive, such as body for a description."""
    verified_on: date | None = None
    """When this limit was last confirmed, if not with the whole pack."""
    note: Bilingual | None = None


class TagRule(Value):
    """How topics are written and how many are allowed."""

    syntax: str = "#{tag}"
    """Pattern with {tag}; #{tag}# for Weibo."""
    min: int = 0
    max: int | None = None
    typical: tuple[int, int] = (0, 3)
    each_max: int | None = None
    total_max: int | None = None
    """Characters of all topics together."""
    forbid: list[str] = Field(default_factory=list)
    counted_in: str = ""
    """Field whose length includes the topics; empty when they stand apart."""
    confidence: ConfidenceMark = "D"


class RulePack(Value):
    """Everything known about publishing on one channel."""

    id: str
    name: Bilingual
    region: str
    writable: bool = True
    read_only_why: Bilingual | None = None
    formats: list[str] = Field(default_factory=list)
    """Ids of copy formats, main one first."""
    fields: dict[str, FieldLimit]
    """Fields of the main format, in the order shown."""
    hashtags: TagRule = TagRule()
    ai_declaration: Bilingual | None = None
    ad_disclosure: Bilingual | None = None
    tone: Bilingual | None = None
    structure: list[Bilingual] = Field(default_factory=list)
    """What a piece is made of, in order."""
    media: list[Bilingual] = Field(default_factory=list)
    schedule: Bilingual | None = None
    mention: str = ""
    """Pattern with {name}; empty when mentions are not written in the text."""
    links_max: int | None = None
    cta: list[Bilingual] = Field(default_factory=list)
    banned: list[Bilingual] = Field(default_factory=list)
    must_have: list[Bilingual] = Field(default_factory=list)
    sources: list[str] = Field(default_factory=list)
    verified_on: date

    def field_named(self, name: str) -> str | None:
        """Return the pack's own name of a field given by its name or an alias; None when it has no such field.

        A further post of a thread is the same field again, numbered: body#2 is a body.
        """
        bare = name.partition("#")[0]
        if bare in self.fields:
            return bare
        return next((own for own, limit in self.fields.items() if bare in limit.aliases), None)

    def is_stale(self, today: date) -> bool:
        """Say whether the limits were last verified more than 180 days ago."""
        return (today - self.verified_on).days > STALE_AFTER_DAYS
