import re

import pytest

from copilot.domain.value import Language
from copilot.evaluation.channels import load_packs
from copilot.evaluation.checks.ai_label import has_note
from copilot.writing.phrases import formats, pattern, phrasebook

SLOTS = {
    *("film", "core", "plot", "lead", "note", "second", "star", "maker", "genre", "place", "crowd", "date", "vow"),
    *("misread", "theme", "issue", "quote", "voice", "asked", "counted", "site", "name", "asset", "rule"),
}


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


def texts(node: object) -> list[str]:
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    return [text for child in children for text in texts(child)]


def test_both_languages_say_the_same_kinds_of_things() -> None:
    zh, en = phrasebook("zh"), phrasebook("en")
    assert {a: set(m) for a, m in zh.angles.items()} == {a: set(m) for a, m in en.angles.items()}
    assert set(en.moves) <= set(zh.moves)


def test_every_slot_is_one_the_composer_knows(language: Language) -> None:
    book = phrasebook(language)
    found = {slot for text in texts(book.moves) for slot in pattern(text).slots}
    found |= {slot for lists in book.angles.values() for ps in lists.values() for p in ps for slot in p.slots}
    assert found <= SLOTS


def test_every_angle_can_speak_with_the_title_alone(language: Language) -> None:
    for angle, lists in phrasebook(language).angles.items():
        assert any(p.slots <= {"film"} for p in lists["hook"]), angle
        assert any(p.slots <= {"film"} for p in lists["title"]), angle


def test_every_ai_note_is_one_the_check_accepts(language: Language) -> None:
    book = phrasebook(language)
    notes = [*book.patterns("label"), *book.patterns("label_short")]
    assert [note.text for note in notes if not has_note(note.text)] == []


def test_patterns_claim_no_numbers_and_no_superlatives(language: Language) -> None:
    book = phrasebook(language)
    said = [p.text for lists in book.angles.values() for ps in lists.values() for p in ps]
    assert [text for text in said if re.search(r"\d|史上|唯一|顶级|必看|\bbest\b|\bgreatest\b", text)] == []


def test_every_writable_channel_has_a_recipe_and_a_place_in_the_rotation() -> None:
    for pack in load_packs().values():
        if pack.writable:
            assert set(pack.formats) & set(formats().recipes), pack.id
            assert pack.id in formats().order


def test_a_label_says_that_a_machine_wrote_and_not_that_someone_checked(language: Language) -> None:
    labels = [*texts(phrasebook(language).moves["label"]), *texts(phrasebook(language).moves["label_short"])]
    assert [label for label in labels if not has_note(label)] == []
    assert [label for label in labels if re.search(r"审|校|核|定稿|check|review|approv|edited", label)] == []
