import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.film import Dossier
from copilot.insight.beginnings import Sieve, beginnings
from copilot.insight.promise_lexicon import wordings_for

SIDES = ("hopes", "kept", "broken")
FRAGMENTS = [
    "节奏",
    "很",
    "紧凑",
    "不好笑",
    "预告",
    "李四",
    "slow",
    " Not funny",
    "。",
    "hilarious",
    "打得",
    "过瘾",
    "特效",
    "😀",
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("拖沓|太慢", {"拖沓", "太慢"}),
        ("节奏(很|非常)?快", {"节奏快", "节奏很快", "节奏非常"}),
        (r"\bslow(?:ly)?\b", {"slow"}),
        ("(?:并)?不[a-c]", {"并不", "不"}),
        ("爱+情", {"爱"}),
        (r"well[- ]made", {"well"}),
        ("[^。]坏", {""}),
        ("a|", {"a", ""}),
    ],
)
def test_beginnings_of_a_pattern(pattern, expected):
    assert beginnings(re.compile(pattern, re.IGNORECASE)) == expected


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join), max_size=12))
def test_a_sieve_never_drops_a_text_that_matches(texts):
    dossier = Dossier(id="f", title="片", release_date="2024-05-01", credits={"主演": ["李四"]})
    patterns = [p for w in wordings_for(dossier).values() for p in (w.kept, w.broken) if p is not None and p.pattern][
        :64
    ]
    marks = Sieve(patterns).candidates(texts)
    for i, pattern in enumerate(patterns):
        for text, mark in zip(texts, marks.tolist(), strict=True):
            assert mark >> i & 1 or not pattern.search(text)


def test_what_is_too_long_to_be_laid_out_may_match_anything():
    assert Sieve([re.compile("好看")]).candidates(["坏" * 30_000, "坏"]).tolist() == [2**64 - 1, 0]


def test_more_patterns_than_bits_are_refused():
    with pytest.raises(ValueError, match="64 fit"):
        Sieve([re.compile("好")] * 65)
