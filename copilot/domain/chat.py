"""A turn of the chat: an answer, a question back, or something that waits for a person's decision."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from copilot.domain.answer import Answer
from copilot.domain.desk import Role
from copilot.domain.draft import Claim
from copilot.domain.value import Value

ToolName = Literal[
    "answer", "search", "pulse", "diagnosis", "plan", "interactions", "copy", "evaluate", "experiments", "submit"
]
TOOLS: tuple[ToolName, ...] = (
    "answer", "search", "pulse", "diagnosis", "plan", "interactions", "copy", "evaluate", "experiments", "submit",
)  # fmt: skip
CHANGES_STATE: frozenset[ToolName] = frozenset(["submit"])
"""Tools that put something before other people; each waits for a decision first."""
MAY_CONFIRM: dict[ToolName, frozenset[Role]] = {"submit": frozenset(["marketer", "copywriter", "lead"])}
"""Tool that waits → roles that may let it go on; a tool not named here is for leads only."""


class ToolCall(Value):
    """A tool with its checked arguments; nothing in it was read from a review or a file."""

    tool: ToolName
    channel: str | None = None
    count: int | None = Field(default=None, ge=1, le=12)
    item: str | None = Field(default=None, pattern=r"^(pl|in|dr|ex)-[0-9a-f]{16}$")
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


class MadeThing(Value):
    """Something a turn made or would change, by name, so that a screen can lead there."""

    id: str
    kind: str
    """plan, interaction, draft, submission or experiment."""
    title: str = ""
    channel: str = ""


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
    things: list[MadeThing] = Field(default_factory=list)
    """What was made, or what waits, by name."""
    steps: list[str] = Field(default_factory=list)
    stopped: str = ""
    """The cap that ended it early: steps or seconds; empty when none did."""
    capped: list[str] = Field(default_factory=list)
    """Ceilings that were reached (tokens, run_money, film_money or user_money); the turn went on without the model."""
    decision: HumanDecision | None = None
    """What a person decided in this turn."""
    seconds: float = 0.0


class Failure(Value):
    """Why a turn came to nothing, in our three parts."""

    kind: str
    """Name of the error, such as PolicyError; see `copilot.errors`."""
    doing: str = ""
    found: str = ""
    todo: str = ""


TurnState = Literal["open", "waiting", "done", "failed", "left", "cut_off"]
"""open: under way; waiting: for a decision; left: a message came before the decision; cut_off: not ended."""


class KeptTurn(Value):
    """A turn as it is remembered, from the moment its message came."""

    number: int
    question: str
    state: TurnState
    by: str = ""
    at: datetime
    turn: Turn | None = None
    """What was shown; None for turns kept before it was remembered."""
    text: str = ""
    """The answer's text."""
    failure: Failure | None = None
    held_by: str = ""
    """The process that works on it, or did last."""


class Began(Value):
    """The message is kept and work begins."""

    kind: Literal["began"] = "began"
    thread: str
    film: str | None


class StepStarted(Value):
    """A tool begins."""

    kind: Literal["step_started"] = "step_started"
    call: ToolCall


class StepEnded(Value):
    """A tool is done; `text` is what will stand in the answer, already checked."""

    kind: Literal["step_ended"] = "step_ended"
    tool: ToolName
    text: str
    claims: list[Claim] = Field(default_factory=list)
    """Sentences with the evidence they rest on."""
    made: list[MadeThing] = Field(default_factory=list)


class Working(Value):
    """Nothing new yet; sent every second so that whoever listens can leave."""

    kind: Literal["working"] = "working"


class Waiting(Value):
    """A call waits for a person's decision."""

    kind: Literal["waiting"] = "waiting"
    call: ToolCall
    thing: MadeThing | None = None
    """What the call would put before others."""


class Capped(Value):
    """A ceiling was reached."""

    kind: Literal["capped"] = "capped"
    cap: str
    """steps, seconds, tokens, run_money, film_money or user_money."""
    limit: float


class Failed(Value):
    """The turn came to nothing; its message is kept and can be sent again."""

    kind: Literal["failed"] = "failed"
    failure: Failure


class Ended(Value):
    """The turn is over or waits; always last unless it failed."""

    kind: Literal["ended"] = "ended"
    turn: Turn


ChatEvent = Began | StepStarted | StepEnded | Working | Waiting | Capped | Failed | Ended
EVENTS: tuple[type[ChatEvent], ...] = (Began, StepStarted, StepEnded, Working, Waiting, Capped, Failed, Ended)
