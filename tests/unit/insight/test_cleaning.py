import random
from datetime import date, timedelta

import numpy as np
import pytest

from copilot.domain.imported import Review
from copilot.insight.cleaning import clean, find_bursts, voices_report
from copilot.insight.gathering import gather
from copilot.insight.labelling import Labeller
from copilot.insight.near import near_groups

HONEST = [
    "节奏前松后紧，父女和解那场戏看得我眼泪停不下来，结尾处理得很克制",
    "摄影和美术都很用心，可惜剧本撑不起来，反派动机完全站不住脚",
    "陪爸妈看的，他们全程没看手机，回家路上还在聊自己年轻时候的事",
    "预告片把笑点都放完了，正片反而沉闷，后半段我看了三次表",
    "I went in for the chase scenes and stayed for the quiet talk on the roof at the end",
]
OPENERS, PRAISE, CALLS = (
    ["这部电影真的", "这片子实在", "这电影"],
    ["太感人了", "太好看了", "太精彩了"],
    ["强烈推荐大家去看", "不容错过", "值得二刷三刷"],
)


def variants(count):
    pick = random.Random(5).choice
    return [
        f"{pick(OPENERS)}{pick(PRAISE)}，剧情演技画面全都在线，{pick(CALLS)}{pick('！~。')}{i}" for i in range(count)
    ]


def days(count):
    return np.full(count, np.datetime64("NaT"), dtype="datetime64[D]")


def weights(texts, authors=None):
    return clean(texts, authors or [""] * len(texts), days(len(texts)), [""] * len(texts))


def test_ten_thousand_variants_of_one_author_are_one_vote():
    texts = HONEST + variants(10_000)
    weight, _ = weights(texts, [f"a{i}" for i in range(len(HONEST))] + ["flood"] * 10_000)
    assert weight[: len(HONEST)].tolist() == [1.0] * len(HONEST)
    assert weight[len(HONEST) :].sum(dtype=np.float64) <= 1 + 1e-3


def test_variants_of_one_template_without_authors_are_one_vote():
    weight, cluster = weights(HONEST + variants(2_000))
    assert weight[len(HONEST) :].sum(dtype=np.float64) <= 1 + 1e-3
    assert len(set(cluster[len(HONEST) :].tolist())) == 1
    assert (cluster[: len(HONEST)] == -1).all()


def test_many_names_do_not_make_one_template_many_votes():
    weight, _ = weights(variants(500), [f"name{i}" for i in range(500)])
    assert weight.sum(dtype=np.float64) <= 1 + 1e-3


def test_short_ordinary_texts_of_different_people_all_count():
    weight, cluster = weights(["好看", "不错"] * 50, [f"viewer{i}" for i in range(100)])
    assert (weight == 1).all()
    assert (cluster == -1).all()


def test_a_nameless_flood_of_a_short_text_is_damped():
    weight, _ = weights(["好看！"] * 10_000 + [f"{text}{text}" for text in HONEST] * 20)
    assert weight[:10_000].sum(dtype=np.float64) == pytest.approx(20, rel=1e-3)


def test_copies_are_found_through_script_marks_and_digits():
    texts = ["攝影和美術都很用心，可惜劇本撐不起來！！", "摄影和美术都很用心 可惜剧本撑不起来 666", HONEST[0]]
    assert near_groups(texts).tolist() == [0, 0, -1]


def test_an_authors_reviews_on_two_platforms_are_two_sources():
    weight, _ = clean(HONEST[:2], ["same", "same"], days(2), ["douban", "maoyan"])
    assert weight.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("texts", [[], [""], ["", "\ud800", "\0", "😀"], ["好" * 40_000, "好" * 40_000]])
def test_malformed_texts_keep_their_vote(texts):
    weight, cluster = weights(texts)
    assert weight.tolist() == [1.0] * len(texts)
    assert cluster.tolist() == [-1] * len(texts)


def voices_of(texts, authors, start=date(2024, 2, 10)):
    return [
        Review(id=f"r{i}", film="f", file="x", row=i + 1, text=text, author=author, day=start, watched=True)
        for i, (text, author) in enumerate(zip(texts, authors, strict=True))
    ]


@pytest.fixture(scope="module")
def labeller():
    return Labeller.load()


def test_a_flood_moves_the_cleaned_share_by_at_most_one_vote(labeller):
    honest = [f"{text}，第{word}次想起" for word in "一二三四" for text in HONEST]
    flood = variants(1_000)
    plain = voices_of(honest, [f"a{i}" for i in range(len(honest))])
    flooded = plain + [r.model_copy(update={"id": f"x{r.id}"}) for r in voices_of(flood, ["bot"] * len(flood))]
    before = voices_report(gather(plain, labeller.label([r.text for r in plain])))
    after = voices_report(gather(flooded, labeller.label([r.text for r in flooded])))
    assert abs(before.cleaned.positive_share - after.cleaned.positive_share) <= 1 / before.cleaned.voices
    assert abs(after.all.positive_share - before.all.positive_share) > 1 / before.cleaned.voices
    assert after.sensitivity == pytest.approx(abs(after.all.positive_share - after.cleaned.positive_share))


def test_a_day_of_copies_is_a_burst_and_a_release_day_is_not(labeller):
    opening, calm = date(2024, 2, 10), [date(2024, 2, 10) + timedelta(days=i) for i in range(1, 9)]
    reviews = voices_of(
        [f"{HONEST[i % 4][: 8 + i % 9]}{chr(0x4E00 + 37 * i)}" for i in range(40)],
        [f"o{i}" for i in range(40)],
        opening,
    )
    for day in calm:
        reviews += voices_of(HONEST[:3], [f"{day}{i}" for i in range(3)], day)
    reviews += voices_of(variants(60), ["bot"] * 60, calm[5])
    bursts = find_bursts(gather(reviews, labeller.label([review.text for review in reviews])))
    assert [burst.day for burst in bursts] == [str(calm[5])]
    assert bursts[0].repeated > 0.9
