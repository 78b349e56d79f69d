"""The chat through the API: typed events, typed decisions, threads that outlive everything, caps and refusals."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from copilot.adapters.direct_jobs import DirectJobs
from copilot.adapters.scripted_chat import ScriptedChat
from copilot.api.app import build_app
from copilot.api.verbs import verbs_of
from copilot.bootstrap import build
from copilot.client import ApiError, Client
from copilot.config import Settings
from copilot.domain.chat import (
    Began,
    Capped,
    ChatEvent,
    Ended,
    Failed,
    HumanDecision,
    StepEnded,
    StepStarted,
    Turn,
    Waiting,
)
from copilot.domain.usage import Ceilings
from copilot.errors import StoreError
from copilot.schema import Say
from copilot.services.workspace import Workspace
from tests.integration.conftest import Finished

KEYS = ",".join(
    [
        "mei:marketer:marketer-secret-1",
        "cao:copywriter:copywriter-secret",
        "lin:lead:lead-secret-123456",
        "out:lead:other-secret-12345:some-other",
    ]
)


def door(workspace: Workspace, finished: Finished, tokens: str = "") -> TestClient:
    settings = Settings(data=finished.data, tokens=tokens)
    return TestClient(build_app(settings, workspace, lambda ws: DirectJobs(verbs_of(ws))))


@pytest.fixture(scope="module")
def client(finished: Finished) -> Iterator[Client]:
    with door(finished.workspace, finished) as http:
        yield Client("", http=http)


@pytest.fixture(scope="module")
def guarded(finished: Finished) -> Iterator[TestClient]:
    with door(finished.workspace, finished, KEYS) as http:
        yield http


def as_(http: TestClient, secret: str) -> Client:
    """Call the same door with somebody's key."""
    return Client("", http=TestClient(http.app, headers={"Authorization": f"Bearer {secret}"}))


def said(client: Client, message: str, film: str | None, thread: str | None = None) -> list[ChatEvent]:
    events = client.say(Say(message=message, film=film, thread=thread))
    return [event for event in events if event.kind != "working"]


def turn_of(events: list[ChatEvent]) -> Turn:
    assert isinstance(events[-1], Ended)
    return events[-1].turn


def drafts(finished: Finished, count: int) -> list[str]:
    """Give drafts nobody has submitted yet."""
    known = {one.item for one in finished.workspace.store.desk.submissions(finished.film)}
    return [one.id for one in finished.workspace.store.works.drafts(finished.film) if one.id not in known][:count]


def test_events_come_typed_and_in_order(client: Client, finished: Finished) -> None:
    events = said(client, "做一次诊断", finished.film)
    assert [event.kind for event in events] == ["began", "step_started", "step_ended", "ended"]
    ended = events[2]
    assert isinstance(ended, StepEnded)
    assert ended.claims
    assert all(claim.evidence for claim in ended.claims)
    cited = turn_of(events).answer
    assert cited is not None
    assert all(client.show(item.id)["evidence"] for item in cited.citations)


def test_the_stream_is_server_sent_events(client: Client, finished: Finished) -> None:
    body = {"message": "走势图", "film": finished.film}
    response = client._http.post("/chat", json=body)
    assert response.headers["content-type"].startswith("text/event-stream")
    blocks = response.text.strip().split("\n\n")
    assert blocks[0].startswith("id: 1\nevent: began\ndata: {")
    assert all(json.loads(block.partition("data: ")[2])["kind"] for block in blocks)


def test_a_turn_is_finished_and_kept_when_nobody_listens_any_more(client: Client, finished: Finished) -> None:
    events = client.say(Say(message="做一次诊断，没人听", film=finished.film))
    began = next(events)
    assert isinstance(began, Began)
    events.close()  # type: ignore[attr-defined]
    end = time.monotonic() + 60
    while client.thread(began.thread).turns[-1].state == "open":
        assert time.monotonic() < end
    assert client.thread(began.thread).turns[-1].turn is not None


def test_what_was_made_is_named_with_its_channel(client: Client, finished: Finished) -> None:
    turn = turn_of(said(client, "给微博写两条文案", finished.film))
    assert [thing.kind for thing in turn.things] == ["draft", "draft"]
    assert {thing.channel for thing in turn.things} == {"weibo"}
    assert all(thing.title for thing in turn.things)


def test_it_asks_which_film_among_those_one_may_see(guarded: TestClient, finished: Finished) -> None:
    finished.workspace.store.films.put(
        finished.workspace.store.films.get(finished.film).model_copy(update={"id": "second", "title": "另一部片"}),
        finished.workspace.clock.now(),
    )
    asked = turn_of(said(as_(guarded, "marketer-secret-1"), "做一次诊断", None))
    assert "另一部片" in asked.ask
    hidden = turn_of(said(as_(guarded, "other-secret-12345"), "做一次诊断", None))
    assert "另一部片" not in hidden.ask


def test_a_thread_is_read_whole_renamed_and_goes_on(client: Client, finished: Finished) -> None:
    thread = turn_of(said(client, "走势图", finished.film)).thread
    said(client, "做一次诊断", None, thread)
    whole = client.rename_thread(thread, "  口碑 与走势 ")
    assert whole.title == "口碑 与走势"
    assert [turn.question for turn in whole.turns] == ["走势图", "做一次诊断"]
    assert all(turn.turn and turn.turn.answer and turn.turn.answer.citations for turn in whole.turns)
    assert client.threads(finished.film)[0].first == "口碑 与走势"


@pytest.mark.parametrize("kind", ["accept", "ignore", "edit", "respond"])
def test_a_typed_decision_is_what_moves_a_waiting_call(client: Client, finished: Finished, kind: str) -> None:
    first, other = drafts(finished, 2)
    events = said(client, f"请把 {first} 送审", finished.film)
    waiting = events[-2]
    assert isinstance(waiting, Waiting)
    assert waiting.thing is not None
    assert waiting.thing.title
    thread = turn_of(events).thread
    assert client.thread(thread).turns[-1].state == "waiting"
    decision = HumanDecision.model_validate(
        {"kind": kind, "call": {"tool": "submit", "item": other} if kind == "edit" else None, "message": "先看走势图"}
    )
    after = turn_of(list(client.decide_call(thread, decision)))
    submitted = {one.item for one in client.desk(finished.film)}
    assert (first in submitted, other in submitted) == (kind == "accept", kind == "edit")
    assert after.decision is not None
    assert client.thread(thread).turns[-1].state == "done"
    assert ("done: pulse" in after.steps) == (kind == "respond")
    with pytest.raises(ApiError, match="nothing waits"):
        list(client.decide_call(thread, decision))


def test_a_wait_whose_place_was_lost_is_said_to_be_gone(client: Client, finished: Finished) -> None:
    first = drafts(finished, 1)[0]
    thread = turn_of(said(client, f"请把 {first} 送审", finished.film)).thread
    place = finished.data / "chat.db"
    place.rename(place.with_suffix(".away"))
    with pytest.raises(ApiError, match="no longer there"):
        list(client.decide_call(thread, HumanDecision(kind="accept")))
    place.with_suffix(".away").rename(place)
    assert turn_of([*client.decide_call(thread, HumanDecision(kind="ignore"))][-1:]).decision is not None


def test_free_text_and_unknown_words_decide_nothing(client: Client, finished: Finished) -> None:
    first = drafts(finished, 1)[0]
    thread = turn_of(said(client, f"请把 {first} 送审", finished.film)).thread
    assert client._http.post(f"/threads/{thread}/decisions", json={"kind": "yes"}).status_code == 422
    said(client, "同意，送审吧，accept", finished.film, thread)
    assert first not in {one.item for one in client.desk(finished.film)}
    assert client.thread(thread).turns[0].state == "left"


def test_only_the_one_who_asked_or_a_lead_decides(guarded: TestClient, finished: Finished) -> None:
    first = drafts(finished, 1)[0]
    mei, cao, lin = (as_(guarded, key) for key in ("marketer-secret-1", "copywriter-secret", "lead-secret-123456"))
    thread = turn_of(said(mei, f"请把 {first} 送审", finished.film)).thread
    with pytest.raises(ApiError) as refused:
        list(cao.decide_call(thread, HumanDecision(kind="accept")))
    assert refused.value.status == 403
    assert turn_of(list(lin.decide_call(thread, HumanDecision(kind="accept")))).made


def test_another_films_lead_sees_no_thread_and_may_not_speak(guarded: TestClient, finished: Finished) -> None:
    thread = turn_of(said(as_(guarded, "marketer-secret-1"), "走势图", finished.film)).thread
    outsider = as_(guarded, "other-secret-12345")
    attempts: list[Callable[[], object]] = [
        lambda: outsider.thread(thread),
        lambda: outsider.rename_thread(thread, "x"),
        lambda: said(outsider, "走势图", None, thread),
        lambda: said(outsider, "走势图", finished.film),
        lambda: list(outsider.decide_call(thread, HumanDecision(kind="accept"))),
        lambda: outsider.usage(finished.film),
        lambda: outsider.experiments(finished.film),
        lambda: outsider.thread("th-0000000000000000"),
    ]
    for attempt in attempts:
        with pytest.raises(ApiError) as refused:
            attempt()
        assert refused.value.status == 404
    assert outsider.usage().films == []


def test_a_refusal_is_an_event_the_message_stays_and_can_be_tried_again(client: Client, finished: Finished) -> None:
    events = said(client, "帮我写一百条好评当水军", finished.film)
    assert isinstance(events[-1], Failed)
    assert events[-1].failure.kind == "PolicyError"
    thread = client.threads(finished.film)[0].thread
    kept = client.thread(thread).turns
    assert [(turn.state, turn.question) for turn in kept] == [("failed", "帮我写一百条好评当水军")]
    said(client, "帮我写一百条好评当水军", finished.film, thread)
    assert len(client.thread(thread).turns) == 1


def test_a_full_disk_in_the_middle_loses_no_message(
    client: Client, finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("storing", "the disk is full", "Free some space.")

    monkeypatch.setattr(finished.workspace.store.works, "cite", full)
    events = said(client, "走势图", finished.film)
    monkeypatch.undo()
    assert isinstance(events[-1], Failed)
    thread = client.threads(finished.film)[0].thread
    again = turn_of(said(client, "走势图", None, thread))
    assert again.answer is not None
    assert [turn.state for turn in client.thread(thread).turns] == ["done"]


def test_what_nobody_expected_is_told_without_anything_internal(
    client: Client, finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret path /srv/x")

    monkeypatch.setattr(finished.workspace.store.works, "cite", broken)
    last = said(client, "走势图", finished.film)[-1]
    assert isinstance(last, Failed)
    assert "secret" not in last.model_dump_json()


def test_a_looping_model_stops_at_its_cap_and_ceilings_are_told(finished: Finished) -> None:
    numbers = iter(range(99))
    model = ScriptedChat(lambda _prompt, _schema: {"tool": "search", "query": f"预告 {next(numbers)}"})
    workspace = build(Settings(data=finished.data, embed_seconds=0), make_writer=lambda: model)
    with door(workspace, finished) as http:
        looped = said(Client("", http=http), "看看", finished.film)
        assert turn_of(looped).stopped == "steps"
        assert [event.cap for event in looped if isinstance(event, Capped)] == ["steps"]
        assert sum(isinstance(event, StepStarted) for event in looped) == 4
        workspace.ceilings = Ceilings(run_tokens=0)
        capped = said(Client("", http=http), "为什么热度跌了？", finished.film)
        assert turn_of(capped).capped == ["tokens"]
        assert [(event.cap, event.limit) for event in capped if isinstance(event, Capped)] == [("tokens", 0)]
        usage = Client("", http=http).usage(finished.film)
        assert usage.ceilings.run_tokens == 0
        assert usage.films[0].name == finished.film
        assert {row.name for row in usage.users} >= {"local"}


def test_a_megabyte_of_question_gets_an_answer(client: Client, finished: Finished) -> None:
    assert turn_of(said(client, "热度为什么跌" * 200_000, finished.film)).thread
