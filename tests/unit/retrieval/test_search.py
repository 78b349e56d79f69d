from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from copilot.adapters.exact_index import ExactIndex
from copilot.domain.passage import Filters, Passage, Query
from copilot.retrieval.search import Searcher


def passage(name: str, text: str, **given) -> Passage:
    fields = {"film": "a", "kind": "review", "source": name, "text": text, **given}
    return Passage(id=name, **fields)


SHELF = [
    passage("f1", "单程十七分钟｜导演｜邬海宁", kind="dossier", source="a"),
    passage("f2", "单程十七分钟｜上映日期｜2026-04-10", kind="dossier", source="a"),
    passage("f3", "单程十七分钟｜主演｜卫长庚、闵一禾", kind="dossier", source="a"),
    passage("f4", "雾中人｜导演｜何其远", kind="document", source="d4"),
    passage("f5", "雾中人｜上映日期｜2019-07-12", kind="document", source="d5"),
    passage(
        "r1",
        "节奏太慢，看得我犯困",
        day=date(2026, 4, 12),
        platform="微博",
        watched=True,
        polarity=-0.8,
        aspects=["pace"],
    ),
    passage(
        "r2",
        "结尾哭了，父女那场戏真好",
        day=date(2026, 4, 20),
        platform="豆瓣",
        watched=True,
        polarity=0.9,
        aspects=["story"],
    ),
    passage(
        "r3",
        "预告片很期待，节奏应该很紧张",
        day=date(2026, 4, 1),
        platform="微博",
        watched=False,
        polarity=0.4,
        aspects=["pace"],
    ),
    passage("s1", "节奏慢的影片要先说明慢在哪里", film=None, kind="framework", source="framework"),
]
NAMES = ["单程十七分钟", "邬海宁", "卫长庚", "罗守成"]


@pytest.fixture(scope="module")
def searcher():
    return Searcher(SHELF, NAMES)


def found(searcher, text, *, history=(), filters=None, film="a", top=10, embedder=None, index=None) -> list[str]:
    query = Query(text=text, history=list(history), filters=filters or Filters())
    return [hit.id for hit in searcher.search(query, film=film, top=top, embedder=embedder, index=index)]


def test_words_find_passages_best_first(searcher):
    hits = searcher.search(Query(text="节奏太慢"), film="a", top=3, embedder=None, index=None)
    assert hits[0].id == "r1"
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_traditional_characters_find_simplified(searcher):
    assert found(searcher, "節奏太慢")[0] == "r1"


def test_an_attribute_asked_in_other_words_is_found(searcher):
    assert found(searcher, "单程十七分钟是谁拍的")[0] == "f1"


def test_the_film_under_discussion_is_carried_over(searcher):
    assert found(searcher, "什么时候上映的？", history=["你看过《雾中人》吗？", "看过，很喜欢雾中人。"])[0] == "f5"
    assert found(searcher, "什么时候上映的？", history=["《单程十七分钟》你看了吗？"])[0] == "f2"


def test_what_was_already_told_makes_way_for_what_was_not(searcher):
    ranked = found(searcher, "单程十七分钟还有什么？", history=["单程十七分钟的导演是邬海宁。"])
    assert ranked.index("f3") < ranked.index("f1")


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(watched=True), {"r1"}),
        (Filters(watched=False), {"r3"}),
        (Filters(polarity="negative"), {"r1"}),
        (Filters(platform="微博"), {"r1", "r3"}),
        (Filters(aspect="pace"), {"r1", "r3"}),
        (Filters(since=date(2026, 4, 10)), {"r1"}),
        (Filters(until=date(2026, 4, 5)), {"r3"}),
        (Filters(kinds=["framework"]), {"s1"}),
    ],
)
def test_filters_keep_only_what_satisfies_them(searcher, filters, wanted):
    assert set(found(searcher, "节奏", filters=filters)) == wanted


def test_another_film_finds_shared_knowledge_only(searcher):
    assert found(searcher, "节奏太慢", film="b") == ["s1"]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "😀", "zzzz", "？"])
def test_nothing_in_common_finds_nothing(searcher, text):
    assert found(searcher, text) == []


def test_an_empty_shelf_finds_nothing():
    assert found(Searcher([], []), "节奏") == []


def test_one_source_gives_one_hit_unless_asked():
    twice = [passage("p1", "雨夜的缆车", source="doc"), passage("p2", "雨夜的站台", source="doc")]
    assert len(found(Searcher(twice, []), "雨夜")) == 1


class Toy:
    """An embedder that knows two meanings: sleepy and everything else."""

    model, dimension = "toy", 2

    def passages(self, texts):
        return np.array([[1, 0] if "犯困" in text else [0, 1] for text in texts], dtype=np.float32)

    def query(self, text):
        return np.array([1, 0] if "boring" in text else [0, 1], dtype=np.float32)


def test_meaning_finds_what_words_do_not(searcher):
    index = ExactIndex(2)
    index.upsert([p.id for p in SHELF], [p.film for p in SHELF], Toy().passages([p.text for p in SHELF]))
    assert found(searcher, "boring", embedder=Toy(), index=index)[0] == "r1"


def test_vectors_of_passages_not_on_the_shelf_are_passed_over(searcher):
    index = ExactIndex(2)
    index.upsert(["gone"], ["a"], np.array([[1, 0]], dtype=np.float32))
    assert found(searcher, "boring", embedder=Toy(), index=index) == []
