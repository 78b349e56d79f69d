"""The ear asks for a look at copy that means a breach no rule names, says so, and its mend passes."""

import numpy as np
import pytest

from copilot.domain.draft import Score
from copilot.errors import KnowledgeError
from copilot.evaluation.compliance.ear import Ear, Listener, listener_for, load_ear, spoken
from copilot.evaluation.compliance.lint import lint, mend
from copilot.shipped import folder

_SPOILS = "灯塔下那个人早就换过一回了"


class Meaning:
    """An embedder for which only sentences that hold a word mean what the ear listens for."""

    model = "meaning-1"
    dimension = 2

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def passages(self, texts):
        self.embedded += texts
        return np.array([[1.0, 0.0] if "灯塔" in text else [0.0, 1.0] for text in texts], np.float32).reshape(-1, 2)

    def query(self, text):
        return self.passages([text])[0]


@pytest.fixture
def ear():
    return Ear(
        rules=["ANY-SPOILER"],
        weights=np.array([[4.0], [-4.0]], np.float32),
        base=np.zeros(1, np.float32),
        examples=np.array([[127, 0], [0, 127]], np.int8),
        starts=np.array([0, 1]),
        least=1.0,
        encoder="meaning-1",
    )


@pytest.fixture
def listener(ear):
    return Listener(ear, Meaning())


def test_a_sentence_is_heard_where_it_stands(listener):
    text = f"周五见。{_SPOILS}。"
    assert [(one.rule, text[one.start : one.end]) for one in listener.heard(text)] == [("ANY-SPOILER", f"{_SPOILS}。")]


def test_examples_weigh_beside_the_linear_part(ear):
    scores = ear.scores(np.array([[1.0, 0.0], [0.0, 1.0]], np.float32))
    assert scores[:, 0] == pytest.approx([24.0, -24.0])


def test_what_is_only_heard_warns_says_so_and_its_fix_passes(rulebook, packs, listener):
    fields = {"body": f"周五见。{_SPOILS}。"}
    (score,) = lint(fields, rulebook, pack=packs["weibo"], listener=listener)
    assert isinstance(score, Score)
    assert (score.rule, score.severity, score.spans[0].text) == ("ANY-SPOILER", "warn", f"{_SPOILS}。")
    assert score.reason.startswith("仅凭语义判断，请人工核对：")
    assert score.fix
    assert score.reference
    assert lint(fields, rulebook, pack=packs["weibo"]) == []
    assert mend(fields, rulebook, pack=packs["weibo"], listener=listener) == {"body": "周五见。"}


def test_viewers_words_are_not_listened_to(rulebook, listener):
    assert lint(f"周五见。{_SPOILS}。", rulebook, listener=listener) == []
    assert lint({"title": f"{_SPOILS}。"}, rulebook, listener=listener)


def test_a_sentence_is_embedded_once(listener):
    listener.heard(f"{_SPOILS}。周五见。")
    listener.heard(f"{_SPOILS}。周六见。")
    assert listener.embedder.embedded == [f"{_SPOILS}。", "周五见。", "周六见。"]


def test_another_embedder_has_no_ear(ear):
    other = Meaning()
    other.model = "meaning-2"
    assert listener_for(ear, other) is None
    assert listener_for(ear, Meaning())


@pytest.mark.parametrize("text", ["", "。。。", "😂", "\ud800"])
def test_what_says_nothing_is_not_heard(listener, text):
    assert listener.heard(text) == []


def test_a_very_long_text_is_heard_whole_in_longer_stretches():
    text = "一句话。" * 1000
    spans = spoken(text)
    assert len(spans) <= 200
    assert (spans[0][0], spans[-1][1]) == (0, len(text))


def test_the_shipped_ear_fits_its_rules(rulebook):
    ear = load_ear(folder("knowledge") / "compliance" / "ear.npz")
    assert set(ear.rules) <= set(rulebook.by_id)
    assert ear.weights.shape == (384, len(ear.rules))
    assert len(ear.starts) == len(ear.rules) + 1


def test_a_broken_file_says_what_to_do(tmp_path):
    (tmp_path / "ear.npz").write_bytes(b"no model")
    with pytest.raises(KnowledgeError, match="train_ear"):
        load_ear(tmp_path / "ear.npz")
