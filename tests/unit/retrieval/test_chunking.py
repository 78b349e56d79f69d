from __future__ import annotations

from datetime import date

from copilot.domain.film import Dossier
from copilot.domain.imported import Asset, AssetLine, Document, Post, Review
from copilot.retrieval.chunking import (
    passages_of_asset,
    passages_of_document,
    passages_of_dossier,
    passages_of_post,
    passages_of_review,
)
from copilot.retrieval.facts import Fact, fact_of

DOSSIER = Dossier.model_validate(
    {
        "id": "a",
        "title": "雾里",
        "release_date": date(2026, 4, 10),
        "synopsis": "父女在缆车上的十七分钟。",
        "credits": {"导演": ["邬海宁"]},
        "characters": [{"name": "罗守成", "actor": "卫长庚", "note": "机修班长"}],
        "spoilers": [{"text": "他没有死"}],
        "facts": {"片长": "128分钟"},
    }
)


def test_a_dossier_becomes_facts_about_its_film():
    facts = [fact_of(p.text) for p in passages_of_dossier(DOSSIER)]
    assert Fact("雾里", "导演", "邬海宁") in facts
    assert Fact("雾里", "片长", "128分钟") in facts
    assert Fact("雾里", "上映日期", "2026-04-10") in facts
    assert any(fact and fact.attribute == "角色" and "卫长庚" in fact.value for fact in facts)


def test_spoilers_are_not_findable():
    assert not any("没有死" in p.text for p in passages_of_dossier(DOSSIER))


def test_the_same_dossier_gives_the_same_ids():
    assert [p.id for p in passages_of_dossier(DOSSIER)] == [p.id for p in passages_of_dossier(DOSSIER)]


def test_an_asset_keeps_title_day_and_channel():
    lines = [AssetLine(number=1, text="怎么停了？"), AssetLine(number=2, text="别动！")]
    asset = Asset(
        id="as-1", film="a", file="f", title="预告", form="trailer", channel="抖音", day=date(2026, 3, 1), lines=lines
    )
    (piece,) = passages_of_asset(asset)
    assert (piece.title, piece.platform, piece.day) == ("预告", "抖音", date(2026, 3, 1))
    assert piece.text == "怎么停了？别动！"


def test_a_document_keeps_the_id_it_came_with():
    document = Document(id="do-1", film="a", file="f", source="x7", title="", paragraphs=["第一段。", "第二段。"])
    assert {p.source for p in passages_of_document(document)} == {"x7"}


def test_other_peoples_posts_are_not_campaign():
    own = Post(id="po-1", film="a", file="f", row=1, text="上映了", note="点击低")
    others = own.model_copy(update={"own": False})
    assert passages_of_post(own)[0].kind == "campaign"
    assert "点击低" in passages_of_post(own)[0].text
    assert passages_of_post(others)[0].kind == "post"


def test_a_long_review_is_cut_and_an_empty_one_gives_nothing():
    review = Review(id="rv-1", film="a", file="f", row=1, text="很好看。" * 200)
    pieces = passages_of_review(review, polarity=0.5, aspects=["story"])
    assert len(pieces) == 2
    assert all(len(p.text) <= 400 and p.polarity == 0.5 and p.aspects == ["story"] for p in pieces)
    assert passages_of_review(review.model_copy(update={"text": "  "})) == []


def test_ordinary_text_is_no_fact():
    assert fact_of("节奏太慢") is None
    assert fact_of("｜｜") is None
