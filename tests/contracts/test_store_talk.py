"""What the store promises of conversations, experiments and retrospectives."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from tide import FILM, NOW

from copilot.adapters.sql import open_database, open_store
from copilot.domain.answer import Answer
from copilot.domain.chat import Failure, ToolCall, Turn
from copilot.domain.experiment import Arm, Count, Experiment
from copilot.domain.plan import Retrospective
from copilot.errors import ConflictError, UnknownId
from copilot.store import Hold, Store


def begin(store: Store, question: str, at: datetime = NOW, thread: str = "th-1", process: str = "running") -> int:
    return store.threads.begin(thread, "tide", question, "mei", Hold(at, process, 180, "crashed".__eq__))


def test_a_message_is_kept_before_it_is_worked_on(store: Store) -> None:
    number = begin(store, "甲")
    assert [(turn.question, turn.state, turn.by) for turn in store.threads.kept("tide", "th-1")] == [
        ("甲", "open", "mei")
    ]
    assert store.threads.turns("tide", "th-1") == []
    store.threads.end(number, "done", Turn(thread="th-1", film="tide", answer=Answer(answer="乙")))
    assert store.threads.turns("tide", "th-1") == ["甲", "乙"]
    kept = store.threads.kept("tide", "th-1")[0]
    assert kept.turn is not None
    assert kept.turn.answer == Answer(answer="乙")


def test_a_failed_message_is_taken_up_again_and_any_other_is_a_new_turn(store: Store) -> None:
    number = begin(store, "甲")
    store.threads.end(number, "failed", None, Failure(kind="StoreError", found="full"))
    assert begin(store, "甲") == number
    store.threads.end(number, "failed", None, Failure(kind="StoreError", found="full"))
    assert begin(store, "丙") != number


def test_a_thread_under_way_takes_no_second_message_until_it_was_cut_off(store: Store) -> None:
    number = begin(store, "甲")
    with pytest.raises(ConflictError, match="being worked on"):
        begin(store, "乙", NOW + timedelta(seconds=100))
    assert begin(store, "甲", NOW + timedelta(seconds=200)) == number


def test_what_a_crashed_process_left_is_taken_up_at_once(store: Store) -> None:
    number = begin(store, "甲", process="crashed")
    assert begin(store, "甲", NOW + timedelta(seconds=1)) == number
    assert store.threads.kept("tide", "th-1")[0].held_by == "running"


def test_a_waiting_turn_is_claimed_once_or_left_behind(store: Store) -> None:
    number = begin(store, "甲")
    store.threads.end(number, "waiting", Turn(thread="th-1", film="tide", waiting=ToolCall(tool="submit")))
    assert [store.threads.claim(number, Hold(NOW)), store.threads.claim(number, Hold(NOW))] == [True, False]
    store.threads.end(number, "waiting", Turn(thread="th-1", film="tide", waiting=ToolCall(tool="submit")))
    begin(store, "乙")
    assert [turn.state for turn in store.threads.kept("tide", "th-1")] == ["left", "open"]
    assert not store.threads.claim(number, Hold(NOW))


def test_a_thread_is_listed_by_its_title_and_unknown_elsewhere(store: Store) -> None:
    begin(store, "甲")
    store.threads.rename("th-1", "口碑")
    assert [row[:2] for row in store.threads.of_film("tide")] == [("th-1", "口碑")]
    for film, thread in (("other", "th-1"), ("tide", "th-2")):
        with pytest.raises(UnknownId):
            store.threads.kept(film, thread)


EXPERIMENT = Experiment(
    id="ex-1",
    film="tide",
    channel="weibo",
    arms=[Arm(name=name, draft=f"dr-{name}", submission="sb-1", content_hash=name) for name in "AB"],
    rate="click",
    baseline=0.02,
    smallest=0.004,
    size=1000,
    starts=date(2026, 5, 1),
    stops=date(2026, 5, 7),
    planned_by="mei",
    planned_at=NOW,
)


def count(arm: str, day: int, chances: int, hits: int) -> Count:
    on = date(2026, 5, day)
    return Count(experiment="ex-1", arm=arm, day=on, chances=chances, hits=hits, source="typed", by="mei", at=NOW)


def test_an_experiment_stays_as_it_was_planned(store: Store) -> None:
    store.experiments.put(EXPERIMENT)
    again = store.experiments.put(EXPERIMENT.model_copy(update={"size": 5}))
    assert again == EXPERIMENT
    assert store.experiments.of_film("tide") == [EXPERIMENT]
    assert store.experiments.of_film("other") == []
    assert [entry.action for entry in store.desk.audit()] == ["plan_experiment"]
    with pytest.raises(UnknownId):
        store.experiments.get("ex-2")


def test_counts_of_a_day_are_replaced_and_every_change_is_in_the_audit(store: Store) -> None:
    store.experiments.put(EXPERIMENT)
    store.experiments.record([count("dr-A", 1, 100, 2), count("dr-B", 1, 100, 3)])
    store.experiments.record([count("dr-A", 1, 110, 2)])
    assert [(one.arm, one.chances) for one in store.experiments.counts("ex-1")] == [("dr-A", 110), ("dr-B", 100)]
    assert [entry.action for entry in store.desk.audit()].count("record_counts") == 3


def test_a_retrospective_is_kept_once_and_moves_the_films_stamp(store: Store) -> None:
    store.films.put(FILM, NOW)
    before = store.films.stamp("tide")
    held = Retrospective(
        id="rt-1", film="tide", plan="pl-1", iteration=1, as_of=date(2026, 5, 1), outcomes=[], lessons=["甲"]
    )
    store.retrospectives.put(held, NOW)
    store.retrospectives.put(held, NOW)
    assert store.retrospectives.of_film("tide") == [held]
    assert store.retrospectives.get("rt-1") == held
    assert store.films.stamp("tide") != before
    with pytest.raises(UnknownId):
        store.retrospectives.get("rt-2")


def test_a_database_of_the_second_revision_keeps_its_turns(url: str) -> None:
    store = open_store(url)
    store.threads.add("th-1", "tide", "问", "答", NOW)
    with open_database(url).writing() as connection:
        for name in ("thread_titles", "experiments", "experiment_counts", "retrospectives"):
            connection.execute(text(f"DROP TABLE {name}"))
        for name in ("state", "by", "content"):
            connection.execute(text(f"ALTER TABLE turns DROP COLUMN {name}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    again = open_store(url)
    assert again.threads.turns("tide", "th-1") == ["问", "答"]
    assert [turn.state for turn in again.threads.kept("tide", "th-1")] == ["done"]
    assert again.experiments.of_film("tide") == []
