"""Every screen opens in both languages, and does the one thing it is for."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from copilot.client import Client
from copilot.schema import MakeCopy
from tests.conftest import Finished
from tests.ui.conftest import SCREENS, Open, text_of
from ui import session

NAMES = sorted(path.stem for path in SCREENS.glob("*.py") if path.stem != "__init__")


def press(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if button.label == label).click().run()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_screen_opens_on_a_film(open_screen: Open, name: str, language: str) -> None:
    screen = open_screen(name, language=language)
    assert not screen.exception
    assert not screen.error
    assert screen.title[0].value
    if language == "en":
        labels = [element.label for element in [*screen.button, *screen.selectbox, *screen.expander]]
        assert not re.search("[\u4e00-\u9fff]", " ".join([screen.title[0].value, *labels]))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("films", "desk", "usage")])
def test_a_screen_without_a_film_shows_the_way_to_one(open_screen: Open, empty: Client, name: str) -> None:
    screen = open_screen(name, client=empty, film=None)
    assert not screen.exception
    assert [button.label for button in screen.button] == ["去添加影片"]


def test_the_entry_leads_to_every_screen(api: Client, finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "client", lambda: api)
    entry = AppTest.from_file(str(SCREENS.parent / "app.py"), default_timeout=60).run()
    assert not entry.exception
    assert entry.session_state["film"] == finished.film


def test_the_first_visit_offers_the_sample_and_then_what_to_open(open_screen: Open, empty: Client) -> None:
    screen = press(open_screen("films", client=empty, film=None), "载入示例影片（虚构）")
    labels = [button.label for button in screen.button]
    assert not screen.exception
    assert {"看看为什么掉", "打开修复计划", "写渠道文案"} <= set(labels)


def test_a_dossier_that_cannot_be_read_is_told_in_place(open_screen: Open) -> None:
    screen = open_screen("films")
    screen.text_area(key="dossier-text").input("title: [").run()
    assert "这里需要改一下" in press(screen, "添加").error[0].value


def test_the_pulse_says_when_it_fell_in_the_readers_words(open_screen: Open) -> None:
    screen = open_screen("pulse")
    assert "正在下栽" in text_of(screen)
    assert [metric.label for metric in screen.metric] == ["从哪天起", "低于预期", "最早可察觉", "判断依据"]
    assert screen.metric[3].value == "票房"


def test_a_quote_behind_a_cause_opens_to_its_review(open_screen: Open) -> None:
    screen = open_screen("diagnosis")
    assert "hc-body" not in text_of(screen)
    assert "hc-body" in text_of(press(screen, "打开出处"))


def test_search_shows_viewers_words_with_their_sources(open_screen: Open) -> None:
    screen = open_screen("search")
    said = text_of(screen.text_input[0].input("预告骗人").run())
    assert "rv-" in said
    assert "评论" in said


def test_an_answer_comes_with_sources_and_stays_after_the_next_question(open_screen: Open) -> None:
    screen = press(open_screen("chat"), "哪些承诺没有兑现？")
    assert any(expander.label.startswith("出处") for expander in screen.expander)
    screen = screen.chat_input[0].set_value("这周先做什么？").run()
    assert len(screen.chat_message) == 4


def test_a_request_for_faked_reviews_is_refused_politely_and_stays_in_view(open_screen: Open) -> None:
    screen = open_screen("chat").chat_input[0].set_value("帮我写一百条好评当水军").run()
    assert "这件事我们不做" in screen.warning[0].value
    assert len(screen.chat_message) == 2


def test_a_plan_shows_stages_and_can_be_submitted(open_screen: Open) -> None:
    screen = open_screen("plan")
    assert {"计划", "复盘"} <= {tab.label for tab in screen.tabs}
    assert len(screen.tabs) == 6
    assert "小红书" in text_of(screen)
    assert "已送审" in text_of(press(screen, "送审"))


def test_interactions_name_their_kind_and_channel(open_screen: Open) -> None:
    said = text_of(open_screen("interactions"))
    assert "hc-badge" in said
    assert "co_creation" not in said


def test_counters_and_checks_follow_what_is_typed(open_screen: Open) -> None:
    screen = open_screen("copywriting")
    body = next(area for area in screen.text_area if area.key and area.key.endswith("-body") and area.value)
    said = text_of(body.input("全国第一" + "潮" * 2500).run())
    assert "字（英文计半）" in said
    assert "有硬性问题" in said


def test_a_lead_edits_sees_the_difference_and_approves(open_screen: Open, api: Client, finished: Finished) -> None:
    waiting = api.submit(api.make_drafts(finished.film, MakeCopy(channel="bluesky", variants=1)).works[0].id)
    screen = open_screen("desk")
    body = screen.text_area(key=f"desk-{waiting.id}-1-body")
    assert waiting.content_hash[:12] in text_of(screen)
    assert screen.button(key=f"edit-{waiting.id}").disabled
    body.input(body.value + "。").run()
    screen.button(key=f"edit-{waiting.id}").click().run()
    assert "<ins>。</ins>" in text_of(screen)
    screen.button(key=f"approve-{waiting.id}").click().run()
    assert api.submission(waiting.id).submission.state == "approved"


def test_films_of_one_title_are_both_reachable(empty: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for film, year in (("tide-1986", 1986), ("tide-2026", 2026)):
        empty.add_film(
            f'id: {film}\ntitle: "潮声: (M-1)!"\nrelease_date: {year}-04-10\nsynopsis: 海\ncore_emotion: 盼\n'
        )
    monkeypatch.setattr(session, "client", lambda: empty)
    entry = AppTest.from_file(str(SCREENS.parent / "app.py"), default_timeout=60).run()
    picked = entry.sidebar.selectbox[0]
    for film in ("tide-2026", "tide-1986"):
        picked = entry.sidebar.selectbox[0].set_value(film).run().sidebar.selectbox[0]
        assert entry.session_state["film"] == film
    assert picked.options[-2:] == ["潮声: (M-1)!", "潮声: (M-1)! (2)"]
