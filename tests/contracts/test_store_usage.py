"""What the store promises of the ledger of model calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tide import NOW

from copilot.domain.usage import Spending
from copilot.store import Store


def call(**given: Any) -> Spending:
    usual: dict[str, Any] = {"run": "rn-1", "film": "tide", "user": "mei", "role": "writer", "model": "openai:a"}
    usual |= {"stamp": "draft_copy@2+abc", "prompt_tokens": 10, "completion_tokens": 5, "usd": 0.5}
    return Spending(**(usual | {"seconds": 1.0, "outcome": "ok", "at": NOW} | given))


@pytest.fixture
def booked(store: Store) -> Store:
    """Two runs on one film, one of them failing in part, and a later run on another film without a price."""
    yesterday: datetime = NOW - timedelta(days=1)
    for spending in (
        call(at=yesterday),
        call(run="rn-2", stamp="elaborate_plan@1+def"),
        call(run="rn-2", outcome="truncated", role="judge", model="openai:b"),
        call(run="rn-3", film="ebb", user="cao", model="openai:own", usd=None),
    ):
        store.usage.add(spending)
    return store


def test_sums_come_latest_first_and_say_what_failed_and_what_has_no_price(booked: Store) -> None:
    ebb, tide = booked.usage.table("film")
    assert (tide.name, tide.calls, tide.failed, tide.tokens, tide.usd, tide.unpriced) == ("tide", 3, 1, 45, 1.5, 0)
    assert (ebb.name, ebb.usd, ebb.unpriced) == ("ebb", 0.0, 1)


@pytest.mark.parametrize(
    ("by", "names"), [("role", ["writer", "judge"]), ("model", ["openai:own", "openai:b", "openai:a"])]
)
def test_calls_are_added_up_by_role_and_by_model(booked: Store, by: Any, names: list[str]) -> None:
    assert [one.name for one in booked.usage.table(by)] == names


def test_sums_can_be_of_some_films_and_from_a_moment_on(booked: Store) -> None:
    assert [one.name for one in booked.usage.table("user", ["tide"])] == ["mei"]
    assert booked.usage.table("film", []) == []
    assert booked.usage.table("film", since=NOW)[1].calls == 2
    assert booked.usage.spent("user", "mei", NOW).usd == 1.0
    assert booked.usage.spent("user", "nobody").calls == 0


def test_a_run_says_what_it_was_for(booked: Store) -> None:
    run = booked.usage.runs(["tide"], most=5)[0]
    assert (run.name, run.film, run.user) == ("rn-2", "tide", "mei")
    assert (run.roles, run.models) == (["writer", "judge"], ["openai:a", "openai:b"])
    assert run.prompts == ["elaborate_plan", "draft_copy"]


def test_only_the_latest_runs_are_listed(booked: Store) -> None:
    assert [run.name for run in booked.usage.runs(most=2)] == ["rn-3", "rn-2"]
