from hypothesis import given
from hypothesis import strategies as st

from copilot.adapters.exports.markdown import escape_markdown
from copilot.adapters.exports.safe import CELL_MAX, Notes, cell_texts, csv_cell, plain

ANY = st.text(alphabet=st.characters(codec=None, exclude_categories=[]), max_size=200)


@given(ANY)
def test_plain_text_can_be_written_anywhere_and_keeps_its_length(text: str) -> None:
    made = plain(text)
    assert len(made) == len(text)
    assert made.encode("utf-8").decode("utf-8") == made
    assert not any(ord(char) < 32 and char not in "\t\n\r" for char in made)


@given(ANY)
def test_a_csv_cell_never_starts_a_formula(text: str) -> None:
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet="<>[]()!*_`#|a1.- \n", max_size=60))
def test_markdown_never_opens_a_tag_or_a_link(text: str) -> None:
    made = escape_markdown(text, Notes())
    bare = made.replace("\\\\", "").replace("\\<", "").replace("\\[", "")
    assert "<" not in bare
    assert "[" not in bare


def test_replacements_are_counted_and_said_once() -> None:
    notes = Notes()
    plain("a\x00b\x0bc\ud800", notes)
    assert notes.list() == ["control character shown as a picture × 2", "lone surrogate shown as � × 1"]


def test_a_text_too_long_for_a_cell_goes_on_in_the_next() -> None:
    notes = Notes()
    parts = cell_texts("字" * (CELL_MAX + 5), notes)
    assert [len(part) for part in parts] == [CELL_MAX, 5]
    assert "continued in the next cell" in notes.list()[0]
