"""What every card of the shipped playbook must hold, and how wrong ones are refused."""

import shutil

import pytest
import regex
import yaml

from copilot.domain.diagnosis import FRAMEWORK_CAUSES, RIVAL_CAUSES
from copilot.domain.playbook import DIMENSIONS, LINES, PILLARS, STAGES
from copilot.errors import KnowledgeError
from copilot.insight.figure_query import parse_query
from copilot.planning.phrases import slots_in
from copilot.planning.playbook import card_texts, load_cards
from copilot.planning.queries import Subject, Window, fill_query
from copilot.planning.shelf import playbook_folder

GENERIC_SLOTS = {"from", "to", "check", "channel"}


def test_at_least_48_cards_with_two_for_every_item_of_the_framework(cards):
    served = [name for card in cards for name in (*card.lines, *card.dimensions, *card.pillars, card.stage)]
    assert len(cards) >= 48
    assert all(served.count(name) >= 2 for name in (*LINES, *DIMENSIONS, *PILLARS, *STAGES))


def test_every_cause_promise_state_and_theme_kind_finds_cards(cards):
    causes = [cause for card in cards for cause in card.when.causes]
    assert all(causes.count(cause) >= 3 for cause in FRAMEWORK_CAUSES)
    assert all(cause in causes for cause in RIVAL_CAUSES)
    states = {state for card in cards for state in card.when.promise_states}
    assert states == {"kept", "broken", "over_delivered", "untested"}
    kinds = {kind for card in cards for kind in card.when.themes}
    assert kinds == {"moves", "argues", "complains", "asks", "shares"}


def test_every_sentence_of_a_card_says_something_of_the_film(cards):
    loose = [
        (card.id, sentence)
        for card in cards
        for language in ("zh", "en")
        for text in card_texts(card, language)
        for sentence in regex.split(r"[。！？.!?\n]", text)
        if sentence.strip() and not slots_in(sentence) - GENERIC_SLOTS
    ]
    assert loose == []


def test_every_card_is_workable(cards, ferry):
    day = ferry.case.as_of
    subject = Subject("ferry", ferry.diagnosis.themes[0], ferry.diagnosis.ledger[0], "weibo")
    for card in cards:
        assert len(card.steps) >= 3, card.id
        assert card.sources, card.id
        assert 0 < card.effort_days <= 5, card.id
        parse_query(fill_query(card.metric.query, subject, Window(day, day)))
        assert card.metric.instead is None or card.metric.instead.direction == card.metric.direction, card.id


def test_nothing_suggests_fabricated_reviews_or_bought_ratings(cards):
    allowed_only_when_refused = regex.compile(r"刷分|刷量|锁场|买空场|代写|fake review|buy ratings", regex.I)
    for card in cards:
        assert not any(allowed_only_when_refused.search(step.zh + step.en) for step in card.steps), card.id


@pytest.fixture
def folder(tmp_path):
    for path in playbook_folder().glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def _edit(folder, **changes):
    path = folder / "rolling_repair_plan.yaml"
    held = yaml.safe_load(path.read_text("utf-8"))
    held["cards"][0] |= changes
    path.write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"stage": "later"}, "stage"),
        ({"owner": "nobody"}, "owner is 'nobody'"),
        ({"metric": {"use": "luck"}}, "metric.use is 'luck'"),
        ({"channels": ["fax"]}, "unknown channels fax"),
        ({"risk": {"zh": "{mood}", "en": "{mood}"}}, "unknown slots mood"),
        ({"steps": []}, "no steps"),
    ],
)
def test_a_wrong_card_is_refused_by_file_and_name(folder, changes, found):
    _edit(folder, **changes)
    with pytest.raises(KnowledgeError) as refused:
        load_cards(folder)
    assert "repair_board" in str(refused.value)
    assert "rolling_repair_plan.yaml" in str(refused.value)
    assert found in str(refused.value)


def test_two_cards_of_one_id_are_refused(folder):
    _edit(folder, id="one_core_sentence")
    with pytest.raises(KnowledgeError, match="taken"):
        load_cards(folder)


def test_a_missing_or_unreadable_file_is_named(folder):
    (folder / "rolling_repair_plan.yaml").write_text("cards: [", "utf-8")
    with pytest.raises(KnowledgeError, match=r"rolling_repair_plan\.yaml"):
        load_cards(folder)
    (folder / "rolling_repair_plan.yaml").unlink()
    with pytest.raises(KnowledgeError, match=r"rolling_repair_plan\.yaml"):
        load_cards(folder)
