"""A turn of the chat: an answer, a question back, or something that waits for a person's decision."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from copilot.domain.answer import Answer
from copilot.domain.value import Value

ToolName = Literal["answer", "search", "pulse", "diagnosis", "plan", "interactions", "copy", "evaluate", "submit"]
TOOLS: tuple[ToolName, ...] = (
    "answer", "search", "pulse", "diagnosis", "plan", "interactions", "copy", "evaluate", "submit",
)  # fmt: skip
CHANGES_STATE: frozenset[ToolName] = frozenset(["submit"])
"""Tools that put something before other people; each waits for a decision first."""


class ToolCall(Value):
    """A tool with its checked arguments; nothing in it was read from a review or a file."""

    tool: ToolName
    channel: str | None = None
    count: int | None = Field(default=None, ge=1, le=12)
    item: str | None = Field(default=None, pattern=r"^(pl|in|dr)-[0-9a-f]{16}$")
    query: str | None = Field(default=None, max_length=4000)


class HumanDecision(Value):
    """What a person decided about a waiting tool call."""

    kind: Literal["accept", "edit", "respond", "ignore"]
    call: ToolCall | None = None
    """For edit: the call to make instead, of the same tool."""
    message: str = Field(default="", max_length=4000)
    """For respond: what to do instead, in words."""


class ToolResult(Value):
    """What a tool gave."""

    answer: Answer
    made: list[str] = Field(default_factory=list)
    """Ids of what it made or changed."""


class Caps(Value):
    """What one turn may use; tokens and money have their own ceilings."""

    steps: int = Field(default=4, ge=1, le=20)
    """Tools one message may use."""
    seconds: float = Field(default=180, gt=0)


class Turn(Value):
    """Where the conversation stands after a message or a decision."""

    thread: str
    film: str | None
    answer: Answer | None = None
    ask: str = ""
    """A question back, when the film or the goal is unclear."""
    waiting: ToolCall | None = None
    """A call that waits for accept, edit, respond or ignore."""
    made: list[str] = Field(default_factory=list)
    steps: list[str] = Field(default_factory=list)
    stopped: str = ""
    """The cap that ended it early: steps or seconds; empty when none did."""
    seconds: float = 0.0


class Step(Value):
    """A step as it happens, while streaming."""

    step: str
    detail: dict[str, Any] = Field(default_factory=dict)
