"""A conversation in a real browser: steps as they happen, a card that waits across a reload, nothing unasked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_copy_is_written_in_steps_and_waits_for_a_choice(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="载入示例影片（虚构）").click()
    page.get_by_role("button", name="看看为什么掉").click(timeout=200_000)
    expect(page.get_by_role("heading", level=1, name="诊断")).to_be_visible(timeout=60_000)
    visit.go("问副驾")
    page.get_by_role("button", name="给小红书写两条文案").click()
    made = page.get_by_role("button", name="去看文案 · 小红书")
    under_way = page.get_by_text("写文案并逐条检查 · 小红书")  # over in a moment on a quick machine
    expect(under_way.or_(made).first).to_be_visible(timeout=60_000)
    expect(made).to_be_visible(timeout=60_000)

    page.get_by_role("button", name="送审：").first.click()
    expect(page.get_by_role("button", name="不送了")).to_be_visible(timeout=60_000)
    page.reload()
    expect(page.get_by_role("button", name="不送了")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="不送了").press("Enter")
    expect(page.get_by_text("你选择不做。")).to_be_visible(timeout=60_000)

    said = page.get_by_test_id("stChatInputTextArea")
    said.fill("走势图")
    said.press("Enter")
    answered = page.get_by_text("执笔：规则与证据 ·")
    expect(answered).to_have_count(3, timeout=60_000)
    visit.go("审片台")
    expect(page.get_by_text("没有送审件")).to_be_visible()
    assert visit.strangers() == []
    assert all("404" in one for one in visit.complaints)  # after a reload Streamlit itself tries where it is served
