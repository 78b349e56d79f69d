import re

import numpy as np
import pytest

from copilot import shipped
from copilot.domain.signals import ASPECTS, SIGNAL_KINDS
from copilot.errors import KnowledgeError
from copilot.insight.labelling import Labeller
from copilot.insight.promise_side import Sides, clue_table, read_clues
from copilot.insight.window_model import read_window_model

SHOWN = {
    "promise_broken": ["预告片里的枪战正片一场都没有", "They sold it as a comedy and nobody laughs."],
    "promise_kept": ["预告怎么说正片就怎么演，没骗人", "It is exactly the film the trailer shows you."],
    "not_for_me": ["这是拍给我爸妈那代人的，我看不进去", "I'm clearly not who this was made for."],
    "nowhere_to_take_part": ["官博从来不回评论，问什么都没人理", "The official account never replies to anyone."],
    "price_complaint": ["一张票八十块，够我吃两顿饭了", "Tickets cost more than dinner."],
    "screens_cut": ["全市只有一家影院放，一天一场", "It left my cinema after three days."],
    "asks_for_more": ["求把片尾那首歌的完整版放出来", "I need a making-of about those costumes."],
    "wants_to_share": ["我明天再带爷爷去看一遍", "Bring your mum, bring your neighbours."],
    "warns_others": ["替你们踩过了，绕道走", "Save yourself and stay home."],
    "expectation": ["票订好了，还有三天，坐等开场", "Counting the days, I have my seat booked."],
}
PLAIN = ["演员演得真好，看哭了", "剧情老套，节奏拖沓", "The score is lovely.", "男主欠了三百万被人追债"]


@pytest.fixture(scope="module")
def labeller():
    return Labeller.load()


def kinds(labeller, text):
    return {mention.signal for mention in labeller.read(text).signals}


@pytest.mark.parametrize(("signal", "text"), [(s, text) for s, texts in SHOWN.items() for text in texts])
def test_signals_are_read_from_words_no_rule_holds(labeller, signal, text):
    assert signal in kinds(labeller, text)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_praise_and_blame_show_none_of_them(labeller, text):
    assert not kinds(labeller, text) & SHOWN.keys()


def test_an_english_sentence_is_read_as_english_inside_a_chinese_review(labeller):
    assert "price_complaint" in kinds(labeller, "画面不错，演员也好。Tickets cost more than dinner.")


def test_spans_hold_the_telling_clauses_without_the_marks_around(labeller):
    text = "摄影很美。官博从来不回评论，问什么都没人理！演员也好。"
    mention = next(m for m in labeller.read(text).signals if m.signal == "nowhere_to_take_part")
    said = text[mention.start : mention.end]
    assert "不回评论" in said
    assert not {said[0], said[-1]} & set("。，！")


def test_labels_and_spans_agree(labeller):
    texts = [text for group in SHOWN.values() for text in group] + PLAIN
    labels = labeller.label(texts)
    for bits, text in zip(labels.signals.tolist(), texts, strict=True):
        assert {SIGNAL_KINDS[i] for i in range(len(SIGNAL_KINDS)) if bits >> i & 1} == kinds(labeller, text)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("说好的大战呢？从头到尾就打了三分钟", "promise_broken"),
        ("海报上吹的大场面，正片里一场没少，真没骗人", "promise_kept"),
        ("The poster promised a monster and there is no monster anywhere", "promise_broken"),
        ("They promised a monster, and the monster is in every single scene, honest", "promise_kept"),
    ],
)
def test_what_speaks_of_a_promise_is_kept_or_broken_but_not_both(labeller, text, side):
    assert kinds(labeller, text) & {"promise_kept", "promise_broken"} == {side}


def test_clues_are_counted_up_to_two_and_in_the_second_half():
    clues = (re.compile("没"), re.compile("真"))
    found = clue_table(clues, ["没没没没，真好看真好看", "好", ""])
    assert found[0].tolist() == [2, 0, 2, 1, 1]
    assert found[1:].sum() == 0


def test_sides_lean_by_ngrams_and_clues_together():
    sides = Sides((re.compile("没"),), np.array([1, 0, 0], np.float32), -0.5, np.zeros(0, np.float32))
    lean = sides.lean(["没有", "有"], np.array([0.0, 0.2], np.float32))
    assert lean.tolist() == pytest.approx([0.5, -0.3])


@pytest.mark.parametrize("content", [None, "negation: '('", "- a list"])
def test_clues_that_are_missing_or_malformed_are_refused(tmp_path, content):
    path = tmp_path / "promise_sides.yaml"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(KnowledgeError, match="promise_sides"):
        read_clues(path)


def test_a_missing_model_says_how_to_get_one(tmp_path):
    with pytest.raises(KnowledgeError, match="train-signals"):
        read_window_model(tmp_path / "signals.npz")


def test_the_shipped_card_describes_the_shipped_model():
    place = shipped.folder("knowledge") / "lexicons"
    version = read_window_model(place / "signals.npz").version
    assert version in (place / "signals.card.md").read_text("utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("预告片里的枪战正片一场都没有", -1),
        ("官博从来不回评论，问什么都没人理", -1),
        ("预告怎么说正片就怎么演，没骗人", 1),
    ],
)
def test_a_promise_and_a_missing_way_to_take_part_speak_for_the_campaign(labeller, text, side):
    (mention,) = [m for m in labeller.read(text).aspects if m.aspect == "marketing"][:1]
    assert mention.polarity * side >= 0.6
    assert labeller.label([text]).aspects[0, ASPECTS.index("marketing")] * side >= 0.6 - 1e-6


def test_rules_alone_hear_nothing_that_only_the_second_reader_hears() -> None:
    reader = Labeller.load()
    texts = ["买错票了，这是给我爸妈那辈人看的", "说好的悬疑呢，我看了个寂寞", "特效好，但是剧情太烂"]
    alone = [{m.signal for m in signals.signals} for signals in reader.by_rules.read_many(texts)]
    both = [{m.signal for m in signals.signals} for signals in reader.read_many(texts)]
    assert all(one <= two for one, two in zip(alone, both, strict=True))
    assert reader.by_rules.version != reader.version
