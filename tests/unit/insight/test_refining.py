from dataclasses import replace

import numpy as np
import pytest

from copilot import shipped
from copilot.errors import KnowledgeError
from copilot.insight.labelling import Labeller
from copilot.insight.refining import LONGEST, Refinement, Refiner, bare_scores, log_odds, read_refinement

CHINESE = np.zeros(4, np.bool_)


class OneNumber:
    """Embeds a text as one number: 1 where it says 好, −1 elsewhere."""

    model, dimension = "one-number", 1

    def __init__(self):
        self.seen = []

    def passages(self, texts):
        self.seen += texts
        return np.array([[1.0 if "好" in text else -1.0] for text in texts], np.float32).reshape(-1, 1)

    def query(self, text):
        return self.passages([text])[0]


@pytest.fixture(scope="module")
def model():
    return Labeller.load().model


@pytest.fixture
def refiner(model):
    none = np.zeros(2, np.float32)
    heard = np.full((2, 1), 2.0, np.float32)
    return Refiner(Refinement(none, heard, none, 1.0, "one-number", "test"), model, OneNumber())


def test_only_uncertain_texts_are_judged_again_and_the_others_keep_what_they_have(refiner):
    texts = ["好", "坏", "好", "坏"]
    before = np.array([0.5, 0.6, 0.99, 0.01], np.float32)
    after, again = refiner.refine(texts, before, CHINESE)
    assert again.tolist() == [True, True, False, False]
    assert after[2:].tolist() == before[2:].tolist()
    assert after[0] > 0.8
    assert after[1] < 0.2
    assert refiner.embedder.seen == ["好", "坏"]


def test_everything_may_be_judged_again(refiner):
    texts, before = ["好", "坏", "好", " "], np.array([0.5, 0.6, 0.99, 0.01], np.float32)
    _, again = replace(refiner, everything=True).refine(texts, before, CHINESE)
    assert again.tolist() == [True, True, True, False]


def test_a_text_is_judged_the_same_alone_as_among_others(refiner):
    texts, before = ["好", "坏", "一般", "还行"], np.full(4, 0.5, np.float32)
    together, _ = refiner.refine(texts, before, CHINESE)
    alone = [refiner.refine([text], before[:1], CHINESE[:1])[0][0] for text in texts]
    assert together.tolist() == alone


def test_nothing_to_read_is_not_judged_again_and_long_texts_are_embedded_in_part(refiner):
    _, again = refiner.refine(["", "  ", "\n", "好" * 40_000], np.full(4, 0.5, np.float32), CHINESE)
    assert again.tolist() == [False, False, False, True]
    assert [len(text) for text in refiner.embedder.seen] == [LONGEST]


def test_no_texts_at_all_are_fine(refiner):
    after, again = refiner.refine([], np.zeros(0, np.float32), np.zeros(0, np.bool_))
    assert len(after) == len(again) == 0


def test_texts_without_a_known_n_gram_score_nothing(model):
    assert bare_scores(["", "\U0001f9ff\U0001f9ff"], model).tolist() == [0.0, 0.0]


def test_log_odds_stay_finite_at_certainty():
    assert np.isfinite(log_odds(np.array([0.0, 0.5, 1.0], np.float32))).all()


def test_vectors_of_another_encoder_are_refused(model):
    with pytest.raises(KnowledgeError, match="one-number"):
        Refiner.load(model, OneNumber())


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "broken.npz").write_bytes(b"PK")
    with pytest.raises(KnowledgeError, match="broken"):
        read_refinement(tmp_path / "broken.npz")


def test_the_shipped_card_describes_the_shipped_refinement():
    folder = shipped.folder("knowledge") / "lexicons"
    card = (folder / "polarity_refined.card.md").read_text("utf-8")
    refinement = read_refinement(folder / "polarity_refined.npz")
    assert refinement.version in card.splitlines()[0]
    assert refinement.encoder in card
