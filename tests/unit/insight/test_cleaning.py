import random
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from case_builder import DAY, a_case, voices

from copilot.domain.imported import Review
from copilot.insight.bursts import find_bursts, outside_bursts
from copilot.insight.cleaning import clean
from copilot.insight.gathering import gather
from copilot.insight.labelling import Labeller
from copilot.insight.near import near_groups
from copilot.insight.pulse import read_pulse
from copilot.insight.voices_report import voices_report

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


def test_a_nameless_flood_of_a_short_text_is_held_to_what_such_texts_hold_of_any_film():
    weight, _ = weights(["好看！"] * 10_000 + [f"{text}{chr(0x4E00 + i)}" for i in range(20) for text in HONEST])
    assert weight[:10_000].sum(dtype=np.float64) == pytest.approx(3, abs=0.5)


def test_a_short_text_repeated_on_one_day_only_is_one_vote_and_on_many_days_peoples_own_words():
    calm = [np.datetime64("2024-02-10") + i % 20 for i in range(400)]
    own_words = [f"{chr(0x4E00 + 7 * i)}得{chr(0x5E00 + 11 * i)}{chr(0x6E00 + 13 * i)}啊{i}" for i in range(390)]
    texts = own_words + ["好看"] * 10
    flooded = clean(
        texts + ["快去看"] * 1_000, [""] * 1_400, np.array(calm + [np.datetime64("2024-02-15")] * 1_000), [""] * 1_400
    )[0]
    assert flooded[390:400].sum() == 10
    assert flooded[400:].sum(dtype=np.float64) == pytest.approx(1, abs=0.01)


CLAUSES = [
    ["人物立得住", "角色个个鲜活", "群像写得漂亮", "主角的选择让人信服"],
    ["节奏一口气不断", "两个多小时毫不拖沓", "从头到尾没有走神"],
    ["画面每一帧都能当壁纸", "摄影美得让人屏住呼吸", "大银幕看才过瘾"],
    ["结尾那一下直接泪崩", "收得干净又有余味", "片尾字幕起来没有人离场"],
    ["已经约了朋友再看一遍", "强烈建议大家进影院支持", "票价完全对得起"],
]


@pytest.mark.parametrize("authors", ["nobody", "many"])
def test_paraphrases_put_together_from_the_same_clauses_are_one_vote(authors):
    draw = random.Random(3)
    flood = ["，".join(draw.choice(clause) for clause in draw.sample(CLAUSES, 3)) for _ in range(2_000)]
    names = [""] * len(HONEST) + [("" if authors == "nobody" else f"n{i}") for i in range(len(flood))]
    weight, cluster = weights(HONEST + flood, names)
    assert weight[: len(HONEST)].tolist() == [1.0] * len(HONEST)
    assert weight[len(HONEST) :].sum(dtype=np.float64) == pytest.approx(1, abs=0.01)
    assert len(set(cluster[len(HONEST) :].tolist())) == 1


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


def plain_voices(per_day, *, platform="douban", texts=None, pleased=0.5, days=20):
    """Nameless reviews in words of their own: so many a day."""
    total = [day for day in range(days) for _ in range(per_day)]
    made = texts or [f"{chr(0x4E00 + i % 9000)}{chr(0x4E10 + i % 7919)}的第{i}场戏" for i in range(len(total))]
    found = voices(made, days=[DAY + timedelta(days=day) for day in total], pleased=pleased)
    return replace(found, platforms=[platform] * len(made), authors=[""] * len(made))


def with_a_flood(base, size, *, day, pleased):
    """Add nameless reviews that repeat nothing on one day."""
    n = len(base) + size
    made = voices(
        [*base.texts, *(f"洪{i}" for i in range(size))],
        days=[*base.day.astype(object), *[day] * size],
        pleased=np.concatenate([base.p_positive, np.full(size, pleased)]),
    )
    return replace(made, platforms=["douban"] * n, authors=[""] * n)


@pytest.mark.parametrize(("size", "pleased"), [(60, 0.9), (400, 0.5)])
def test_a_flood_in_ever_new_words_is_told_by_its_mood_or_by_standing_alone(size, pleased):
    day = DAY + timedelta(days=9)
    mixed = np.tile([0.9, 0.1, 0.1, 0.1], 50)
    found = with_a_flood(plain_voices(10, pleased=mixed), size, day=day, pleased=pleased)
    assert [(burst.day, burst.in_new_words) for burst in find_bursts(found)] == [(str(day), True)]
    report = voices_report(found, "en")
    assert report.without_bursts.reviews == 190 == outside_bursts(found).sum()
    assert report.burst_sensitivity == pytest.approx(abs(report.cleaned.positive_share - 0.25), abs=0.01)
    assert "far more than usual" in report.bursts[0]


def test_the_pulse_tells_floods_with_and_without_them():
    mixed = np.tile([0.9, 0.1, 0.1, 0.1], 50)
    found = with_a_flood(plain_voices(10, pleased=mixed), 60, day=DAY + timedelta(days=9), pleased=0.9)
    report = read_pulse(a_case(found)).voices
    assert "2024-03-10" in report.bursts[0]
    assert report.without_bursts.positive_share < report.cleaned.positive_share


def test_an_opening_that_fades_over_days_is_no_burst():
    days = [DAY + timedelta(days=i) for i in range(20) for _ in range(max(4, 400 >> i))]
    found = voices([f"第{i}" for i in range(len(days))], days=days, pleased=np.tile([0.9, 0.1], len(days))[: len(days)])
    report = voices_report(replace(found, authors=[""] * len(days)))
    assert report.bursts == []
    assert report.without_bursts is None is report.burst_sensitivity
