"""A plan is looked back on by its own figures, and the next one learns."""

from dataclasses import replace
from datetime import timedelta

import pytest

from copilot.domain.evidence import figure
from copilot.domain.plan import CardRecord, RepairPlan
from copilot.errors import InputError
from copilot.planning.plan import make_plan
from copilot.planning.queries import later_query
from copilot.planning.retrospective import keep_record, look_back


class Readings:
    """Answers every query with one value."""

    def __init__(self, value):
        self._value = value

    def value(self, query):
        return self._value

    def evidence(self, query, text):
        return figure("ferry", query, self._value, text)


@pytest.fixture
def plan(ferry, cards):
    return make_plan(ferry.case, ferry.diagnosis, ferry.pulse, ferry.figures, cards)


def _after(plan):
    return max(action.metric.check_on for action in plan.actions())


def test_actions_are_met_missed_or_cannot_be_told(plan):
    looked = look_back(plan, Readings(0.9), _after(plan))
    for action, outcome in zip(plan.actions(), looked.outcomes, strict=True):
        metric = action.metric
        if metric.target is None:
            assert outcome.state == "cannot_tell"
        elif metric.direction == "up":
            assert outcome.state == ("met" if metric.target <= 0.9 else "not_met")
        else:
            assert outcome.state == ("met" if metric.target >= 0.9 else "not_met")
    assert looked.lessons == sorted(looked.lessons, key=lambda s: ("见效" not in s, "没有达标" not in s))


def test_what_is_not_due_teaches_nothing_yet(plan):
    looked = look_back(plan, Readings(0.9), plan.as_of)
    assert {outcome.state for outcome in looked.outcomes} == {"not_due"}
    assert looked.lessons == []
    assert all(outcome.actual is None for outcome in looked.outcomes)


def test_a_day_before_the_plan_is_refused(plan):
    with pytest.raises(InputError, match="before"):
        look_back(plan, Readings(1.0), plan.as_of - timedelta(days=1))


def test_no_reading_on_the_day_cannot_be_told(plan):
    assert {o.state for o in look_back(plan, Readings(None), _after(plan)).outcomes} == {"cannot_tell"}


@pytest.mark.parametrize(
    ("query", "later"),
    [
        ("share/reviews?film=f&from=2026-04-03&to=2026-04-09", "share/reviews?film=f&from=2026-04-10&to=2026-04-20"),
        (
            "sum/series?film=f&from=2026-04-03&name=gross&to=2026-04-09",
            "sum/series?film=f&from=2026-04-14&name=gross&to=2026-04-20",
        ),
        ("value/series?day=2026-04-09&film=f&name=gross", "value/series?day=2026-04-20&film=f&name=gross"),
        ("count/reviews?film=f", "count/reviews?film=f"),
    ],
)
def test_the_result_is_read_over_the_days_of_the_action(plan, query, later):
    assert later_query(query, plan.as_of.replace(day=20)) == later


def test_the_record_adds_up_over_iterations(plan):
    looked = look_back(plan, Readings(0.0), _after(plan))
    once = keep_record([], looked)
    twice = {entry.card: entry for entry in keep_record(once, looked)}
    assert twice["repair_board"] == CardRecord(card="repair_board", met=0, missed=2)


def test_the_next_plan_drops_what_missed_twice_and_keeps_what_worked(ferry, plan, cards):
    record = [CardRecord(card="pull_broken_claim", missed=2), CardRecord(card="small_merch", met=4)]
    previous: RepairPlan = plan.model_copy(update={"record": record})
    ferry.case = replace(ferry.case, as_of=plan.as_of + timedelta(days=1))
    following = make_plan(
        ferry.case, ferry.diagnosis, ferry.pulse, ferry.figures, cards, iteration=2, previous=previous, learnt=["一条"]
    )
    used = {action.card for action in following.actions()}
    assert "pull_broken_claim" not in used
    assert "small_merch" in used
    assert following.iteration == 2
    assert following.learnt[0] == "一条"
    assert following.record == record
