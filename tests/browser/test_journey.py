"""The whole way through the screens in a real browser, and hostile text that stays text."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

DOSSIER = """
id: hostile-film
title: "<script>document.title='owned'</script> ![t](http://evil.example/title.png)"
release_date: 2026-04-10
synopsis: 一对父女坐缆车回家的故事。
"""
HOSTILE = [
    "<script>document.title='owned'</script>预告骗人，完全不是那回事",
    "预告骗人 ![图](http://evil.example/a.png) 还不如不看",
    "预告骗人，看这里[链接][1]\n\n[1]: http://evil.example/b",
    "预告骗人<img src=http://evil.example/c.png onerror=alert(1)><iframe src=http://evil.example/d>",
    "预告骗人 $\\href{http://evil.example/e}{x}$ :material/home: http://evil.example/f",
]


def test_a_marketer_goes_from_the_sample_film_to_an_approved_draft(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="载入示例影片（虚构）").click()
    page.get_by_role("button", name="看看为什么掉").click(timeout=200_000)

    expect(page.get_by_role("heading", level=1, name="诊断")).to_be_visible()
    supported = page.get_by_test_id("stExpander").filter(has_text="成立").first
    quote = supported.locator(".hc-quote").filter(has_text="原话").first
    words = quote.inner_text().removesuffix("原话").strip()
    quote.locator("xpath=following::button[1]").click()
    expect(supported.locator(".hc-body").filter(has_text=words).first).to_be_visible()

    visit.go("热度脉搏")
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()

    visit.go("渠道文案")
    page.get_by_role("button", name="写文案").click()
    expect(page.get_by_role("button", name="送审")).to_have_count(3)
    page.get_by_role("button", name="送审").first.click()
    expect(page.get_by_text("已送审").first).to_be_visible()

    visit.go("审片台")
    expect(page.get_by_text("内容指纹")).to_be_visible()
    page.get_by_test_id("stBaseButton-primary").filter(has_text="通过").click()
    expect(page.get_by_text("没有送审件")).to_be_visible()
    page.get_by_role("radio", name="已通过").click()
    expect(page.locator(".hc-badge").filter(has_text="已通过")).to_be_visible()

    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Desk")).to_be_visible()
    assert visit.strangers() == []
    assert visit.complaints == []


def test_hostile_reviews_stay_text_and_reach_nothing(visit: Visit) -> None:
    page = visit.page
    page.get_by_text("添加影片").click()
    page.get_by_label("或直接粘贴").fill(DOSSIER)
    page.get_by_label("或直接粘贴").blur()
    page.get_by_role("button", name="添加", exact=True).click()
    rows = ['"' + text.replace('"', '""') + '",2026-04-12' for text in HOSTILE]
    table = "\n".join(["评论内容,评论时间", *rows]).encode()
    upload = {"name": "评论.csv", "mimeType": "text/csv", "buffer": table}
    page.get_by_test_id("stFileUploader").filter(has_text="选择文件").locator("input").set_input_files([upload])
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_test_id("stAlert").filter(has_text="完成")).to_be_visible(timeout=60_000)

    visit.go("找原话")
    page.get_by_label("找什么").fill("预告骗人")
    page.get_by_label("找什么").press("Enter")
    expect(page.locator(".hc-quote").first).to_be_visible()
    shown = " ".join(page.locator(".hc-quote").all_inner_texts())
    for mark in ("<script>", "[图](http://evil.example/a.png)", "[1]: http://evil.example/b", "<iframe"):
        assert mark in shown
    for screen in ("热度脉搏", "诊断", "问副驾", "修复计划", "影片与导入"):
        visit.go(screen)
    assert page.title() != "owned"
    assert page.locator("a[href*='evil'], img[src*='evil'], iframe[src*='evil']").count() == 0
    assert visit.strangers() == []
    assert visit.complaints == []
