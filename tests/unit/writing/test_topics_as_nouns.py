import pytest
from lighthouse_film import case, diagnosis, dossier

from copilot.writing.bank import gather
from copilot.writing.labels import stands_as_noun


@pytest.mark.parametrize("label", ["码头的烟花", "父女在灯塔下分鱼的戏", "灯塔"])
def test_a_noun_phrase_can_be_a_topic(label: str) -> None:
    assert stands_as_noun(label, dossier())


@pytest.mark.parametrize(
    "label",
    [
        "两个",
        "他们",
        "讨厌",
        "值得推荐",
        "要不要留在岛上",
        "电影",
        "陈海生",
        "真的假的？",
        "不好看",
        "被老师的讲座安利到",
    ],
)
def test_words_that_are_no_topic_stay_out_of_sentences(label: str) -> None:
    assert not stands_as_noun(label, dossier())


def test_an_english_topic_is_a_phrase_and_no_name() -> None:
    film = dossier(title="Low Tide", synopsis="A keeper waits.", positioning="", core_emotion="", original_title="")
    assert stands_as_noun("the dinner table scene".removeprefix("the "), film)
    assert not stands_as_noun("charming", film)
    assert not stands_as_noun("low tide", film)


def test_topics_that_do_not_fit_leave_copy_to_the_quotes() -> None:
    bank = gather(case(), diagnosis())
    assert bank.themes == ()
    assert any(bank.clauses.by_angle.values())
