import pytest

from copilot.errors import InputError
from copilot.writing.fitting import Unit, fit
from copilot.writing.telling import Sentence


def units(*rows: tuple[list[str], bool]) -> list[Unit]:
    return [Unit(tuple(Sentence(text) for text in texts), needed, "") for texts, needed in rows]


def fitted(rows: list[Unit], limit: int, room: int | None = None) -> list[str]:
    chosen = fit(rows, lambda text: len(text) <= limit, lambda text: len(text) <= (room or limit))
    return [sentence.text for _, sentence in chosen]


def test_preferred_sentences_stand_where_they_fit() -> None:
    assert fitted(units((["long one", "s"], True), (["tail"], False)), 12) == ["long one", "tail"]


def test_a_shorter_alternative_is_taken_rather_than_cutting() -> None:
    assert fitted(units((["long one", "s"], True), (["must"], True)), 6) == ["s", "must"]


def test_optional_sentences_are_left_out_beyond_the_recommended_length() -> None:
    assert fitted(units((["must"], True), (["extra"], False)), 100, room=6) == ["must"]


def test_the_same_words_are_not_shown_twice() -> None:
    same = frozenset({"灯还亮着"})
    rows = [
        Unit((Sentence("A灯还亮着", shown=same),), True, ""),
        Unit((Sentence("B灯还亮着", shown=same), Sentence("C", shown=frozenset())), True, ""),
    ]
    assert fitted(rows, 100) == ["A灯还亮着", "C"]


def test_what_cannot_fit_is_an_error_that_shows_the_text() -> None:
    with pytest.raises(InputError, match="must"):
        fitted(units((["must"], True)), 3)


def test_a_later_quote_is_said_as_a_later_one_and_never_first() -> None:
    first = Sentence("有人写：甲。", quotes=True, shown=frozenset({"甲"}))
    later = Sentence("还有一句：乙。", quotes=True, follows=True, shown=frozenset({"乙"}))
    unit = Unit((later, first), True, "")
    chosen = fit([unit, Unit((first, later), False, "")], lambda _: True, lambda _: True)
    assert [sentence.text for _, sentence in chosen] == ["有人写：甲。", "还有一句：乙。"]


def test_three_quotes_never_stand_in_a_row() -> None:
    quoting = [Sentence(f"有人写：{n}。", quotes=True, shown=frozenset({n})) for n in "甲乙丙"]
    chosen = fit([Unit((s,), False, "") for s in quoting], lambda _: True, lambda _: True)
    assert len(chosen) == 2
