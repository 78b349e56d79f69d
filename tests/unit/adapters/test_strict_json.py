"""What a model writes is one JSON object or is refused in one way, whatever it is."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.adapters.opening_thoughts import Spoken
from copilot.adapters.strict_json import NotStrictJson, read_object

GOOD = '{"title": "潮水", "parts": [1, 2.5, null, {"deep": true}]}'


@given(st.text())
def test_any_text_is_an_object_or_refused(text: str) -> None:
    with suppress(NotStrictJson):
        assert isinstance(read_object(text), dict)


@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)), st.text(max_size=3))
def test_any_damage_is_an_object_or_refused(start: int, end: int, middle: str) -> None:
    with suppress(NotStrictJson):
        assert isinstance(read_object(GOOD[:start] + middle + GOOD[end:]), dict)


@pytest.mark.bench_data
def test_the_torture_set_is_read_or_refused(bench_data: Path) -> None:
    files = [path for path in (bench_data / "hostile_jsontestsuite").rglob("*.json") if path.is_file()]
    assert len(files) > 100
    for path in files:
        with suppress(NotStrictJson):
            assert isinstance(read_object(path.read_bytes().decode("utf-8", "surrogateescape")), dict)


@given(st.lists(st.integers(1, 4), max_size=20))
def test_thoughts_never_show_however_a_stream_is_cut(cuts: list[int]) -> None:
    text, spoken, shown = "<think>票房<b>?</think>\n潮水会回来", Spoken(), ""
    for size in [*cuts, len(text)]:
        shown += spoken.take(text[:size])
        text = text[size:]
    assert shown + spoken.rest() == "潮水会回来"
