"""The chat as a graph: route, confirm what changes state, act, again until served; every step is checkpointed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from copilot.agent.routing import Asked, Route, Router
from copilot.domain.chat import CHANGES_STATE, Caps, HumanDecision, ToolCall, ToolResult
from copilot.errors import ConflictError

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.sqlite import SqliteSaver
    from langgraph.graph.state import CompiledStateGraph

BUSY_SECONDS = 30
"""How long a writer of checkpoints waits for another; 5 s and 30 s measured 0 of 240 runs failing, 0.1 s 18."""


class ChatState(TypedDict, total=False):
    """What a thread remembers, as plain JSON, so that no class is ever built from a checkpoint."""

    film: str
    message: str
    earlier: list[str]
    """The team's earlier messages."""
    made: list[str]
    """Ids of what the thread made last before this message."""
    user: str
    call: dict[str, Any] | None
    special: str
    """finish, unclear, ignored, steps or seconds; empty while something is to be done."""
    results: list[dict[str, Any]]
    """Tool results of this message, in order."""
    steps: list[str]


@dataclass(frozen=True)
class Doors:
    """Everything the graph may reach; services give these in."""

    route: Router
    channels: Mapping[str, list[str]]
    tools: Mapping[str, Callable[[ToolCall, ChatState], ToolResult]]
    caps: Caps
    ends: float
    """Monotonic second at which this turn must be over."""


def open_checkpoints(path: Path) -> SqliteSaver:
    """Open the checkpoints; only plain values are ever read back from them."""
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
    from langgraph.checkpoint.sqlite import SqliteSaver

    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
    return SqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))


def build_chat(doors: Doors, checkpoints: SqliteSaver) -> CompiledStateGraph[ChatState, None, ChatState, ChatState]:
    """Build the graph over the given doors."""
    from langgraph.graph import END, START, StateGraph

    graph = StateGraph(ChatState)
    graph.add_node("route", lambda state: _route(state, doors))
    graph.add_node("confirm", _confirm)
    graph.add_node("act", lambda state: _act(state, doors))
    graph.add_edge(START, "route")
    graph.add_conditional_edges("route", _after_route, {"confirm": "confirm", "act": "act", "end": END})
    graph.add_conditional_edges("confirm", _after_confirm, {"route": "route", "act": "act", "end": END})
    graph.add_edge("act", "route")
    return graph.compile(checkpointer=checkpoints)


def resume_with(decision: HumanDecision) -> object:
    """Return what the graph is given to go on after a person's decision."""
    from langgraph.types import Command

    return Command(resume=decision.model_dump(mode="json"))


def settings_of(thread: str, caps: Caps) -> RunnableConfig:
    """Return how the graph is run for a thread; the recursion limit is a second belt under the cap on steps."""
    return {"configurable": {"thread_id": thread}, "recursion_limit": 4 * caps.steps + 8}


def _route(state: ChatState, doors: Doors) -> ChatState:
    results = state.get("results", [])
    if len(results) >= doors.caps.steps:
        return {"call": None, "special": "steps"}
    if time.monotonic() >= doors.ends:
        return {"call": None, "special": "seconds"}
    done = [f"{one['tool']} {' '.join(one['made'])}".strip() for one in results]
    chosen: Route = doors.route(
        Asked(state["message"], doors.channels, done, state.get("earlier", []), state.get("made", []))
    )
    if isinstance(chosen, str):
        return {"call": None, "special": chosen, "steps": [*state.get("steps", []), f"route: {chosen}"]}
    call = chosen.model_dump(mode="json")
    if any(one["call"] == call for one in results):  # a model that goes round in circles has nothing to add
        return {"call": None, "special": "finish"}
    return {"call": call, "special": "", "steps": [*state.get("steps", []), f"route: {chosen.tool}"]}


def _after_route(state: ChatState) -> Literal["confirm", "act", "end"]:
    call = state.get("call")
    if call is None:
        return "end"
    return "confirm" if call["tool"] in CHANGES_STATE and call["item"] else "act"


def _confirm(state: ChatState) -> ChatState:
    """Wait for a person; what comes back is a typed decision, never read out of free text."""
    from langgraph.types import interrupt

    decision = HumanDecision.model_validate(interrupt(state.get("call")))
    steps = [*state.get("steps", []), f"decision: {decision.kind}"]
    if decision.kind == "accept":
        return {"steps": steps}
    if decision.kind == "edit":
        return {"call": _edited(state, decision), "steps": steps}
    if decision.kind == "respond":
        earlier = [*state.get("earlier", []), state["message"]]
        return {"call": None, "special": "", "message": decision.message, "earlier": earlier, "steps": steps}
    return {"call": None, "special": "ignored", "steps": steps}


def _edited(state: ChatState, decision: HumanDecision) -> dict[str, Any]:
    waiting = state.get("call") or {}
    if decision.call is None or decision.call.tool != waiting.get("tool"):
        raise ConflictError(
            "editing a waiting call", "the edit names no call of the same tool", "Give the whole call, changed."
        )
    return decision.call.model_dump(mode="json")


def _after_confirm(state: ChatState) -> Literal["route", "act", "end"]:
    if state.get("call") is not None:
        return "act"
    return "end" if state.get("special") == "ignored" else "route"


def _act(state: ChatState, doors: Doors) -> ChatState:
    call = ToolCall.model_validate(state["call"])
    result = doors.tools[call.tool](call, state)
    entry = {
        "tool": call.tool,
        "call": call.model_dump(mode="json"),
        "made": result.made,
        "answer": result.answer.model_dump(mode="json"),
    }
    return {"results": [*state.get("results", []), entry], "steps": [*state.get("steps", []), f"done: {call.tool}"]}
