"""What a message says of something made before is found without its id, or asked for."""

from __future__ import annotations

import pytest

from copilot.agent.routing import Asked, pointed_at, route_by_words
from copilot.domain.chat import ToolCall

PLAN, FIRST, SECOND = "pl-00000000000000aa", "dr-00000000000000bb", "dr-00000000000000cc"
CHANNELS = {"weibo": ["微博", "Weibo"]}


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("把第一条送审", FIRST),
        ("第2版送审", SECOND),
        ("submit the last one", SECOND),
        ("送审", None),
        ("第三条送审", None),
    ],
)
def test_a_place_among_the_last_made_is_enough_to_submit(message: str, meant: str | None) -> None:
    call = route_by_words(Asked(message, CHANNELS, made=[FIRST, SECOND]))
    assert isinstance(call, ToolCall)
    assert (call.tool, call.item) == ("submit", meant)


def test_a_kind_tells_the_plan_from_the_drafts() -> None:
    assert pointed_at("把计划送审", [PLAN, FIRST, SECOND]) == PLAN
    assert pointed_at("把第二条文案送审", [PLAN, FIRST, SECOND]) == SECOND


def test_the_only_thing_made_is_meant_and_nothing_is_when_none_was() -> None:
    assert pointed_at("送审吧", [FIRST]) == FIRST
    assert pointed_at("送审吧", []) is None


def test_an_id_in_the_message_wins() -> None:
    call = route_by_words(Asked(f"第一条不送，送审 {SECOND}", CHANNELS, made=[FIRST, SECOND]))
    assert isinstance(call, ToolCall)
    assert call.item == SECOND
