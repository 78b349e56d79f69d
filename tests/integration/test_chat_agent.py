"""The chat goes to the right tool, stops for a person, keeps within its caps and survives a restart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import BaseModel

from copilot.adapters.scripted_chat import Line, ScriptedChat
from copilot.bootstrap import build
from copilot.config import Settings
from copilot.domain.chat import Began, Caps, Ended, HumanDecision, StepEnded, StepStarted, ToolCall, Turn
from copilot.domain.usage import Ceilings
from copilot.errors import ConflictError, ModelUnavailable, UnknownId
from copilot.ports import Prompt
from copilot.services.chat import chat, decide_call, stream_chat
from copilot.services.threads import read_thread
from copilot.services.workspace import Actor, Workspace
from copilot.store import Hold
from tests.conftest import start_working

ME = Actor("mei", "marketer")


@pytest.fixture(scope="module")
def film(finished: object) -> str:
    return finished.film


@pytest.fixture(scope="module")
def offline(finished: object) -> Workspace:
    return finished.workspace


@pytest.fixture
def with_model(finished: object) -> Callable[..., Workspace]:
    def bind(script: object, **ceilings: object) -> Workspace:
        model = ScriptedChat(script)
        workspace = build(Settings(data=finished.data, embed_seconds=0), make_writer=lambda: model)
        workspace.ceilings = Ceilings(**ceilings)
        return workspace

    return bind


def routes(*tools: str) -> Callable[[Prompt, type[BaseModel] | None], Line]:
    """Choose these tools in turn, the last for ever; any other question gets a failing model."""
    waiting = list(tools)

    def script(prompt: Prompt, schema: type[BaseModel] | None) -> Line:
        if schema is not None and schema.__name__ == "Choice":
            return {"tool": waiting.pop(0) if len(waiting) > 1 else waiting[0], "count": len(waiting)}
        return ModelUnavailable("asking", "no answer", "Try again.", reason="deadline")

    return script


@pytest.mark.parametrize(
    ("message", "tool"),
    [
        ("为什么热度跌了？", "answer"),
        ("看一下走势图", "pulse"),
        ("做一次诊断", "diagnosis"),
        ("给小红书写两条文案", "copy"),
        ("设计3个互动", "interactions"),
        ("搜索 预告", "search"),
        ("make a plan", "plan"),
    ],
)
def test_a_message_goes_to_its_tool(message: str, tool: str, offline: Workspace, film: str) -> None:
    turn = chat(offline, message, actor=ME, film=film)
    assert turn.steps == [f"route: {tool}", f"done: {tool}", "route: finish"]
    assert turn.answer is not None
    assert turn.answer.answer
    assert not turn.stopped


def test_steps_come_as_they_happen_and_the_turn_last(offline: Workspace, film: str) -> None:
    began, started, ended, last = stream_chat(offline, "走势图", actor=ME, film=film)
    assert isinstance(began, Began)
    assert isinstance(started, StepStarted)
    assert isinstance(ended, StepEnded)
    assert isinstance(last, Ended)
    assert (started.call.tool, ended.tool) == ("pulse", "pulse")
    assert ended.claims
    assert last.turn.answer is not None
    assert ended.text == last.turn.answer.answer


def test_it_asks_when_the_goal_or_the_channel_is_not_clear(offline: Workspace, film: str) -> None:
    assert "哪件事" in chat(offline, "你好", actor=ME, film=film).ask
    answer = chat(offline, "写两条文案", actor=ME, film=film).answer
    assert answer is not None
    assert "哪个渠道" in answer.answer


def test_a_film_that_is_not_there_or_not_the_threads_is_unknown(offline: Workspace, film: str) -> None:
    thread = chat(offline, "走势图", actor=ME, film=film).thread
    with pytest.raises(UnknownId):
        chat(offline, "走势图", actor=ME, film="no-such-film")
    with pytest.raises(UnknownId):
        chat(offline, "走势图", actor=ME, film=film, thread="th-0000000000000000")
    with pytest.raises(UnknownId):
        decide_call(offline, "th-0000000000000000", HumanDecision(kind="accept"), actor=ME)
    with pytest.raises(ConflictError):
        decide_call(offline, thread, HumanDecision(kind="accept"), actor=ME)


def waiting_turn(workspace: Workspace, film: str, place: int) -> tuple[Turn, str]:
    """Ask to submit a draft no test has submitted yet."""
    known = submitted(workspace, film)
    draft = [work.id for work in workspace.store.works.drafts(film) if work.id not in known][place]
    turn = chat(workspace, f"请把 {draft} 送审", actor=ME, film=film)
    assert turn.waiting == ToolCall(tool="submit", item=draft)
    return turn, draft


def submitted(workspace: Workspace, film: str) -> set[str]:
    return {one.item for one in workspace.store.desk.submissions(film)}


def test_submitting_waits_for_accept_across_a_restart(finished: object, offline: Workspace, film: str) -> None:
    turn, draft = waiting_turn(offline, film, 0)
    assert draft not in submitted(offline, film)
    again = build(Settings(data=finished.data, embed_seconds=0))
    done = decide_call(again, turn.thread, HumanDecision(kind="accept"), actor=ME)
    assert draft in submitted(again, film)
    assert done.made[0].startswith("sb-")
    with pytest.raises(ConflictError):
        decide_call(again, turn.thread, HumanDecision(kind="accept"), actor=ME)


def test_ignoring_changes_nothing(offline: Workspace, film: str) -> None:
    turn, draft = waiting_turn(offline, film, 1)
    done = decide_call(offline, turn.thread, HumanDecision(kind="ignore"), actor=ME)
    assert done.answer is not None
    assert "没有改动" in done.answer.answer
    assert draft not in submitted(offline, film)


def test_an_edit_submits_the_other_item_only(offline: Workspace, film: str) -> None:
    turn, draft = waiting_turn(offline, film, 2)
    known = submitted(offline, film)
    other = next(work.id for work in offline.store.works.drafts(film) if work.id not in {*known, draft})
    with pytest.raises(ConflictError):
        decide_call(offline, turn.thread, HumanDecision(kind="edit", call=ToolCall(tool="plan")), actor=ME)
    edit = HumanDecision(kind="edit", call=ToolCall(tool="submit", item=other))
    decide_call(offline, turn.thread, edit, actor=ME)
    assert other in submitted(offline, film)
    assert draft not in submitted(offline, film)


def test_a_response_is_served_instead(offline: Workspace, film: str) -> None:
    turn, draft = waiting_turn(offline, film, 4)
    done = decide_call(offline, turn.thread, HumanDecision(kind="respond", message="先看走势图"), actor=ME)
    assert "done: pulse" in done.steps
    assert draft not in submitted(offline, film)


def test_a_new_message_leaves_what_waited_undone(offline: Workspace, film: str) -> None:
    turn, draft = waiting_turn(offline, film, 5)
    chat(offline, "走势图", actor=ME, film=film, thread=turn.thread)
    assert draft not in submitted(offline, film)


def test_words_in_a_message_do_not_decide(offline: Workspace, film: str) -> None:
    turn, draft = waiting_turn(offline, film, 6)
    chat(offline, "accept 同意，批准", actor=ME, film=film, thread=turn.thread)
    assert draft not in submitted(offline, film)


def test_a_model_that_loops_is_stopped_at_the_cap(with_model: Callable[..., Workspace], film: str) -> None:
    turns = iter(range(1, 99))

    def looping(_prompt: Prompt, _schema: object) -> Line:
        return {"tool": "search", "query": f"预告 {next(turns)}"}

    turn = chat(with_model(looping), "看看", actor=ME, film=film, caps=Caps(steps=3))
    assert turn.stopped == "steps"
    assert turn.steps.count("done: search") == 3
    same = chat(with_model(lambda *_: {"tool": "pulse"}), "看看", actor=ME, film=film)
    assert same.steps.count("done: pulse") == 1


def test_time_is_capped(offline: Workspace, film: str) -> None:
    assert chat(offline, "走势图", actor=ME, film=film, caps=Caps(seconds=1e-6)).stopped == "seconds"


def test_several_tools_serve_one_message(with_model: Callable[..., Workspace], film: str) -> None:
    turn = chat(with_model(routes("pulse", "diagnosis", "finish")), "先看走势再归因", actor=ME, film=film)
    assert turn.steps == ["route: pulse", "done: pulse", "route: diagnosis", "done: diagnosis", "route: finish"]


def test_without_tokens_left_words_route_and_evidence_answers(with_model: Callable[..., Workspace], film: str) -> None:
    workspace = with_model(routes("pulse"), run_tokens=0)
    turn = chat(workspace, "为什么热度跌了？", actor=ME, film=film)
    assert workspace.writer.asked == []
    assert turn.answer is not None
    assert turn.answer.writer == "offline"
    assert any("HUICHAO_RUN_TOKENS" in step or "ceiling" in step for step in turn.answer.steps) or turn.answer.claims


def test_a_question_of_a_megabyte_is_answered(offline: Workspace, film: str) -> None:
    turn = chat(offline, "热度" * 500_000, actor=ME, film=film)
    assert turn.answer is not None or turn.ask


def test_every_call_is_booked_to_its_film_and_user(with_model: Callable[..., Workspace], film: str) -> None:
    workspace = with_model(routes("pulse", "finish"))
    before = workspace.store.usage.spent("user", "mei").calls
    chat(workspace, "走势图", actor=ME, film=film)
    assert workspace.store.usage.spent("user", "mei").calls == before + 2
    assert workspace.store.usage.spent("film", film).unpriced


def test_a_turn_cut_off_by_a_crash_is_taken_up_at_once_after_a_restart(offline: Workspace, film: str) -> None:
    worker, process = start_working(offline.data / "processes")
    threads, thread = offline.store.threads, "th-00000000000000cc"
    threads.begin(thread, film, "走势图", ME.name, Hold(offline.clock.now(), process))
    assert [turn.state for turn in read_thread(offline, thread).turns] == ["open"]
    with pytest.raises(ConflictError, match="being worked on"):
        chat(offline, "走势图", actor=ME, film=film, thread=thread)
    worker.kill()
    worker.communicate()
    assert [turn.state for turn in read_thread(offline, thread).turns] == ["cut_off"]
    assert chat(offline, "走势图", actor=ME, film=film, thread=thread).answer
    assert [turn.state for turn in read_thread(offline, thread).turns] == ["done"]


def test_a_turn_left_half_way_is_taken_up_at_once(offline: Workspace, film: str) -> None:
    events = stream_chat(offline, "做一次诊断", actor=ME, film=film)
    began = next(events)
    assert isinstance(began, Began)
    next(events)
    events.close()
    assert [turn.state for turn in read_thread(offline, began.thread).turns] == ["cut_off"]
    assert chat(offline, "做一次诊断", actor=ME, film=film, thread=began.thread).answer
