"""Interactions come from this film's viewers, carry their rules, and do not run where they would hurt."""

from dataclasses import replace

import numpy as np
import pytest

from copilot.domain.playbook import MetricRule
from copilot.errors import KnowledgeError
from copilot.planning.interaction_templates import load_templates
from copilot.planning.interactions import make_interactions
from copilot.planning.risks import screen
from copilot.planning.shelf import playbook_folder


def _make(film, count=6):
    return make_interactions(film.case, film.diagnosis, film.figures, count=count)


def _with_theme(film, index, **changes):
    themes = list(film.diagnosis.themes)
    themes[index] = themes[index].model_copy(update=changes)
    film.diagnosis = film.diagnosis.model_copy(update={"themes": themes})
    return film


def test_six_different_types_each_with_entry_rules_and_measure(ferry):
    made = _make(ferry)
    assert len({item.type for item in made}) == len(made) == 6
    for item in made:
        assert item.steps
        assert all([item.entry, item.incentive, item.disclosure, item.effort, item.risks, item.measure.name])
        assert item.measure.target is not None
        assert item.evidence


def test_all_eight_types_when_asked_and_more_on_other_themes(ferry):
    assert len({item.type for item in _make(ferry, count=8)}) == 8
    many = _make(ferry, count=12)
    assert len(many) == len({item.title for item in many}) > 8


def test_they_are_about_what_viewers_argue_ask_and_are_moved_by(ferry):
    by_type = {item.type: item for item in _make(ferry, count=8)}
    assert "女儿到底该不该回来" in by_type["if_you_were"].prompt
    assert "铜铃上刻的字" in by_type["qa"].title
    assert by_type["vote"].options[:2] == ["码头那场戏", "船舱里那碗面"]


def test_prompts_quote_verbatim(ferry):
    texts = dict(zip(ferry.case.voices.ids, ferry.case.voices.texts, strict=True))
    for item in _make(ferry, count=8):
        for evidence in item.evidence:
            if evidence.kind == "quote":
                assert texts[evidence.source][evidence.start : evidence.end] == evidence.text


def test_two_viewers_words_become_the_sides(ferry):
    argued, other = ferry.diagnosis.themes[3], ferry.diagnosis.themes[1]
    both = [*argued.evidence, *other.evidence]
    made = {item.type: item for item in _make(_with_theme(ferry, 3, evidence=both))}
    assert made["if_you_were"].options[0] == f"“{argued.evidence[0].text}”"
    assert len(made["if_you_were"].options) == 5


def test_no_spoiler_that_is_closed_today_appears(mine):
    told = "信号其实来自陆行失踪的母亲"
    made = _make(_with_theme(mine, 0, label=told, key=told), count=8)
    assert made
    assert told not in "".join(item.model_dump_json() for item in made)


def test_without_reviews_four_types_rest_on_the_dossier(ferry):
    ferry.diagnosis = ferry.diagnosis.model_copy(update={"themes": [], "audiences": []})
    made = _make(ferry)
    assert len({item.type for item in made if not item.do_not}) >= 4
    assert all(e.source == "ferry" for item in made for e in item.evidence)


def test_an_actor_in_the_argument_stops_polls_but_not_questions(ferry):
    made = {i.type: i for i in _make(_with_theme(ferry, 3, label="林溪和周牧谁演得好"), count=8)}
    assert not any("林溪" in item.title + item.prompt and not item.do_not for item in map(made.get, ["vote"]))
    screened = screen("vote", [], "林溪和周牧谁演得好", ferry.case.dossier)
    assert "不要做" in screened.do_not
    assert screen("qa", [], "林溪和周牧谁演得好", ferry.case.dossier).do_not == ""


@pytest.mark.parametrize(
    ("kind", "said"),
    [("if_you_were", "这些外地人"), ("challenge", "那场地震"), ("vote", "校园霸凌"), ("challenge", "一起抽奖")],
)
def test_high_risk_subjects_are_marked_do_not(ferry, kind, said):
    assert screen(kind, [], said, ferry.case.dossier).do_not


def test_a_risky_word_counts_only_as_a_whole_word(ferry):
    assert screen("vote", [], "a trace of grace between the two", ferry.case.dossier).do_not == ""
    assert screen("vote", [], "is this about race?", ferry.case.dossier).do_not


def test_a_film_on_a_true_story_does_not_ask_viewers_to_play_the_person(ferry):
    dossier = ferry.case.dossier.model_copy(update={"facts": {"origin": "真人真事改编"}})
    ferry.case = replace(ferry.case, dossier=dossier)
    made = _make(ferry, count=40)
    assert {item.type for item in made if item.do_not} == {"if_you_were", "co_creation"}
    assert [bool(item.do_not) for item in made] == sorted(bool(item.do_not) for item in made)


def test_templates_hold_typed_rules_and_bad_ones_are_named(tmp_path):
    assert all(isinstance(template.metric, MetricRule) for template in load_templates())
    assert len({template.type for template in load_templates()}) == 8
    text = (playbook_folder() / "interactions.yaml").read_text("utf-8")
    (tmp_path / "interactions.yaml").write_text(text.replace("risks: [spoilers, quarrel]", "risks: [boredom]"), "utf-8")
    with pytest.raises(KnowledgeError, match=r"'two_readings'.*boredom"):
        load_templates(tmp_path)


def test_a_case_without_dates_still_works(ferry):
    days = np.full(len(ferry.case.voices), np.datetime64("NaT"), dtype="datetime64[D]")
    ferry.case = replace(ferry.case, voices=replace(ferry.case.voices, day=days))
    ferry.figures = type(ferry.figures)(ferry.case)
    assert len(_make(ferry)) == 6
