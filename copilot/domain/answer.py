"""An answer is claims with citations; refusing is part of it, not an empty string."""

from __future__ import annotations

from pydantic import Field

from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence
from copilot.domain.value import Value


class Answer(Value):
    """What the copilot says to a question."""

    answer: str
    claims: list[Claim] = Field(default_factory=list)
    citations: list[Evidence] = Field(default_factory=list)
    """Only what the answer really rests on."""
    abstained: bool = False
    would_help: str = ""
    """When abstained: the data that would let it answer."""
    cut: list[str] = Field(default_factory=list)
    """Sentences removed because nothing supported them."""
    writer: str = "offline"
    stamp: str = ""
    """Prompt id, version and hash; empty when no model said it."""
    thread: str = ""
    steps: list[str] = Field(default_factory=list)
    """Tools called, in order, as one line each."""
    tokens: int = 0
    seconds: float = 0.0
