"""Whatever the API refuses is said in Chinese on Chinese screens."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from copilot.errors import HuichaoError
from ui.refusals import in_chinese

ROOT = Path(__file__).parents[2]
ROWS = yaml.safe_load((ROOT / "ui" / "refusals.yaml").read_text(encoding="utf-8"))
WORD = re.compile(r"[a-z]")
KNOWN = {english for english, _ in ROWS}
SAID_IN_BOTH = ("ingest", "cli")
"""Importing speaks the film's language by itself; the command line speaks English."""
OPERATORS_ONLY = (
    "adapters/chroma_index.py", "adapters/guarded_index.py", "adapters/openai_embedder.py", "adapters/scripted_chat.py",
    "adapters/strict_json.py", "adapters/token_ranks.py", "api/serving.py", "bootstrap.py", "config.py", "shipped.py",
)  # fmt: skip
"""Raised while starting or written to the log, never answered to a screen."""


def kinds_of_error() -> set[str]:
    def below(kind: type[HuichaoError]) -> Iterator[str]:
        yield kind.__name__
        for child in kind.__subclasses__():
            yield from below(child)

    return set(below(HuichaoError)) - {"PromptError", "KnowledgeError"}


def sentence(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def sentences(path: Path) -> Iterator[str]:
    kinds = kinds_of_error()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            told = {"Fault": node.args[1:2]}.get(node.func.id, node.args[1:3] if node.func.id in kinds else [])
            yield from filter(None, map(sentence, told))


def answered() -> list[str]:
    copilot = ROOT / "copilot"
    paths = {path.relative_to(copilot).as_posix(): path for path in copilot.rglob("*.py")}
    shown = [path for name, path in paths.items() if not name.startswith(SAID_IN_BOTH) and name not in OPERATORS_ONLY]
    return sorted({said for path in shown for said in sentences(path) if WORD.search(said)})


@pytest.mark.parametrize("said", answered())
def test_what_the_code_says_is_known_in_chinese(said: str) -> None:
    assert said in KNOWN


def test_what_is_filled_in_stays() -> None:
    assert in_chinese("no channel 'weibø'") == "没有'weibø'这个渠道"
    assert in_chinese("unknown key 'titel'") == "不认识的键 'titel'"


def test_a_sentence_nobody_translated_stays_as_it_is() -> None:
    assert in_chinese("the moon is full") == "the moon is full"


def test_both_sides_fill_in_as_much() -> None:
    assert [english for english, chinese in ROWS if english.count("{}") != chinese.count("{}")] == []


@given(st.text(max_size=300))
def test_any_text_can_be_said(said: str) -> None:
    assert isinstance(in_chinese(said), str)
