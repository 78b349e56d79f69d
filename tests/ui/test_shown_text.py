"""What others wrote is shown as text, and numbers the way the reader's language says them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ui import session
from ui.figures import axis_labels, say_amount

UI = Path(__file__).parents[2] / "ui"
FILES = sorted(UI.rglob("*.py"))
MARKDOWN = {"markdown", "write", "write_stream", "latex"}
SAYING = {"t", "plain"}


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_screen_lets_markup_through(path: Path) -> None:
    assert "unsafe_allow_html" not in path.read_text(encoding="utf-8")
    assert "unsafe_allow_javascript" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_markdown_only_gets_our_phrases_or_escaped_text(path: Path) -> None:
    for call in (one for one in calls(path) if name_of(one) in MARKDOWN):
        given = call.args[0]
        parts = given.values if isinstance(given, ast.JoinedStr) else [given]
        values = [part.value if isinstance(part, ast.FormattedValue) else part for part in parts]
        assert all(
            isinstance(value, ast.Constant) or (isinstance(value, ast.Call) and name_of(value) in SAYING)
            for value in values
        ), f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_one_file_writes_html(path: Path) -> None:
    if path.name != "look.py":
        assert not [call.lineno for call in calls(path) if name_of(call) == "html"]


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (72_460_000, "CNY", "7,246万元", "¥72.46M"),
        (312_000_000, "CNY", "3.12亿元", "¥312M"),
        (-1_500, "USD", "-$1,500", "-$1.5K"),
        (0.0277, "share", "2.8%", "2.8%"),
        (0.39, "share", "39%", "39%"),
        (12, "count", "12", "12"),
        (None, "CNY", "—", "—"),
    ],
)
def test_amounts_are_said_natively(value: float | None, unit: str, zh: str, en: str) -> None:
    assert (say_amount(value, unit, "zh"), say_amount(value, unit, "en")) == (zh, en)


def test_an_axis_of_money_counts_in_ten_thousands_in_chinese() -> None:
    assert "'万'" in axis_labels("CNY", "zh")
    assert "'M'" in axis_labels("CNY", "en")
    assert axis_labels("share", "zh") == "format(datum.value, '.0%')"


def test_the_posts_of_a_thread_are_numbered_in_words() -> None:
    assert session.said("field", "body#2") == "正文 · 第 2 条"
    assert session.said("field", "body") == "正文"
