import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.signals import ASPECTS, EMOTIONS, SIGNAL_KINDS
from copilot.insight.labelling import BATCH, Labeller
from copilot.insight.voices import ABOUTS

REVIEWS = [
    "特效好，但是剧情太烂了，演员演技尴尬",
    "預告片很好看，期待上映！",
    "被预告片骗了，以为是喜剧片结果全程压抑",
    "Great acting but the plot is a mess. The trailer lied to us.",
    "没有让人失望，果然是年度最佳，强烈推荐😭",
    "画面美 音乐美 就是节奏太慢",
    "",
]
HOSTILE = [
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "好\udfff看",
    "😀😭",
    "，。！？",
    "好" * 40_000,
    "a" * 40_000,
    "\n\r\t",
    "‮好看",
    "不",
]


@pytest.fixture(scope="module")
def labeller():
    return Labeller.load()


def signals_of(labeller, text):
    return {(mention.signal, mention.about) for mention in labeller.read(text).signals}


@pytest.mark.parametrize("text", REVIEWS)
def test_spans_index_the_text_that_was_given(labeller, text):
    read = labeller.read(text)
    for mention in [*read.aspects, *read.signals]:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip()


def test_aspect_spans_are_the_words_that_name_the_aspect(labeller):
    text = "劇情一般，但攝影很美"
    assert [(m.aspect, text[m.start : m.end]) for m in labeller.read(text).aspects] == [
        ("story", "劇情"),
        ("visuals", "攝影"),
    ]


def test_a_text_reads_the_same_alone_and_among_others(labeller):
    texts = REVIEWS * 3 + HOSTILE
    labels = labeller.label(texts)
    for i, text in enumerate(texts):
        read = labeller.read(text)
        assert labels.polarity[i] == pytest.approx(read.polarity, abs=1e-5)
        assert labels.p_positive[i] == pytest.approx(read.p_positive, abs=1e-5)
        assert {EMOTIONS[b] for b in range(len(EMOTIONS)) if labels.emotions[i] >> b & 1} == set(read.emotions)
        kinds = {SIGNAL_KINDS[b] for b in range(len(SIGNAL_KINDS)) if labels.signals[i] >> b & 1}
        assert kinds == {mention.signal for mention in read.signals}
        spoken = {ASPECTS[a] for a in np.flatnonzero(~np.isnan(labels.aspects[i]))}
        assert spoken == {mention.aspect for mention in read.aspects}
        broken = {ABOUTS[b] for b in range(len(ABOUTS)) if labels.broken[i] >> b & 1}
        assert broken == {m.about for m in read.signals if m.signal == "promise_broken" and m.about}


def test_batches_do_not_change_labels(labeller):
    texts = [f"{text}{i}" for i in range(BATCH // 3) for text in ("好看", "太难看了", "boring and slow")]
    whole, tail = labeller.label([*texts, *REVIEWS]), labeller.label(REVIEWS)
    assert np.allclose(whole.p_positive[-len(REVIEWS) :], tail.p_positive, atol=1e-6)
    assert (whole.signals[-len(REVIEWS) :] == tail.signals).all()


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("不好看", "好看"),
        ("一点也不感动", "很感动"),
        ("演技很好，但是剧情太烂", "剧情太烂，但是演技很好"),
        ("这也能叫电影？", "这才叫电影！"),
        ("浪费了两个小时", "两个小时很值"),
        ("not funny at all", "funny and charming"),
        ("A dull, lifeless mess", "A witty, moving delight"),
    ],
)
def test_negation_contrast_and_irony_move_polarity(labeller, worse, better):
    assert labeller.read(worse).polarity < labeller.read(better).polarity


def test_each_aspect_has_the_polarity_of_its_own_clause(labeller):
    read = {m.aspect: m.polarity for m in labeller.read("特效精彩震撼，但是剧情太烂，逻辑混乱").aspects}
    assert read["visuals"] > 0 > read["story"]


def test_script_and_width_make_no_difference(labeller):
    assert labeller.read("特效很好，劇情很爛").polarity == pytest.approx(
        labeller.read("特效很好,剧情很烂").polarity, abs=0.2
    )
    assert signals_of(labeller, "被預告片騙了") == signals_of(labeller, "被预告片骗了")


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("被预告片骗了，根本不是那么回事", ("promise_broken", "trailer")),
        ("海报骗人，太失望了", ("promise_broken", "poster")),
        ("以为是喜剧结果看了一场苦情戏", ("promise_broken", "genre")),
        ("这也叫科幻片？", ("promise_broken", "genre")),
        ("The trailer was misleading.", ("promise_broken", "trailer")),
        ("预告没骗我，真的很燃", ("promise_kept", "trailer")),
        ("没抱期待，结果意外好看，太惊喜了", ("over_delivered", "")),
        ("好期待，坐等上映", ("expectation", "")),
        ("可能我不是目标受众吧", ("not_for_me", "")),
        ("太好看了，强烈推荐大家去看", ("wants_to_share", "")),
        ("大烂片，避雷，千万别看", ("warns_others", "")),
        ("太好看了没看够，求续集", ("asks_for_more", "")),
        ("看完想找人聊聊都没人讨论", ("nowhere_to_take_part", "")),
        ("排片太少了，根本没场次", ("screens_cut", "")),
        ("票价太贵了", ("price_complaint", "")),
        ("还不如看隔壁那部", ("rival_film", "")),
        ("主演塌房了，抵制", ("scandal", "")),
        ("I can't wait for this one", ("expectation", "")),
        ("Waste of money, avoid this boring mess", ("warns_others", "")),
    ],
)
def test_signals_are_read(labeller, text, signal):
    assert signal in signals_of(labeller, text)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("预告片很好看", "promise_broken"),
        ("预告没骗我，真的很燃", "promise_broken"),
        ("这是一部喜剧片，笑得很开心", "promise_broken"),
        ("看完了，期待落空", "expectation"),
        ("不错，值得推荐", "warns_others"),
    ],
)
def test_signals_are_not_read_where_they_are_not(labeller, text, signal):
    assert signal not in {kind for kind, _ in signals_of(labeller, text)}


def test_denied_emotions_do_not_count(labeller):
    assert "moved" in labeller.read("太感动了").emotions
    assert "moved" not in labeller.read("一点都不感动").emotions
    assert "fear" not in labeller.read("It is not scary at all").emotions


@pytest.mark.parametrize("text", HOSTILE)
def test_malformed_texts_have_a_stated_result(labeller, text):
    read = labeller.read(text)
    assert -1 <= read.polarity <= 1
    assert 0 <= read.p_positive <= 1


def test_a_text_that_says_nothing_is_neither_pleased_nor_displeased(labeller):
    for text in ("", " ", "\0"):
        assert labeller.read(text).p_positive == 0.5
        assert labeller.read(text).polarity == 0


def test_no_texts_give_empty_columns(labeller):
    labels = labeller.label([])
    assert labels.polarity.shape == (0,)
    assert labels.aspects.shape == (0, len(ASPECTS))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_string_is_read_within_its_bounds(text):
    read = _shared().read(text)
    assert all(0 <= m.start < m.end <= len(text) for m in [*read.aspects, *read.signals])


_LOADED: list[Labeller] = []


def _shared():
    if not _LOADED:
        _LOADED.append(Labeller.load())
    return _LOADED[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*REVIEWS, *HOSTILE]), st.text(max_size=60)), max_size=12))
def test_many_texts_read_as_each_of_them_alone(labeller, texts):
    assert labeller.read_many(texts) == [labeller.read(text) for text in texts]


def test_a_stream_of_parts_keeps_its_order_across_batches(labeller):
    texts = [f"{REVIEWS[i % 6]}{i}" for i in range(BATCH + 300)]
    read = [signals for part in labeller.read_stream([texts[:7], texts[7:]]) for signals in part]
    assert len(read) == len(texts)
    for at in (0, 6, 7, BATCH, BATCH + 6, BATCH + 299):
        assert read[at] == labeller.read(texts[at])
