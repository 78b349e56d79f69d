"""An idea is looked for only in the words of the language a text is in."""

from copilot.evaluation.compliance.ideas import Exemption, Group, Idea
from copilot.evaluation.compliance.tongue import groups_in, idea_in, only_language

GIFT = Idea(words=["礼盒", "gift box", "ai"], pattern=r"送我|\bsent (?:me|us)\b|\d+ 元")


def test_english_copy_is_not_searched_for_chinese() -> None:
    english = idea_in(GIFT, "en")
    assert english
    assert english.words == ["gift box", "ai"]
    assert english.pattern == r"\bsent (?:me|us)\b"


def test_chinese_copy_keeps_single_latin_words_and_no_english_phrase() -> None:
    chinese = idea_in(GIFT, "zh")
    assert chinese
    assert chinese.words == ["礼盒", "ai"]
    assert chinese.pattern == r"送我|\d+ 元"


def test_an_idea_of_the_other_language_says_nothing() -> None:
    assert idea_in(Idea(words=["礼盒"]), "en") is None


def test_english_with_chinese_in_it_is_read_for_both() -> None:
    assert [only_language(text) for text in ("three reviews", "三条短评", "three reviews, 5元")] == ["en", "zh", None]


def test_groups_lose_what_nobody_can_say() -> None:
    spared = Exemption(frozenset({"refused"}), frozenset({"labelled"}), None)
    group = Group("R", ("gift",), (spared,), whole=False)
    kept = groups_in([group], frozenset({"gift", "labelled"}))[0]
    assert kept.exempt == (Exemption(frozenset(), frozenset({"labelled"}), None),)
    assert groups_in([group], frozenset({"labelled"})) == []
