import numpy as np
import pytest

from copilot import shipped
from copilot.domain.signals import ASPECTS, SIGNAL_KINDS
from copilot.errors import KnowledgeError
from copilot.insight.labelling import Labeller
from copilot.insight.windows import Windows, read_window_model

SHOWN = {
    "promise_broken": ["预告片里的枪战正片一场都没有", "They sold it as a comedy and nobody laughs."],
    "promise_kept": ["预告怎么说正片就怎么演，没骗人", "It is exactly the film the trailer shows you."],
    "not_for_me": ["这是拍给我爸妈那代人的，我看不进去", "I'm clearly not who this was made for."],
    "nowhere_to_take_part": ["官博从来不回评论，问什么都没人理", "The official account never replies to anyone."],
    "price_complaint": ["一张票八十块，够我吃两顿饭了", "Tickets cost more than dinner."],
    "screens_cut": ["全市只有一家影院放，一天一场", "It left my cinema after three days."],
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


def test_of_kept_and_broken_the_surer_one_stands():
    score = np.array([[0.2, 0.5], [0.5, 0.2], [0.3, -1.0]], np.float32)
    places = np.zeros((3, 2), np.int64)
    shown = Windows(score, places, places, rivals=((0, 1),)).shown
    assert shown.tolist() == [[False, True], [True, False], [True, False]]


def test_a_missing_model_says_how_to_get_one(tmp_path):
    with pytest.raises(KnowledgeError, match="train-signals"):
        read_window_model(tmp_path / "signals.npz", shipped.folder("knowledge") / "lexicons" / "signal_anchors.yaml")


def test_the_shipped_card_describes_the_shipped_model():
    place = shipped.folder("knowledge") / "lexicons"
    version = read_window_model(place / "signals.npz", place / "signal_anchors.yaml").version
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
