import numpy as np
import pytest

from copilot import shipped
from copilot.insight.codes import lay_out
from copilot.insight.labelling import Labeller
from copilot.insight.ngrams import BITS, count, grams
from copilot.insight.sentiment import PolarityModel

CHINESE = np.zeros(1, np.bool_)


@pytest.fixture
def occurrences():
    return grams(lay_out(["好看"]), CHINESE)


def model_that_knows(buckets, weight):
    table, idf, none = np.zeros(1 << BITS, np.float32), np.zeros(1 << BITS, np.float32), np.zeros(2, np.float32)
    table[buckets], idf[buckets] = weight, 2.0
    return PolarityModel(table, idf, none, none, none, np.zeros((2, 1), np.float32), (), "test")


def test_a_text_scores_the_same_whole_and_as_its_own_single_part(occurrences):
    model = model_that_knows(occurrences.bucket[:2], [1.0, 3.0])
    text_of = np.zeros(3, np.int32)
    whole = model.scores(count(occurrences, text_of), 1, CHINESE)
    assert model.part_scores(model.pulls(occurrences), text_of, CHINESE) == pytest.approx(whole)
    assert whole == pytest.approx(4.0 / np.sqrt(2))


def test_only_known_n_grams_are_looked_up_and_none_at_all_scores_nothing(occurrences):
    assert len(model_that_knows(occurrences.bucket[:1], 1.0).pulls(occurrences).pull) == 1
    blank = model_that_knows([], 1.0)
    assert np.isnan(blank.part_scores(blank.pulls(occurrences), np.zeros(3, np.int32), CHINESE)).all()


def test_the_shipped_card_describes_the_shipped_model():
    card = (shipped.folder("knowledge") / "lexicons" / "polarity.card.md").read_text("utf-8")
    assert Labeller.load(second=False).version in card.splitlines()[0]
