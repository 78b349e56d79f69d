"""What the reading process delivers, checked against the domain as it arrives."""

from __future__ import annotations

from pydantic import Field

from copilot.domain.imported import Asset, Document, FileKind, Measure, Post, Rejected, Review
from copilot.domain.value import Value


class Head(Value):
    """How the file is understood, before its first row."""

    kind: FileKind
    source: str
    encoding: str
    mapping: dict[str, str]
    notes: list[str]


class Delivered(Value):
    """Some rows of the file."""

    rows: int
    reviews: list[Review] = Field(default_factory=list)
    measures: list[Measure] = Field(default_factory=list)
    posts: list[Post] = Field(default_factory=list)
    assets: list[Asset] = Field(default_factory=list)
    documents: list[Document] = Field(default_factory=list)
    rejected: list[Rejected]
    share: float


class Tail(Value):
    """What is known only after the last row."""

    notes: list[str]


class Refused(Value):
    """The file cannot be read."""

    doing: str
    found: str
    todo: str
