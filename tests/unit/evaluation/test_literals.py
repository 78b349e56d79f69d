"""Whatever a pattern finds holds one of the literals derived from it, so that no search is spared wrongly."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.evaluation.compliance.ideas import part_of
from copilot.evaluation.compliance.literals import alternatives, literals_of
from copilot.evaluation.compliance.scanner import Scanner, lowered, word_start
from copilot.shipped import folder, read_yaml

_FILES = ("families", "copy_families", "wide_families")
_PARTS = [
    part
    for name in _FILES
    for idea in read_yaml(folder("knowledge") / "compliance" / f"{name}.yaml")["ideas"].values()
    for part in alternatives(idea.get("pattern", ""))
]


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("票房(?:破|过)亿", {"票房破亿", "票房过亿"}),
        (r"\bad\b", {word_start("ad")}),
        (r"\b(?:the )?ad\b", {word_start("ad"), word_start("the ad")}),
        (r"\d+(?:\.\d+)?\s*[%％]", {"%", "％"}),
        (r"第[一1][^。]{0,4}(?:名|位)", {"第一", "第1"}),
        ("(?:见|看)?(?=.*好)", set()),
        (r"\d{4}", set()),
        ("LED", {"led"}),
    ],
)
def test_the_cheapest_literals_are_taken(pattern, literals):
    assert literals_of(pattern) == literals


def test_nearly_every_shipped_pattern_announces_itself():
    silent = [part for part in _PARTS if not literals_of(part)]
    assert len(silent) <= 3, silent


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_shipped_pattern_finds_anything_where_its_literals_are_absent(data):
    pattern = data.draw(st.sampled_from(_PARTS))
    text = lowered(data.draw(st.from_regex(re.compile(pattern, re.IGNORECASE))))
    part = part_of(pattern)
    if part.needs and part.search.search(text):
        assert Scanner(part.needs).places(text)


def test_written_copy_agrees(datasets_text):
    for pattern in _PARTS:
        part = part_of(pattern)
        for match in part.search.finditer(datasets_text) if part.needs else ():
            near = datasets_text[max(0, match.start() - 1) : match.end() + 1]
            assert Scanner(part.needs).places(near), (pattern, match[0])


@pytest.fixture(scope="module")
def datasets_text():
    files = sorted((folder("knowledge").parent / "evals" / "datasets").glob("*_copy_v1.jsonl"))
    return lowered("\n".join(file.read_text(encoding="utf-8") for file in files))


def test_a_pattern_is_split_at_bars_outside_brackets_only() -> None:
    assert alternatives(r"a(?:b|c)|[|)]d|\|e") == [r"a(?:b|c)", "[|)]d", r"\|e"]
    assert alternatives("") == []
