"""An invented film and what its evaluation is made against."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copilot.domain.diagnosis import LedgerEntry, Promise
from copilot.domain.film import Dossier
from copilot.evaluation.channels import load_packs
from copilot.evaluation.compliance.rules import load_rules
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.lexicons import load_lexicons


@pytest.fixture(scope="session")
def packs():
    return load_packs()


@pytest.fixture(scope="session")
def rulebook():
    return load_rules()


@pytest.fixture(scope="session")
def context(packs, rulebook):
    dossier = Dossier.model_validate(
        {
            "id": "tide",
            "title": "潮声之下",
            "release_date": "2026-11-06",
            "genres": ["剧情", "家庭"],
            "synopsis": "修表匠陈海生二十年没有跟女儿林晚秋说过话。母亲去世后，林晚秋回到小岛，替父亲送完最后一批信。",
            "credits": {"director": ["沈若溪"], "cast": ["周启明", "许知遥"]},
            "characters": [
                {"name": "陈海生", "actor": "周启明", "note": "修表匠，沉默寡言"},
                {"name": "林晚秋", "actor": "许知遥", "note": "陈海生的女儿"},
            ],
            "core_emotion": "来不及说出口的和解",
            "audiences": ["离家工作的年轻人", "想带父母看电影的家庭"],
            "tone": {"do": ["克制"], "dont": ["不用网络梗"]},
            "spoilers": [{"text": "陈海生早就患癌，信都是他自己写的", "tell_from_day": 15}],
            "facts": {"片长": "112分钟", "取景地": "舟山嵊泗"},
        }
    )
    promise = Promise(id="pm-1", text="全程爆笑的父女喜剧", kind="genre", asset="tide")
    return EvaluationContext(
        dossier=dossier,
        packs=packs,
        lexicons=load_lexicons(),
        rulebook=rulebook,
        day=4,
        stored_texts=["看到修表那场戏我想起了我爸，哭得说不出话。"],
        ledger=[LedgerEntry(promise=promise, state="broken", viewers=12, broken=9)],
    )


@pytest.fixture
def later(context):
    """The same film once its spoiler may be told."""
    return replace(context, day=20)
