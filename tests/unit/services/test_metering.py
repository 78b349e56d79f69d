"""Every model call is booked, and the one that would pass a ceiling is not made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from copilot.adapters.scripted_chat import ScriptedChat
from copilot.adapters.sql import open_store
from copilot.adapters.token_ranks import token_counter, unpack_ranks
from copilot.domain.usage import Ceilings, Spending
from copilot.errors import BudgetExceeded, ModelReplyInvalid
from copilot.ports import Prompt
from copilot.services.metering import Account, Ledger, MeteredChat
from copilot.services.prices import Prices
from copilot.store import Usage

PROMPT = Prompt(system="写", user="潮水", stamp="probe@1+00000000")


@pytest.fixture
def usage(tmp_path: Path) -> Usage:
    return open_store(f"sqlite:///{tmp_path / 'x.db'}").usage


def metered(usage: Usage, *replies: object, name: str = "openai:gpt-5-mini", **ceilings: object) -> MeteredChat:
    ledger = Ledger(usage, Prices.load(), Ceilings(**ceilings), len, lambda: datetime(2026, 5, 1, tzinfo=UTC))
    return MeteredChat(ScriptedChat(replies, name=name), Account("rn-1", "film", "mei"), ledger)


def test_a_call_is_booked_to_run_film_and_user(usage: Usage) -> None:
    metered(usage, "潮水会回来").reply(PROMPT)
    for by, name in (("run", "rn-1"), ("film", "film"), ("user", "mei")):
        spent = usage.spent(by, name)
        assert (spent.calls, spent.prompt_tokens, spent.completion_tokens) == (1, 3, 5)
    assert usage.spent("run", "rn-1").usd == pytest.approx((3 * 0.25 + 5 * 2.0) / 1e6)


def test_a_failed_call_is_booked_with_what_it_used(usage: Usage) -> None:
    failed = ModelReplyInvalid("asking", "cut", "Again.", reason="truncated", tokens=(40, 9))
    with pytest.raises(ModelReplyInvalid):
        metered(usage, failed).reply(PROMPT)
    assert usage.spent("run", "rn-1").tokens == 49


def test_a_stream_is_booked_even_when_it_is_left(usage: Usage) -> None:
    pieces = metered(usage, "潮水会回来").stream(PROMPT)
    next(pieces)
    pieces.close()
    assert usage.spent("run", "rn-1").completion_tokens == 1


@pytest.mark.parametrize(
    ("ceilings", "reason"),
    [
        ({"run_tokens": 0}, "tokens"),
        ({"run_tokens": 1000}, "tokens"),
        ({"run_money": 1e-6}, "run_money"),
        ({"film_money": 1e-6}, "film_money"),
        ({"user_money": 1e-6}, "user_money"),
    ],
)
def test_a_call_that_would_pass_a_ceiling_is_not_made(usage: Usage, ceilings: dict, reason: str) -> None:
    chat = metered(usage, "never", **ceilings)
    with pytest.raises(BudgetExceeded) as caught:
        chat.reply(PROMPT)
    assert caught.value.reason == reason
    assert usage.spent("run", "rn-1").calls == 0


def test_a_users_ceiling_counts_one_day_over_all_films(usage: Usage) -> None:
    spent = {"role": "writer", "model": "m", "stamp": "p@1", "prompt_tokens": 1, "completion_tokens": 1, "seconds": 1}
    yesterday, today = datetime(2026, 4, 30, 23, 59, tzinfo=UTC), datetime(2026, 5, 1, 0, 1, tzinfo=UTC)
    for film, at, usd in (("other", today, 0.4), ("film", today, 0.4), ("film", yesterday, 99)):
        usage.add(Spending(run="rn-0", film=film, user="mei", usd=usd, outcome="ok", at=at, **spent))
    with pytest.raises(BudgetExceeded, match="for this user today") as caught:
        metered(usage, "never", user_money=0.8).reply(PROMPT)
    assert caught.value.reason == "user_money"
    metered(usage, "好", user_money=0.81).reply(PROMPT)


def test_without_a_known_price_tokens_alone_decide(usage: Usage) -> None:
    metered(usage, "好", name="openai:own-model", run_money=0).reply(PROMPT)
    spent = usage.spent("run", "rn-1")
    assert (spent.usd, spent.unpriced) == (0.0, 1)


@pytest.mark.parametrize(
    ("model", "price"),
    [("openai:gpt-5-mini-2025-08-07", "gpt-5-mini"), ("openai:GPT-4o", "gpt-4o"), ("openai:gpt-50", None)],
)
def test_the_longest_fitting_name_gives_the_price(model: str, price: str | None) -> None:
    found = Prices.load().of(model)
    assert (found.name if found else None) == price


def test_tokens_are_counted_offline_with_ranks_that_were_checked(tmp_path: Path) -> None:
    count = token_counter(tmp_path)
    assert count("") == 0
    assert 0 < count("潮水会回来") < 10
    assert count("a" * 1_000_000) > 1000
    assert count("\ud800") > 0
    place = unpack_ranks(tmp_path)
    place.write_bytes(b"damaged")
    assert unpack_ranks(tmp_path).stat().st_size > 1_000_000
