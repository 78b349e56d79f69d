"""Text files are read in the right encoding or refused, split into the right rows, and told apart by content."""

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.ingest.delimited import Delimited, delimiter_of
from copilot.ingest.duplicates import Repeats, normalise
from copilot.ingest.encodings import detect
from copilot.ingest.json_rows import document_table, flatten, lines_table
from copilot.ingest.refusal import Refusal
from copilot.ingest.sniffing import container, text_form
from copilot.ingest.subtitles import cues
from copilot.ingest.terms import Limits

CHINESE = "这部电影的结尾让我想起很多年前的夏天。\n" * 3


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_usual_encodings_are_recognised_and_read_back(encoding, shown):
    stream = io.BytesIO(CHINESE.encode(encoding))
    found = detect(stream)
    assert found.name == shown
    with found.open(stream) as text:
        assert text.read() == CHINESE


def test_utf16_without_a_mark_is_recognised_by_its_zeros():
    assert detect(io.BytesIO("a,b\n1,2\n".encode("utf-16-le"))).name == "utf-16-le"


@pytest.mark.parametrize("content", [b"caf\xe9 na\xefve\n", b"\xff\xff\xff\xff", b"abc\n" + bytes(range(128, 256))])
def test_a_short_text_that_is_neither_is_refused_rather_than_guessed(content):
    with pytest.raises(Refusal):
        detect(io.BytesIO(content))


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_whatever_is_utf8_is_read_as_it_is(text):
    stream = io.BytesIO(text.encode())
    try:
        found = detect(stream)
    except Refusal:
        assert "\0" in text
        return
    if found.name == "utf-8":
        with found.open(stream) as opened:
            assert opened.read() == text


def grid(text: str, delimiter: str = ",") -> list[list[object]]:
    found = Delimited(lambda: io.StringIO(text, newline=""), delimiter, Limits(), size=len(text))
    return [line.cells if not line.problem else [line.problem] for line in found.lines()]


@given(
    st.lists(
        st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=12), min_size=2, max_size=4), max_size=8
    )
)
def test_every_table_python_can_write_is_read_back_cell_by_cell(rows):
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    assert grid(out.getvalue()) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,b\r\n"x,1","say ""hi"""\r\n', [["a", "b"], ["x,1", 'say "hi"']]),
        ('a,b\n"Once upon \na time",5\n', [["a", "b"], ["Once upon \na time", "5"]]),
        ('a,b\n1,""\n\n2,3', [["a", "b"], ["1", ""], ["2", "3"]]),
        ('5" screen,b\n1,2\n', [['5" screen', "b"], ["1", "2"]]),
        ('a,b\n1,"open\n2,3\n', [["a", "b"], ["quote_open"], ["2", "3"]]),
    ],
)
def test_quotes_line_ends_and_blank_lines(text, rows):
    assert grid(text) == rows


@pytest.mark.parametrize(
    ("mark", "sample"), [("\t", "a\tb\n1,5\t2\n"), (";", "a;b\n1,5;2\n"), (",", "a,b\n1;5,2\n"), ("|", "a|b\n1|2\n")]
)
def test_the_delimiter_is_the_mark_that_makes_even_rows(mark, sample):
    assert delimiter_of(sample) == mark


def table(text: str, *, lines: bool):
    make = lines_table if lines else document_table
    found = make(lambda: io.StringIO(text), Limits(), len(text), lambda share: None)
    return found.columns, [(row.number, row.cells, row.problem) for row in found.rows()]


def test_json_lines_take_the_columns_of_all_rows():
    columns, rows = table('{"a": 1}\n\n{"b": {"c": [ "x", "y" ]}}\n', lines=True)
    assert columns == ["a", "b.c"]
    assert rows == [(1, [1, None], ""), (2, [None, "x\ny"], "")]


@pytest.mark.parametrize("text", ["[]", "[1,]", "[1 2]", "[1", '["a"]x', "{", "nope", '{"a": NaN}'])
def test_a_broken_or_empty_document_is_refused(text):
    with pytest.raises(Refusal):
        table(text, lines=False)


def test_a_long_array_is_read_through_a_moving_window():
    text = "[" + ",\n".join(f'{{"text": "{"好" * 300}{n}"}}' for n in range(3000)) + "]"
    _, rows = table(text, lines=False)
    assert len(rows) == 3000
    assert str(rows[-1][1][0]).endswith("2999")


def test_an_object_gives_its_longest_list_or_its_groups():
    assert table('{"page": 1, "data": [{"a": 1}, {"a": 2}]}', lines=False)[1][1] == (2, [2], "")
    assert table('{"x": ["p", "q"], "y": ["r"]}', lines=False)[1][2] == (3, ["y", "r"], "")


def test_deep_nesting_stays_text():
    assert flatten({"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}) == {"a.b.c.d.e": '{"f": 1}'}


@pytest.mark.parametrize(
    ("sample", "name", "form"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi", "a.txt", "subtitles"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi", "a.srt", "subtitles"),
        ('{"a": 1}\n{"a": 2}\n', "a.txt", "jsonl"),
        ('[\n {"a": 1}\n]', "a.csv", "json"),
        ("a,b\n1,2\n", "a.txt", "table"),
        ("单列\n一\n", "a.csv", "table"),
        ("# 标题\n\n正文，有逗号。\n", "a.md", "prose"),
        ("导演说，这是写给母亲的。\n他拍了三年。\n", "a.txt", "prose"),
        ("[微笑] 好看\n", "a.txt", "prose"),
    ],
)
def test_the_form_of_a_text_follows_its_content(sample, name, form):
    assert text_form(sample, name) == form


@given(st.binary(max_size=300))
def test_no_bytes_break_the_look_at_the_first_ones(content):
    with contextlib.suppress(Refusal):
        assert container(io.BytesIO(content)) in ("gzip", "zip", "pdf", "text")


def test_cues_keep_negative_and_overlapping_times_and_lose_tags():
    found = cues(
        "1\n-00:00:01,000 --> 00:00:02,500\n{\\an8}<b>你&amp;我</b>\n第二行\n\n"
        "2\n00:00:01,000 --> 00:00:09,000\n\n\nNOTE x\n"
    )
    assert found == [("你&我 第二行", -1.0, 2.5)]


def test_the_same_text_in_other_widths_cases_and_spaces_is_the_same():
    assert normalise(" ＧＯＯＤ  Film　") == normalise("good film")
    assert normalise("好看!") != normalise("好看")


def test_repeats_number_the_people_behind_short_texts():
    repeats = Repeats()
    said = [
        "好看",
        "还行",
        "好看",
        "这一段我反复看了很多很多遍都没有看懂",
        "好看",
        "这一段我反复看了很多很多遍都没有看懂",
    ]
    assert [repeats.occurrence((text,), text) for text in said] == [0, 0, 1, 0, 2, 0]


def test_a_copied_block_is_recognised_from_its_second_row():
    repeats = Repeats()
    rows = ["甲", "乙", "丙", "丁"]
    assert [repeats.occurrence((text,), text) for text in rows + rows] == [0, 0, 0, 0, 1, 0, 0, 0]
