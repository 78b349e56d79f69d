"""The shape of the code: sizes one can read in a sitting, one word per thing, nothing read at import."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "copilot").rglob("*.py"), *(ROOT / "ui").rglob("*.py"), *(ROOT / "evals").rglob("*.py")])
LONG_FILES = {
    "copilot/client.py": "one method a route",
    "copilot/schema.py": "every wire value in one place",
    "copilot/store.py": "every promise of the store in one place",
    "copilot/adapters/sql/tables.py": "the whole schema in one place",
}
"""Files over the budget, each with its reason."""


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring."""
    body = node.body
    has_docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    first = body[1] if has_docstring and len(body) > 1 else body[0]
    return (node.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    budget = 350 if str(path.relative_to(ROOT)) in LONG_FILES else 260
    assert lines <= budget


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_its_one_responsibility(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, f"{path} has no docstring"
    assert len(docstring.splitlines()[0]) <= 140


def test_functions_are_small() -> None:
    lengths = {f"{path.relative_to(ROOT)}:{node.name}": length(node) for path in SOURCES for node in functions(path)}
    assert median(lengths.values()) <= 12
    assert {name: size for name, size in lengths.items() if size > 45} == {}


def test_no_file_is_named_for_nothing() -> None:
    empty_words = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "data", "info", "base"}
    assert [path for path in SOURCES if path.stem in empty_words] == []


def test_prompts_live_in_files() -> None:
    """Text sent to a model is in prompts/, so no source file speaks to one."""
    speaks = re.compile(r"[\"'](You are (a|an|the) |你是一(名|位|个))")
    assert [path for path in SOURCES if speaks.search(path.read_text(encoding="utf-8"))] == []


def test_the_command_line_loads_nothing_heavy() -> None:
    heavy = (
        "chromadb",
        "langchain",
        "langgraph",
        "sqlalchemy",
        "numpy",
        "streamlit",
        "dbos",
        "openai",
        "docx",
        "scipy",
    )
    code = f"import sys, copilot.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_imports_flow_one_way() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_every_test_file_has_a_name_of_its_own() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []
