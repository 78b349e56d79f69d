"""Trailers and posters are quoted by line, second, picture and length, and a misplaced line is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from copilot.agent.answer_assets import answer_asset
from copilot.agent.answer_premise import doubt
from copilot.agent.at_hand import AtHand
from copilot.agent.question import read_question
from copilot.domain.film import Dossier
from copilot.domain.imported import Asset, AssetLine
from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.insight.voices import Voices

FILM = Dossier.model_validate({"id": "a", "title": "雨夜缆车", "release_date": "2026-04-10"})


def asset(name: str, title: str, form: str, *lines: str) -> Asset:
    timed = form == "trailer"
    told = [
        AssetLine(number=at, text=text, start=4.0 * at if timed else None, end=4.0 * at + 2 if timed else None)
        for at, text in enumerate(lines, start=1)
    ]
    return Asset(id=name, film="a", file="fi", title=title, form=form, lines=told)


ASSETS = [
    asset("as-1", "先导预告", "trailer", "请坐稳扶好", "怎么停了？", "别动！", "雨还在下"),
    asset("as-2", "终极预告", "trailer", "风速多少？", "八级", "我不恐高，我恐摔"),
    asset("as-3", "海报文案", "poster", "4月1日 终极海报（八个人的剪影）", "八个人，一根钢缆。"),
]


@pytest.fixture
def at_hand() -> AtHand:
    shape = dict.fromkeys(Voices.__dataclass_fields__, np.zeros(0))
    voices = replace(Voices(**shape), ids=[], texts=[], platforms=[], authors=[])
    return AtHand(
        Case(FILM, voices, [], ASSETS, [], date(2026, 4, 30)),
        [],
        None,
        Figures(Case(FILM, voices, [], ASSETS, [], date(2026, 4, 30))),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("先导预告第一句是什么", "请坐稳扶好"),
        ("终极预告里风速多少", "八级"),
        ("先导预告第9秒说了什么", "怎么停了"),
        ("“我不恐高，我恐摔”在预告第几秒", "0:12.0"),
        ("终极海报画的是什么", "剪影"),
        ("终极海报上那几句字是什么", "一根钢缆"),
        ("how long is the final trailer", "0:14.0"),
    ],
)
def test_what_is_asked_of_an_asset_is_told(text, said, at_hand):
    claims = answer_asset(read_question(text, FILM), at_hand)
    assert said in " ".join(claim.text for claim in claims)


def test_a_line_no_asset_holds_is_not_told(at_hand):
    assert answer_asset(read_question("先导预告里谁提到了婚礼", FILM), at_hand) == []


def test_a_line_of_another_trailer_is_put_where_it_belongs(at_hand):
    reply = doubt(read_question("先导预告里“我不恐高，我恐摔”是几秒", FILM), at_hand)
    assert reply is not None
    assert "终极预告" in reply.claims[0].text
