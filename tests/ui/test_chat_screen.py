"""The chat screen: steps, decisions as four choices, threads, another try, and what tests and looking back show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from copilot.client import Client
from copilot.domain.chat import Began, ChatEvent, Failed, Failure
from copilot.schema import HoldRetrospective, MakeCopy, PlanExperiment, RecordCounts, Say
from copilot.store import Hold
from tests.conftest import Finished
from tests.ui.conftest import Open, text_of


def press(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if label in button.label).click().run()


def talk(screen: AppTest, said: str) -> AppTest:
    return screen.chat_input[0].set_value(said).run()


def test_an_empty_conversation_offers_what_to_say(open_screen: Open) -> None:
    screen = open_screen("chat")
    assert {"热度为什么掉？", "做一轮修复计划", "给小红书写两条文案"} <= {button.label for button in screen.button}


def test_what_was_made_leads_to_its_screen_and_can_be_submitted_without_typing_an_id(open_screen: Open) -> None:
    screen = talk(open_screen("chat"), "给微博写两条文案")
    assert not screen.exception
    assert "hc-made" in text_of(screen)
    assert any(button.label.startswith("去看文案") for button in screen.button)
    waiting = press(screen, "送审：")
    labels = [button.label for button in waiting.button]
    assert {"送审", "不送了", "改送这一件", "照这个做"} <= set(labels)
    assert "等你点头" in text_of(waiting)


def test_nothing_is_submitted_before_a_choice_and_the_choice_is_shown(
    open_screen: Open, api: Client, finished: Finished
) -> None:
    draft = api.make_drafts(finished.film, MakeCopy(channel="kuaishou", variants=1)).works[0].id
    waiting = talk(open_screen("chat"), f"请把 {draft} 送审")
    assert draft not in {one.item for one in api.desk(finished.film)}
    declined = press(waiting, "不送了")
    assert "你选择不做" in text_of(declined)
    assert draft not in {one.item for one in api.desk(finished.film)}
    accepted = press(talk(declined, f"把 {draft} 送审"), "送审")
    assert draft in {one.item for one in api.desk(finished.film)}
    assert "已送审" in text_of(accepted)


def test_a_conversation_is_renamed_left_and_taken_up_after_a_reload(
    open_screen: Open, api: Client, finished: Finished
) -> None:
    screen = talk(open_screen("chat"), "走势图")
    thread = api.threads(finished.film)[0].thread
    screen.text_input[0].input("看走势的那次")
    press(screen, "保存")
    assert api.thread(thread).title == "看走势的那次"
    fresh = press(screen, "新对话")
    assert len(fresh.chat_message) == 0
    assert len(open_screen("chat", thread=thread).chat_message) == 2
    assert len(open_screen("chat", thread="th-0000000000000000").chat_message) == 0


def test_conversations_that_begin_alike_in_the_same_minute_are_told_apart(
    open_screen: Open, api: Client, finished: Finished
) -> None:
    opened = []
    for _ in range(2):
        screen = talk(open_screen("chat"), "走势图")
        opened.append(api.threads(finished.film)[0].thread)
        assert screen.selectbox[0].value == opened[-1]
    again = press(open_screen("chat", thread=opened[0]), "保存")
    assert again.selectbox[0].value == opened[0] != opened[1]


def test_a_failed_turn_keeps_its_message_and_offers_another_try(
    open_screen: Open, api: Client, finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_screen("chat")
    failure = Failure(kind="StoreError", found="the disk is full", todo="Free some space.")

    def failing(message: Say) -> list[ChatEvent]:
        store = finished.workspace.store.threads
        number = store.begin(
            "th-00000000000000ff", finished.film, message.message, "local", Hold(finished.workspace.clock.now())
        )
        store.end(number, "failed", None, failure)
        return [Began(thread="th-00000000000000ff", film=finished.film), Failed(failure=failure)]

    monkeypatch.setattr(api, "say", failing)
    failed = talk(screen, "走势图")
    monkeypatch.undo()
    assert failed.error
    done = press(open_screen_on(failed, api, monkeypatch), "再试一次")
    assert not done.error
    assert len(done.chat_message) == 2


def open_screen_on(screen: AppTest, api: Client, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Go on with a screen after the monkeypatched client was put back."""
    from ui import session

    monkeypatch.setattr(session, "client", lambda: api)
    return screen


def test_a_question_back_is_said_like_an_answer(open_screen: Open) -> None:
    assert "哪件事" in text_of(talk(open_screen("chat"), "你好"))


def test_a_test_of_variants_is_planned_on_the_copy_screen_and_read(
    open_screen: Open, api: Client, finished: Finished
) -> None:
    made = api.make_drafts(finished.film, MakeCopy(channel="weibo", variants=2)).works
    for work in made:
        api.submit(work.id)
    today = finished.workspace.clock.today()
    wish = PlanExperiment(
        drafts=[work.id for work in made], baseline=0.02, starts=today - timedelta(days=2), stops=today
    )
    experiment = api.plan_experiment(finished.film, wish).experiment
    api.record_counts(experiment.id, RecordCounts(day=today, counts={"A": (30_000, 600), "B": (30_000, 900)}))
    screen = open_screen("copywriting")
    assert not screen.exception
    assert "B 版更好" in text_of(screen)
    assert "95% 区间" in text_of(screen)


def test_looking_back_has_a_tab_of_its_own(open_screen: Open, api: Client, finished: Finished) -> None:
    plan = finished.done.plan
    api.hold_retrospective(finished.film, HoldRetrospective(plan=plan.id, as_of=plan.stages[-1].to))
    screen = press(open_screen("plan"), "按现在的数据复盘")
    assert not screen.exception
    assert "达标" in text_of(screen)
