"""What signals say of the aspects of their text, and which comments can look forward."""

from datetime import date

import numpy as np
import pytest

from copilot.domain.imported import Review
from copilot.domain.signals import ASPECTS, SIGNAL_KINDS
from copilot.insight.gathering import gather
from copilot.insight.labelling import Labeller
from copilot.insight.mentions import SURELY, hear_signals, heard_mentions


@pytest.fixture(scope="module")
def labeller():
    return Labeller.load()


def bits(*kinds):
    return np.array([sum(1 << SIGNAL_KINDS.index(kind) for kind in kinds)], np.uint32)


def spoken(polarity, *kinds):
    """Return (polarity of the story, of the campaign, of value) after signals are heard, by column and by mention."""
    table = np.full((1, len(ASPECTS)), np.nan, np.float32)
    table[0, ASPECTS.index("story")] = polarity
    hear_signals(table, bits(*kinds))
    mentions = heard_mentions(
        [{"aspect": "story", "polarity": polarity, "start": 0, "end": 2}],
        [{"signal": kind, "about": "", "start": 3, "end": 5} for kind in kinds],
    )
    listed = {str(m["aspect"]): float(m["polarity"]) for m in mentions}
    wanted = ("story", "marketing", "value")
    return [table[0, ASPECTS.index(name)] for name in wanted], [listed.get(name, np.nan) for name in wanted]


@pytest.mark.parametrize(
    ("kinds", "story", "marketing", "value"),
    [
        ((), 0.1, np.nan, np.nan),
        (("warns_others",), -0.26, np.nan, np.nan),
        (("wants_to_share",), 0.38, np.nan, np.nan),
        (("wants_to_share", "warns_others"), 0.1, np.nan, np.nan),
        (("price_complaint",), 0.1, np.nan, -SURELY),
        (("promise_broken",), -0.26, -SURELY, np.nan),
        (("promise_kept", "nowhere_to_take_part"), 0.38, -SURELY, np.nan),
    ],
)
def test_signals_colour_every_aspect_and_judge_what_they_are_about(kinds, story, marketing, value):
    column, listed = spoken(0.1, *kinds)
    assert column == pytest.approx([story, marketing, value], nan_ok=True)
    assert listed == pytest.approx([story, marketing, value], nan_ok=True)


def test_audiences_and_cinemas_are_an_aspect_only_where_they_are_judged(labeller):
    assert not labeller.read("全场观众都站着").aspects
    assert [m.aspect for m in labeller.read("影院的座位太差了").aspects]


@pytest.mark.parametrize(("watched", "looks_forward"), [(True, False), (False, True), (None, True)])
def test_a_comment_known_to_be_written_after_watching_looks_forward_to_nothing(labeller, watched, looks_forward):
    review = Review(
        id="review-000000000001",
        film="f",
        file="comments",
        row=1,
        text="票订好了，还有三天，坐等开场",
        platform="douban",
        day=date(2024, 5, 1),
        watched=watched,
    )
    voices = gather([review], labeller.label([review.text]))
    assert bool(voices.signals[0] & bits("expectation")[0]) is looks_forward
