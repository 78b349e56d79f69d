from __future__ import annotations

import pytest

from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence, figure, passage, quote
from copilot.evaluation.grounding import claims_of, ground
from copilot.evaluation.lexicons import load_lexicons
from copilot.evaluation.said_numbers import said_numbers
from copilot.evaluation.statements import Reader

TEXTS = {"rv-1": "前半段太慢了，看得我犯困，但是最后十七分钟哭了。", "d": "单程十七分钟｜导演｜邬海宁"}
QUOTE = quote("rv-1", TEXTS["rv-1"], 0, 6)
SHARE = figure("a", "share/reviews?film=a", 0.42, "42%的观众说到慢")
NAMES = ["邬海宁", "贺霆川"]


@pytest.fixture(scope="module")
def reader():
    return Reader(load_lexicons(), NAMES)


def check(reader, text: str, *evidence: Evidence):
    values = {"share/reviews?film=a": 0.42}
    return ground(
        [Claim(text=text, evidence=list(evidence))],
        source_text=TEXTS.get,
        figure_value=values.get,
        reader=reader,
        names=NAMES,
    )


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("有观众说“前半段太慢了”。", QUOTE),
        ("42%的观众说到慢", SHARE),
        ("导演是邬海宁", passage("d", TEXTS["d"])),
    ],
)
def test_what_its_citation_says_is_kept(reader, text, evidence):
    found = check(reader, text, evidence)
    assert [claim.text for claim in found.claims] == [text]
    assert found.citations == [evidence]


@pytest.mark.parametrize(
    ("text", "evidence", "fault"),
    [
        ("观众都很满意", None, "no_citation"),
        ("前半段太慢了", QUOTE.model_copy(update={"text": "前半段太快了"}), "not_verbatim"),
        ("前半段太慢了", QUOTE.model_copy(update={"source": "rv-9"}), "not_verbatim"),
        ("58%的观众说到慢", SHARE, "number"),
        ("42%的观众说到慢", SHARE.model_copy(update={"value": 0.9}), "not_verbatim"),
        ("观众说“节奏完美”，前半段太慢了", QUOTE, "quotation"),
        ("贺霆川前半段太慢了", QUOTE, "name"),
        ("影片的特效达到世界一流水准", QUOTE, "unsupported"),
    ],
)
def test_what_its_citation_does_not_bear_out_is_cut(reader, text, evidence, fault):
    found = check(reader, text, *([evidence] if evidence else []))
    assert found.claims == []
    assert found.cut == [text]
    assert found.faults == [fault]
    assert found.citations == []


def test_citation_ids_never_offered_are_dropped():
    assert claims_of([("一句", ["ev-1", "ev-x"])], {"ev-1": QUOTE}) == [Claim(text="一句", evidence=[QUOTE])]


@pytest.mark.parametrize(
    ("text", "values"),
    [("1.63亿元", [1.63e8]), ("2,352万", [23_520_000]), ("12.5%", [0.125]), ("2026-04-10", [2026, 4, 10]), ("无", [])],
)
def test_numbers_are_read_with_their_scale(text, values):
    assert [said.value for said in said_numbers(text)] == pytest.approx(values)
