"""A provider's faults never become content: each call ends in time with a typed error and hands out nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from faulty_openai import BAD_VALUES, EVERY_FAULT, GOOD, STREAM_FAULTS, FaultyServer, faulty_openai
from pydantic import BaseModel, ConfigDict, SecretStr

from copilot.adapters import openai_chat
from copilot.adapters.openai_chat import OpenAIChat
from copilot.errors import ModelError, ModelReplyInvalid, ModelUnavailable, SettingError
from copilot.ports import Prompt
from copilot.prompting import Prompts
from copilot.shipped import folder

DEADLINE = 1.5
SLACK = 1.0
PROMPT = Prompt(system="写一句。", user="潮水", stamp="probe@1+00000000")
SLOW = {"hang", "drip"}


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    score: int


@pytest.fixture(scope="module")
def server() -> Iterator[FaultyServer]:
    with faulty_openai() as running:
        yield running


Chat = Callable[..., OpenAIChat]


@pytest.fixture
def chat(server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chat]:
    monkeypatch.setattr(openai_chat, "FIRST_PAUSE", 0.02)
    made: list[OpenAIChat] = []

    def bind(fault: str, *, deadline: float = DEADLINE, retries: int = 2) -> OpenAIChat:
        made.append(
            OpenAIChat(
                "m",
                key=SecretStr("secret-key"),
                address=server.address(fault),
                deadline=deadline,
                retries=retries,
                render=Prompts(folder("prompts")).render,
            )
        )
        server.calls.clear()
        return made[-1]

    yield bind
    for one in made:
        one.close()


def fails_in_time(call: Callable[[], object]) -> ModelError:
    began = time.monotonic()
    with pytest.raises((ModelUnavailable, ModelReplyInvalid)) as caught:
        call()
    assert time.monotonic() - began <= DEADLINE + SLACK
    assert caught.value.reason
    assert caught.value.stamp == PROMPT.stamp
    assert "secret-key" not in str(caught.value)
    return caught.value


def test_there_are_enough_faults() -> None:
    assert len(EVERY_FAULT) + len(BAD_VALUES) + len(STREAM_FAULTS) >= 60


@pytest.mark.parametrize("fault", EVERY_FAULT)
def test_a_whole_answer_with_a_fault_is_an_error_in_time(fault: str, chat: Chat, server: FaultyServer) -> None:
    model = chat(fault)
    fails_in_time(lambda: model.reply(PROMPT))
    assert server.calls[fault] <= 3


@pytest.mark.parametrize("fault", sorted(set(EVERY_FAULT) - SLOW))
def test_a_schema_with_a_fault_is_an_error_in_time(fault: str, chat: Chat) -> None:
    model = chat(fault)
    fails_in_time(lambda: model.fill(PROMPT, Wanted))


@pytest.mark.parametrize("fault", BAD_VALUES)
def test_what_does_not_keep_to_the_schema_is_mended_twice_at_most(fault: str, chat: Chat, server: FaultyServer) -> None:
    model = chat(fault)
    error = fails_in_time(lambda: model.fill(PROMPT, Wanted))
    assert error.reason in ("malformed", "off_schema")
    assert server.calls[fault] == 3
    assert error.tokens == (33, 21)


@pytest.mark.parametrize("fault", [*STREAM_FAULTS, *sorted(set(EVERY_FAULT) - SLOW)])
def test_a_stream_with_a_fault_raises_at_its_end(fault: str, chat: Chat) -> None:
    model = chat(fault)
    fails_in_time(lambda: list(model.stream(PROMPT)))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("hang", "deadline"),
        ("drip", "deadline"),
        ("reset", "connection"),
        ("no_reason", "cut"),
        ("length", "truncated"),
        ("filter", "filtered"),
        ("filter_empty", "filtered"),
        ("refusal", "refused"),
        ("empty", "empty"),
        ("null_content", "empty"),
        ("html", "malformed"),
        ("401", "access"),
        ("quota", "access"),
        ("404", "request"),
        ("429_wait", "rate_limited"),
        ("503", "server"),
    ],
)
def test_each_kind_of_fault_has_its_reason(fault: str, reason: str, chat: Chat) -> None:
    assert fails_in_time(lambda: chat(fault).reply(PROMPT)).reason == reason


@pytest.mark.parametrize("fault", ["429_wait", "429_date"])
def test_a_wait_beyond_the_deadline_fails_at_once_and_names_it(fault: str, chat: Chat, server: FaultyServer) -> None:
    began = time.monotonic()
    error = fails_in_time(lambda: chat(fault).reply(PROMPT))
    assert "3600 s" in error.found
    assert server.calls[fault] == 1
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("fault", ["length", "filter", "refusal", "empty", "401", "quota", "400", "redirect"])
def test_what_would_fail_again_is_not_tried_again(fault: str, chat: Chat, server: FaultyServer) -> None:
    fails_in_time(lambda: chat(fault).reply(PROMPT))
    assert server.calls[fault] == 1


def test_a_good_answer_says_who_gave_it_and_what_it_cost(chat: Chat) -> None:
    reply = chat("good").reply(PROMPT)
    assert (reply.model, reply.stamp) == ("openai:m", PROMPT.stamp)
    assert (reply.prompt_tokens, reply.completion_tokens) == (11, 7)


def test_a_server_that_recovers_is_asked_again(chat: Chat, server: FaultyServer) -> None:
    assert chat("recovers", deadline=10).reply(PROMPT).text
    assert server.calls["recovers"] == 3


@pytest.mark.parametrize(
    ("server_kind", "calls_first", "calls_then"),
    [("knows_schema", 1, 1), ("knows_tools", 2, 1), ("knows_json", 3, 1), ("knows_nothing", 4, 1), ("fenced", 1, 1)],
)
def test_what_a_server_knows_is_found_once_and_remembered(
    server_kind: str, calls_first: int, calls_then: int, chat: Chat, server: FaultyServer
) -> None:
    model = chat(server_kind, deadline=10)
    assert model.fill(PROMPT, Wanted).value.model_dump() == GOOD
    assert server.calls[server_kind] == calls_first
    assert model.fill(PROMPT, Wanted).value.model_dump() == GOOD
    assert server.calls[server_kind] == calls_first + calls_then


@pytest.mark.parametrize(("kind", "repairs"), [("mends_once", 1), ("mends_twice", 2), ("thinks", 0)])
def test_repairs_are_counted(kind: str, repairs: int, chat: Chat) -> None:
    filled = chat(kind, deadline=10).fill(PROMPT, Wanted)
    assert filled.value.model_dump() == GOOD
    assert filled.repairs == repairs
    assert filled.reply.prompt_tokens == 11 * (repairs + 1)


def test_a_server_that_knows_no_answer_limit_is_asked_without(chat: Chat, server: FaultyServer) -> None:
    assert chat("refuses_limit").reply(PROMPT).text
    assert server.calls["refuses_limit"] == 2


def test_a_good_stream_comes_in_pieces(chat: Chat) -> None:
    assert list(chat("stream_well").stream(PROMPT)) == ["潮水", "会", "回来"]


def test_a_reader_who_leaves_a_stream_frees_it(chat: Chat) -> None:
    model = chat("stream_drip")
    pieces = model.stream(PROMPT)
    assert next(pieces) == "潮"
    pieces.close()


def test_a_provider_that_keeps_failing_is_left_alone_for_a_while(chat: Chat, server: FaultyServer) -> None:
    model = chat("503", retries=0)
    for _ in range(5):
        fails_in_time(lambda: model.reply(PROMPT))
    assert fails_in_time(lambda: model.reply(PROMPT)).reason == "breaker"
    assert server.calls["503"] == 5


def test_nothing_listening_is_an_error_in_time(server: FaultyServer) -> None:
    render = Prompts(folder("prompts")).render
    address = "http://127.0.0.1:9/v1"
    model = OpenAIChat("m", key=None, address=address, deadline=DEADLINE, retries=2, render=render)
    assert fails_in_time(lambda: model.reply(PROMPT)).reason == "connection"
    model.close()


def test_neither_key_nor_address_is_said_when_the_role_is_bound() -> None:
    render = Prompts(folder("prompts")).render
    with pytest.raises(SettingError, match="OPENAI_API_KEY"):
        OpenAIChat("m", key=None, address=None, deadline=1, retries=0, render=render)


def test_the_stable_part_of_a_prompt_goes_first(chat: Chat, server: FaultyServer) -> None:
    chat("good").reply(PROMPT)
    assert [message["role"] for message in server.asked[-1]["messages"]] == ["system", "user"]
