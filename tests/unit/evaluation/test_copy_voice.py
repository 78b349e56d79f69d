"""Broad lists count only where a text speaks as copy, viewers are left in peace, and weak signs warn, not block."""

import pytest

from copilot.errors import KnowledgeError
from copilot.evaluation.compliance.families import load_families
from copilot.evaluation.compliance.lint import lint
from copilot.evaluation.compliance.rules import load_rules
from copilot.evaluation.compliance.voice import Voice, load_voice

_ANY = """
ideas:
  draw: {words: [抽奖]}
  view: {words: [我觉得]}
families:
  CN-PRIZE: {together: [[draw]], unless: [view]}
"""
_COPY = """
ideas:
  gift: {pattern: '送\\d+'}
  fair: {words: [公证]}
families:
  CN-PRIZE: {severity: warn, anywhere: [[gift]], unless_anywhere: [fair]}
"""


@pytest.fixture(scope="module")
def rulebook():
    return load_rules()


@pytest.fixture
def families(tmp_path):
    for name, text in (("any", _ANY), ("copy", _COPY)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_families(tmp_path / "any.yaml", tmp_path / "copy.yaml")


def severities(families, text, *, in_copy):
    return [one.severity for one in families.sightings(text, in_copy=in_copy)]


def test_lists_for_copy_count_in_copy_only(families):
    assert severities(families, "送5张票", in_copy=True) == ["warn"]
    assert severities(families, "送5张票", in_copy=False) == []


def test_copy_is_not_excused_by_what_excuses_a_viewer(families):
    assert severities(families, "我觉得抽奖好", in_copy=False) == []
    assert severities(families, "我觉得抽奖好", in_copy=True) == ["warn"]
    assert None in severities(families, "抽奖", in_copy=True)


def test_a_text_can_be_excused_as_a_whole(families):
    assert severities(families, "送5张票。全程公证。", in_copy=True) == []


def test_an_idea_that_nobody_describes_is_refused(tmp_path):
    (tmp_path / "any.yaml").write_text(_ANY.replace("[[draw]]", "[[nothing]]"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="nothing"):
        load_families(tmp_path / "any.yaml")


def test_a_voice_weighs_characters_and_pairs():
    voice = Voice({"票": 2.0, "开票": 4.0, "啊": -6.0}, base=-1.0, least=0.0, most=-2.0)
    assert voice.is_copy("开票")
    assert voice.is_viewer("啊")
    assert not voice.is_copy("天气")
    assert not voice.is_viewer("天气")
    assert voice.score("") == -1.0


def test_a_broken_model_is_named(tmp_path):
    (tmp_path / "voice.json").write_text("{}", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"voice\.json"):
        load_voice(tmp_path / "voice.json")


def test_the_same_boast_is_a_claim_in_an_announcement_and_talk_in_a_comment(rulebook):
    assert [s.rule for s in lint("《渡口》10月1日上映，年度口碑王者，快来影院！", rulebook)] == ["CN-AD-ABS"]
    assert lint("有点失望吧，节奏好慢，口碑王者就这？", rulebook) == []


def test_a_title_tells_that_someone_publishes(rulebook):
    assert lint({"title": "全班最想看的王炸喜剧"}, rulebook)
    assert [s.severity for s in lint({"title": "全班最想看的王炸喜剧"}, rulebook)] == ["warn"]


def test_what_stands_in_two_fields_is_seen_together_and_placed_in_its_own(rulebook):
    fields = {"title": "亲测好看，后劲太大", "body": "票在主页橱窗，报我名字立减五元。"}
    [score] = [s for s in lint(fields, rulebook) if s.rule == "CN-AD-LABEL"]
    assert all(fields[span.field][span.start : span.end] == span.text for span in score.spans)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("当然可以！以下是为您撰写的微博文案：《渡口》明天见。", "CN-AIGC-EXPLICIT"),
        ("《渡口》今日上映，结局真相大白，凶手就是父亲。", "ANY-SPOILER"),
        ("《渡口》上映第五天，猫眼9.4分（截至首日20:00，5万人评）。", "ANY-SCORE"),
    ],
)
def test_each_house_rule_names_itself(rulebook, text, rule):
    assert rule in [score.rule for score in lint({"title": text}, rulebook)]
