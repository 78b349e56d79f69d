"""The plan is this film's, dated, measured, complete, and the same every time."""

from dataclasses import replace
from datetime import date, timedelta

import regex

from copilot.domain.playbook import DIMENSIONS, LINES, PILLARS
from copilot.planning.plan import make_plan
from copilot.planning.sameness import sentences, shared_sentences


def _plan(film, cards, **more):
    return make_plan(film.case, film.diagnosis, film.pulse, film.figures, cards, **more)


def test_two_films_share_at_most_a_quarter_of_their_sentences(ferry, mine, cards):
    one, other = _plan(ferry, cards), _plan(mine, cards)
    assert len(sentences(one)) > 60
    assert shared_sentences(one, other) <= 0.25
    assert shared_sentences(other, one) <= 0.25


def test_the_same_input_gives_the_same_plan(ferry, cards):
    assert _plan(ferry, cards) == _plan(ferry, cards)


def test_between_8_and_14_actions_none_twice_each_with_evidence_of_the_film(ferry, cards):
    plan = _plan(ferry, cards)
    used = [action.card for action in plan.actions()]
    assert 8 <= len(used) <= 14
    assert len(set(used)) == len(used)
    own = {*ferry.case.voices.ids, "ferry", "as-ferry"}
    assert all(action.evidence and {e.source for e in action.evidence} <= own for action in plan.actions())


def test_quotes_are_verbatim_spans_of_stored_reviews(ferry, cards):
    texts = dict(zip(ferry.case.voices.ids, ferry.case.voices.texts, strict=True))
    quotes = [e for a in _plan(ferry, cards).actions() for e in a.evidence if e.kind == "quote"]
    assert quotes
    assert all(texts[q.source][q.start : q.end] == q.text for q in quotes)


def test_numbers_in_the_text_are_the_metrics_or_dates(ferry, cards):
    for action in _plan(ferry, cards).actions():
        told = " ".join([action.what, *action.steps, action.deliverable, action.stop_rule, action.risk])
        told = regex.sub(r"\d+月\d+日|（\d\d:\d\d）", "", told)
        known = [e.value for e in action.evidence if e.kind == "figure"] + [
            action.metric.baseline,
            action.metric.target,
        ]
        shown = {f"{value * 100:.0f}" for value in known if value is not None}
        shown |= {f"{value:,.0f}" for value in known if value is not None}
        assert set(regex.findall(r"\d+", told)) <= shown, told


def test_baselines_come_from_figures_and_targets_from_the_rule(ferry, cards):
    for action in _plan(ferry, cards).actions():
        metric = action.metric
        assert metric.baseline == ferry.figures.value(metric.source)
        if metric.target is not None:
            better = metric.target > metric.baseline
            assert better == (metric.direction == "up") or metric.target == metric.baseline == 0
        else:
            assert metric.note


def test_stages_follow_the_day_of_the_data(ferry, cards):
    plan = _plan(ferry, cards)
    start = ferry.case.as_of + timedelta(days=1)
    assert plan.stages[0].from_ == start
    assert [s.name for s in plan.stages] == ["止跌", "重讲", "激活", "长线"]
    assert all(before.to < after.from_ for before, after in zip(plan.stages, plan.stages[1:], strict=False))
    assert all(a.metric.check_on > s.from_ for s in plan.stages for a in s.actions)
    assert "到" in plan.stages[0].goal
    assert "%" in plan.stages[0].goal


def test_a_plan_late_in_the_run_is_shorter_and_one_after_it_does_not_stabilise(ferry, cards):
    ferry.case = replace(ferry.case, as_of=date(2026, 4, 28))
    late = _plan(ferry, cards)
    assert late.stages[-1].to == date(2026, 5, 16)
    ferry.case = replace(ferry.case, as_of=date(2026, 8, 1))
    tail = _plan(ferry, cards)
    assert "止跌" not in [stage.name for stage in tail.stages]
    assert 8 <= len(tail.actions()) <= 14


def test_every_cause_line_dimension_and_pillar_is_served_or_left_out_with_a_reason(ferry, mine, cards):
    for film in (ferry, mine):
        covers = _plan(film, cards).covers
        left = {entry.name for entry in covers.left_out}
        named = {*covers.causes, *covers.lines, *covers.dimensions, *covers.pillars} | left
        supported = {cause.cause for cause in film.diagnosis.supported()}
        assert {*LINES, *DIMENSIONS, *PILLARS, *supported} <= named
        assert all(entry.why for entry in covers.left_out)


def test_what_cannot_be_told_is_gathered(ferry, cards):
    plan = _plan(ferry, cards)
    gathering = next(action for action in plan.actions() if action.cause == "positioning")
    assert "需要末班渡轮上映前的评论" in gathering.what
    assert any(entry.name == "positioning" and "先收集数据" in entry.why for entry in plan.covers.left_out)


def test_closed_spoilers_stay_out(ferry, cards):
    theme = ferry.diagnosis.themes[0].model_copy(update={"label": "最后一个航班上把船开回了女儿出生的码头"})
    ferry.diagnosis = ferry.diagnosis.model_copy(update={"themes": [theme, *ferry.diagnosis.themes[1:]]})
    assert "出生的码头" not in _plan(ferry, cards).model_dump_json()


def test_a_film_nobody_has_written_about_still_gets_a_plan_on_its_dossier(ferry, cards):
    verdicts = [c.model_copy(update={"verdict": "cannot_tell", "evidence": []}) for c in ferry.diagnosis.causes]
    empty = {"causes": verdicts, "themes": [], "ledger": [], "audiences": []}
    ferry.diagnosis = ferry.diagnosis.model_copy(update=empty)
    plan = _plan(ferry, cards)
    assert len(plan.actions()) >= 8
    assert all(action.evidence for action in plan.actions())
    assert sum(action.card.startswith("gather_") for action in plan.actions()) == 2


def test_an_english_dossier_gives_an_english_plan_on_channels_of_its_market(ferry, cards):
    update = {
        "synopsis": "A daughter comes home to the island and rides her father's last ferry.",
        "positioning": "For anyone who left home and never said why.",
        "core_emotion": "Some goodbyes wait for the last boat",
        "title": "The Last Ferry",
        "market": "US",
    }
    dossier = type(ferry.case.dossier).model_validate(ferry.case.dossier.model_dump(exclude={"language"}) | update)
    ferry.case = replace(ferry.case, dossier=dossier)
    plan = _plan(ferry, cards)
    assert not any(regex.search(r"\p{Han}", action.owner + action.metric.name) for action in plan.actions()[:1])
    assert not {action.channel for action in plan.actions()} & {"weibo", "douyin", "xiaohongshu", "wechat_oa", "zhihu"}


def test_the_forecast_says_what_happens_without_and_what_is_aimed_for(ferry, cards):
    forecast = _plan(ferry, cards).forecast
    assert forecast.series == "gross"
    assert forecast.low80 < forecast.without < forecast.high80
    assert forecast.aim > forecast.without


def test_takings_are_expected_ahead_from_the_market_curve(ferry, cards):
    series = ferry.pulse.series[0]
    known = [p.model_copy(update={"expected": None}) for p in series.points if p.day <= ferry.case.as_of]
    named = series.model_copy(update={"name": "takings", "points": known})
    ferry.pulse = ferry.pulse.model_copy(update={"series": [named]})
    plan = _plan(ferry, cards)
    assert plan.forecast.check_on == plan.stages[-1].to
    assert 0 < plan.forecast.low80 < plan.forecast.without < plan.forecast.high80


def test_what_moved_viewers_is_quoted_from_pleased_ones_only(ferry, cards):
    sour = [t.model_copy(update={"evidence": ferry.diagnosis.themes[2].evidence}) for t in ferry.diagnosis.themes[:2]]
    ferry.diagnosis = ferry.diagnosis.model_copy(update={"themes": [*sour, *ferry.diagnosis.themes[2:]]})
    praised = [a.what for a in _plan(ferry, cards).actions() if "码头那场戏" in a.what or "那碗面" in a.what]
    assert not any("差点睡着" in what for what in praised)


def test_without_an_expected_curve_the_forecast_says_why(ferry, cards):
    series = ferry.pulse.series[0]
    known = [point.model_copy(update={"expected": None}) for point in series.points]
    ferry.pulse = ferry.pulse.model_copy(update={"series": [series.model_copy(update={"points": known})]})
    forecast = _plan(ferry, cards).forecast
    assert forecast.without is None
    assert forecast.why
    ferry.pulse = ferry.pulse.model_copy(update={"series": []})
    assert _plan(ferry, cards).forecast is None
