"""What a clause says of an aspect: judging words, what denies them, and where a text turns."""

import pytest

from copilot.insight.labelling import Labeller


@pytest.fixture(scope="module")
def labeller():
    return Labeller.load()


def sides(labeller, text):
    """Name each aspect found with + or −."""
    return {f"{m.aspect}{'+' if m.polarity > 0 else '-'}" for m in labeller.read(text).aspects}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("画面不难看", {"visuals+"}),
        ("配乐没有想象中差", {"sound+"}),
        ("故事谈不上好", {"story-"}),
        ("演技不怎么样", {"acting-"}),
        ("特效不是很有意思", {"visuals-"}),
        ("The camerawork is never ugly", {"visuals+"}),
        ("The dialogue is hardly great", {"story-"}),
        ("The soundtrack isn't particularly good", {"sound-"}),
    ],
)
def test_a_denied_judgement_turns(labeller, text, expected):
    assert sides(labeller, text) == expected


def test_a_denial_turns_only_the_first_judgement_after_it(labeller):
    assert sides(labeller, "剧情不无聊很好看") == {"story+"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("剧情太烂，但是演技很好", {"story-", "acting+"}),
        ("演技很好，可惜剧情太烂", {"story-", "acting+"}),
        ("画面却很美", {"visuals+"}),
        ("剧情好演技差", {"story+", "acting-"}),
        ("The plot is a mess, but the acting is superb", {"story-", "acting+"}),
        ("Gorgeous photography though the plot is thin", {"visuals+", "story-"}),
    ],
)
def test_what_follows_a_turn_counts_by_itself(labeller, text, expected):
    assert sides(labeller, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("剧情和演技都很好", {"story+", "acting+"}),
        ("剧情嘛，太烂了", {"story-"}),
        ("糟糕的剧本，出色的摄影", {"story-", "visuals+"}),
        ("Great acting and terrible plot", {"acting+", "story-"}),
    ],
)
def test_a_judgement_goes_to_the_aspect_it_speaks_of(labeller, text, expected):
    assert sides(labeller, text) == expected


@pytest.mark.parametrize(("text", "expected"), [("好尴尬的台词", "story-"), ("差点看哭，演技好", "acting+")])
def test_words_that_only_look_like_judgements_judge_nothing(labeller, text, expected):
    assert expected in sides(labeller, text)


@pytest.mark.parametrize(
    ("text", "expected"), [("全片都在抠图", "visuals"), ("She phoned it in", "acting"), ("看到一半就昏昏欲睡", "pace")]
)
def test_an_aspect_can_be_spoken_of_without_its_name(labeller, text, expected):
    assert expected in {mention.aspect for mention in labeller.read(text).aspects}


def test_judging_words_and_hints_hide_no_word_that_signals_are_read_by(labeller):
    read = labeller.read("被预告片骗进来的，说好的喜剧呢")
    assert "promise_broken" in {mention.signal for mention in read.signals}
