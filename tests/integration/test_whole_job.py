"""The main job on the sample film: complete, evidenced, this film's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from copilot.domain.evidence import Evidence
from copilot.services.diagnose import evidence_of
from copilot.services.ingest import ingest_files
from copilot.services.making import evidence_of as evidence_of_work
from copilot.services.sample import sample_files
from copilot.services.show import show
from tests.integration.conftest import Finished


def all_evidence(finished: Finished) -> list[Evidence]:
    works = [finished.done.plan, *finished.done.interactions, *finished.done.drafts]
    return [*evidence_of(finished.done.diagnosis), *(item for work in works for item in evidence_of_work(work))]


def test_every_row_of_every_file_is_accounted_for(finished: Finished) -> None:
    for account in finished.done.imported:
        assert account.rows == account.kept + account.duplicates + len(account.rejected), account.file
    reviews = next(a for a in finished.done.imported if a.file == "reviews.csv")
    assert reviews.kept >= 400
    assert reviews.duplicates >= 3
    assert reviews.rejected


def test_importing_the_same_files_again_keeps_nothing_new(finished: Finished) -> None:
    _, files = sample_files()
    for account in ingest_files(finished.workspace, finished.film, files):
        assert (account.kept, account.rows) == (0, account.duplicates + len(account.rejected)), account.file


def test_every_quote_is_a_verbatim_span_of_what_is_stored(finished: Finished) -> None:
    quotes = [item for item in all_evidence(finished) if item.kind == "quote"]
    assert len(quotes) >= 30
    for item in quotes:
        text = finished.workspace.store.audience.text_of(item.source)
        assert text is not None, item
        assert text[item.start : item.end] == item.text


def test_every_figure_is_given_again_by_its_query(finished: Finished) -> None:
    figures = [item for item in all_evidence(finished) if item.kind == "figure"]
    assert len(figures) >= 10
    for item in figures:
        opened = show(finished.workspace, item.id)
        assert opened["value_now"] == pytest.approx(item.value), item.query


def test_nothing_made_fails_a_blocking_check(finished: Finished) -> None:
    failing = [
        (verdict.id, score.check, score.reason, [span.text for span in score.spans])
        for verdict in finished.done.verdicts
        for score in verdict.failing("block")
    ]
    assert failing == []


def test_the_diagnosis_finds_what_the_sample_planted(finished: Finished) -> None:
    assert finished.done.diagnosis.drop.state == "dropping"
    supported = {cause.cause for cause in finished.done.diagnosis.supported()}
    assert "mismatch" in supported
    broken = [entry for entry in finished.done.diagnosis.ledger if entry.state == "broken"]
    assert broken
    assert all(entry.evidence for entry in broken)


def test_the_plan_can_be_started_on_monday(finished: Finished) -> None:
    plan = finished.done.plan
    assert len(plan.stages) >= 3
    actions = plan.actions()
    assert 8 <= len(actions) <= 16
    for action in actions:
        assert action.evidence, action.what
        assert action.owner
        assert action.deliverable
        assert action.stop_rule
        assert action.metric.name
        assert action.metric.check_on > plan.as_of
        assert action.metric.baseline is not None or action.metric.note
    known = {*plan.covers.lines, *plan.covers.dimensions, *plan.covers.pillars, *plan.covers.causes}
    known |= {left.name for left in plan.covers.left_out}
    assert len(known) >= 13


def test_interactions_are_of_at_least_four_types(finished: Finished) -> None:
    assert len({one.type for one in finished.done.interactions}) >= 4
    assert all(one.evidence for one in finished.done.interactions)


def test_copy_is_made_for_every_writable_channel(finished: Finished) -> None:
    writable = {key for key, pack in finished.workspace.packs.items() if pack.writable}
    assert {draft.channel for draft in finished.done.drafts} == writable
    assert all(draft.ai_label for draft in finished.done.drafts)


def ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from ids_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from ids_in(item)
    elif isinstance(value, str) and re.fullmatch(r"[a-z]{2}-[0-9a-f]{16}", value):
        yield value


def test_every_id_that_appears_can_be_opened(finished: Finished) -> None:
    found = set(ids_in(finished.as_json))
    assert len(found) > 50
    for any_id in found:
        assert show(finished.workspace, any_id)["id"] == any_id


def test_the_report_is_written_in_three_forms_and_reaches_for_nothing(finished: Finished) -> None:
    page = (finished.data / "reports" / finished.film / "report.html").read_text(encoding="utf-8")
    assert finished.workspace.store.films.get(finished.film).title in page
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page)
    assert {path.rpartition(".")[2] for path in finished.done.report.values()} == {"html", "md", "docx"}


def test_the_same_data_gives_the_same_plan_again(finished: Finished) -> None:
    from copilot.services.making import plan

    assert plan(finished.workspace, finished.film).works[0].id == finished.done.plan.id
