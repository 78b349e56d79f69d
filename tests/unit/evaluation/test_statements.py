"""Statements conflict by opposites, negation, numbers and swapped roles; paraphrases do not."""

import pytest

from copilot.evaluation.lexicons import load_lexicons
from copilot.evaluation.statements import Reader


@pytest.fixture(scope="module")
def reader():
    return Reader(load_lexicons(), ["陈海生", "林晚秋", "Nell"])


@pytest.mark.parametrize(
    ("left", "right", "how"),
    [
        ("林晚秋离开小岛", "林晚秋回到小岛", "opposite"),
        ("陈海生原谅了女儿", "陈海生没有原谅女儿", "negation"),
        ("陈海生走了十九天", "陈海生走了30天", "number"),
        ("陈海生救了林晚秋", "林晚秋救了陈海生", "roles"),
        ("林晚秋夏天回到小岛", "林晚秋冬天回到小岛", "season"),
        ("Nell forgives her sister", "Nell never forgives her sister", "negation"),
    ],
)
def test_what_cannot_both_hold(reader, left, right, how):
    conflict = reader.conflict(reader.read(left), reader.read(right))
    assert conflict is not None
    assert conflict.how == how


@pytest.mark.parametrize(
    ("left", "right"),
    [("爸爸得了癌症", "父亲患癌"), ("林晚秋回到小岛", "林晚秋返乡"), ("走了十九天", "走了19天")],
)
def test_a_paraphrase_agrees(reader, left, right):
    assert reader.conflict(reader.read(left), reader.read(right)) is None
