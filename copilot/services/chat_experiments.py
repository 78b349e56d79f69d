"""What the chat does with experiments: plans one over a channel's submitted variants, or reads those there are."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.agent.routing import tell
from copilot.domain.answer import Answer
from copilot.domain.chat import ToolCall, ToolResult
from copilot.domain.experiment import Experiment, Trial
from copilot.domain.value import Language
from copilot.errors import UnknownId
from copilot.planning.experiment_plan import MOST_ARMS
from copilot.services.experiments import fitting_rate, plan_experiment, read_experiment
from copilot.services.workspace import Actor, Workspace

_LISTED = 5


def serve_experiments(workspace: Workspace, film: str, actor: Actor, call: ToolCall, language: Language) -> ToolResult:
    """Read the experiment named, plan one for the channel named, or else read the latest."""
    if call.item is not None and call.item.startswith("ex-"):
        return _read(workspace, [_own(workspace, film, call.item)], language)
    if call.channel is not None:
        return _plan(workspace, film, actor, call.channel, language)
    found = workspace.store.experiments.of_film(film)[:_LISTED]
    return _read(workspace, found, language) if found else _say(tell("experiment_none", language), abstained=True)


def _plan(workspace: Workspace, film: str, actor: Actor, channel: str, language: Language) -> ToolResult:
    submitted = workspace.store.desk.submissions(film)
    waiting = [one for one in submitted if one.kind == "draft" and one.state in ("approved", "waiting")]
    distinct = {one.content_hash: one.item for one in waiting if one.content.get("channel") == channel}
    drafts = list(distinct.values())[-MOST_ARMS:]
    if len(drafts) < 2:
        name = workspace.packs[channel].name.in_(language)
        return _say(tell("experiment_few", language, channel=name, count=len(drafts)), abstained=True)
    rate = fitting_rate(workspace, film, channel)
    if rate is None:
        name = workspace.packs[channel].name.in_(language)
        return _say(tell("experiment_baseline", language, channel=name), abstained=True)
    planned = plan_experiment(workspace, film, Trial(drafts=drafts, rate=rate), actor)
    made = planned.experiment
    lines = [tell("experiment_planned", language, id=made.id, said=line) for line in planned.said[:1]]
    return ToolResult(answer=Answer(answer="\n".join([*lines, *planned.said[1:]])), made=[made.id])


def _read(workspace: Workspace, found: Sequence[Experiment], language: Language) -> ToolResult:
    lines = []
    for one in found:
        reading = read_experiment(workspace, one.id)
        channel = workspace.packs[one.channel].name.in_(language)
        lines.append(tell("experiment_read", language, id=one.id, channel=channel, why=reading.why))
        lines += reading.cautions
    return _say("\n".join(lines))


def _own(workspace: Workspace, film: str, experiment: str) -> Experiment:
    found = workspace.store.experiments.get(experiment)
    if found.film != film:
        raise UnknownId("opening", f"no experiment of this film has the id {experiment!r}", "Check the id.")
    return found


def _say(text: str, *, abstained: bool = False) -> ToolResult:
    return ToolResult(answer=Answer(answer=text, abstained=abstained))
