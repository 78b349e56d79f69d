"""Tells what happens in a turn as typed events, from what the graph reports after each of its steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from copilot.domain.answer import Answer
from copilot.domain.chat import CHANGES_STATE, ChatEvent, MadeThing, StepEnded, StepStarted, ToolCall, Waiting
from copilot.domain.draft import Draft
from copilot.domain.ids import kind_of
from copilot.domain.plan import Interaction
from copilot.errors import UnknownId
from copilot.services.workspace import Workspace

_TITLE = 60


@dataclass
class Teller:
    """Remembers what was told already."""

    workspace: Workspace
    told: int = field(default=0)
    """Results told so far."""

    def tell(self, update: Mapping[str, Any]) -> Iterator[ChatEvent]:
        """Tell one report of the graph: node → what it changed; a wait for a person comes as `__interrupt__`."""
        for node, change in update.items():
            if node == "__interrupt__":
                yield from (self._waiting(one.value) for one in change)
            elif node in ("route", "confirm"):
                yield from self._chosen(node, change or {})
            elif node == "act":
                yield from self._done(change.get("results", []))

    def _chosen(self, node: str, change: Mapping[str, Any]) -> Iterator[ChatEvent]:
        call = change.get("call")
        if call is None:
            return
        chosen = ToolCall.model_validate(call)
        if node == "confirm" or chosen.tool not in CHANGES_STATE or not chosen.item:
            yield StepStarted(call=chosen)

    def _done(self, results: list[dict[str, Any]]) -> Iterator[ChatEvent]:
        for result in results[self.told :]:
            answer = Answer.model_validate(result["answer"])
            things = [name_thing(self.workspace, one) for one in result["made"]]
            yield StepEnded(tool=result["tool"], text=answer.answer, claims=answer.claims, made=things)
        self.told = len(results)

    def _waiting(self, call: Mapping[str, Any]) -> Waiting:
        chosen = ToolCall.model_validate(call)
        return Waiting(call=chosen, thing=name_thing(self.workspace, chosen.item) if chosen.item else None)


def name_thing(workspace: Workspace, any_id: str) -> MadeThing:
    """Name something made so that people know it; an id of nothing we know keeps its id alone."""
    kind = kind_of(any_id) or ""
    try:
        if kind == "submission":
            found = workspace.store.desk.get(any_id)
            return name_thing(workspace, found.item).model_copy(update={"id": any_id, "kind": kind})
        if kind == "experiment":
            experiment = workspace.store.experiments.get(any_id)
            title = " / ".join(arm.opening for arm in experiment.arms)
            return MadeThing(id=any_id, kind=kind, title=title[:_TITLE], channel=experiment.channel)
        work = workspace.store.works.work(any_id)
    except UnknownId:
        return MadeThing(id=any_id, kind=kind)
    if isinstance(work, Draft):
        first = next((text for text in work.fields.values() if text.strip()), "")
        return MadeThing(id=any_id, kind=kind, title=_head(first), channel=work.channel)
    title = work.title if isinstance(work, Interaction) else work.summary
    return MadeThing(id=any_id, kind=kind, title=_head(title), channel=getattr(work, "channel", ""))


def _head(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"
