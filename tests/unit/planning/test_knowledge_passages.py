"""The framework and the playbook are searchable in both languages, and nothing of the framework is missing."""

import pytest
import yaml

from copilot.domain.playbook import PILLARS
from copilot.errors import KnowledgeError
from copilot.planning.knowledge_passages import framework_passages, playbook_passages
from copilot.shipped import folder

PRACTICES = {
    "narrative_emotional_loop": ["导演采访", "幕后花絮", "片尾彩蛋", "换作你是主角", "可信"],
    "data_driven_second_spread": ["A/B", "模板", "片段素材", "社群讨论", "影评"],
    "cross_platform_ecosystem": ["标签", "脚本框架", "角色分析", "意见领袖", "播客", "共创"],
    "long_term_incentives": ["试映", "专属问答", "提名", "挑战", "线下活动", "透明"],
    "brand_cinema_cooperation": ["品牌", "周边", "区域热点", "排片", "观影体验"],
    "rolling_repair_plan": ["目标", "产出", "指标", "复盘"],
}


def test_the_framework_has_every_part_in_both_languages():
    passages = framework_passages()
    parts = [
        yaml.safe_load(p.read_text("utf-8").split("---")[1])["part"]
        for p in (folder("knowledge") / "framework").glob("*.md")
    ]
    assert {kind: parts.count(kind) for kind in set(parts)} == {
        "opening": 1, "cause": 3, "line": 3, "dimension": 1, "pillar": 6, "closing": 1,
    }  # fmt: skip
    for source in {passage.source for passage in passages}:
        assert {passage.language for passage in passages if passage.source == source} == {"zh", "en"}


@pytest.mark.parametrize("pillar", PILLARS)
def test_every_practice_of_a_pillar_is_named(pillar):
    told = "".join(p.text for p in framework_passages() if p.source == f"pillar-{pillar.replace('_', '-')}")
    assert [word for word in PRACTICES[pillar] if word not in told] == []


def test_every_card_is_a_passage_in_each_language_without_open_slots(cards):
    passages = playbook_passages()
    assert {(p.source, p.language) for p in passages} == {(card.id, lang) for card in cards for lang in ("zh", "en")}
    assert not any("{" in passage.text for passage in passages)
    assert len({passage.id for passage in passages}) == len(passages)


def test_a_part_without_one_language_is_refused(tmp_path):
    (tmp_path / "01-x.md").write_text(
        "---\nid: x\ntitle: {zh: 一, en: x}\npart: cause\norder: 1\n---\n\n## 中文\n\n字\n", "utf-8"
    )
    with pytest.raises(KnowledgeError, match="English"):
        framework_passages(tmp_path)


def test_the_glossary_says_each_thing_once_in_both_languages():
    terms = yaml.safe_load((folder("knowledge") / "glossary.yaml").read_text("utf-8"))["terms"]
    for field in ("zh", "en"):
        words = [term[field] for term in terms]
        assert len(set(words)) == len(words)
    assert all(term["definition"]["zh"] and term["definition"]["en"] for term in terms)
