"""What the store promises, run on a real SQLite file."""

from __future__ import annotations

import multiprocessing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from tide import FILM, NOW

from copilot.adapters.sql import open_database, open_store
from copilot.adapters.sql.opening import HEAD
from copilot.domain.desk import Decision, Submission
from copilot.domain.draft import Verdict
from copilot.domain.imported import ImportedFile, Measure, Review
from copilot.domain.passage import Passage
from copilot.domain.signals import ASPECTS
from copilot.errors import ConflictError, StoreError, UnknownId
from copilot.insight.voices import Labels
from copilot.store import Store


def review(number: int, *, file: str = "fi-1", text: str = "", row: int | None = None) -> Review:
    return Review(
        id=f"rv-{number}",
        film="tide",
        file=file,
        row=number if row is None else row,
        text=text or f"评论 {number}",
        day=date(2026, 4, 10),
    )


def gross(day: int, value: float, *, file: str = "fi-1", row: int | None = None) -> Measure:
    return Measure(
        film="tide", file=file, row=row or day, day=date(2026, 4, day), name="gross", value=value, unit="CNY"
    )


def test_the_same_dossier_again_changes_nothing(store: Store) -> None:
    assert store.films.put(FILM, NOW) == "created"
    assert store.films.put(FILM, NOW) == "same"
    assert store.films.put(FILM.model_copy(update={"title": "退潮"}), NOW) == "changed"
    assert store.films.get("tide").title == "退潮"


def test_an_unknown_film_names_the_known_ones(store: Store) -> None:
    store.films.put(FILM, NOW)
    with pytest.raises(UnknownId, match="tide"):
        store.films.get("tied")


def test_rows_of_the_same_file_are_kept_again_and_of_another_are_duplicates(store: Store) -> None:
    batch = [review(1), review(2)]
    assert store.imports.add(batch) == store.imports.add(batch)
    again = store.imports.add([review(1, file="fi-2"), review(3, file="fi-2")])
    assert (again.kept, again.duplicates) == (1, 1)


def test_a_row_repeated_inside_a_batch_is_a_duplicate(store: Store) -> None:
    added = store.imports.add([review(1), review(1, row=2)])
    assert (added.kept, added.duplicates) == (1, 1)


def test_a_corrected_daily_value_wins_and_the_old_one_stays_in_its_file(store: Store) -> None:
    store.imports.add([gross(10, 100.0), gross(11, 80.0)])
    added = store.imports.add([gross(10, 100.0, file="fi-2"), gross(11, 85.0, file="fi-2")])
    assert (added.kept, added.duplicates) == (1, 1)
    assert [m.value for m in store.audience.measures("tide", None)] == [100.0, 85.0]


def test_a_completely_read_file_is_known(store: Store) -> None:
    account = ImportedFile(
        id="fi-1",
        file="a.csv",
        kind="reviews",
        source="generic",
        rows=1,
        kept=1,
        duplicates=0,
        rejected=[],
        encoding="utf-8",
        mapping={},
    )
    assert store.imports.open("fi-1", "tide", "a.csv", NOW) is None
    assert store.imports.open("fi-1", "tide", "a.csv", NOW) is None
    store.imports.close("tide", account, NOW)
    assert store.imports.open("fi-1", "tide", "a.csv", NOW) == account


def test_labels_come_back_with_their_reviews(store: Store) -> None:
    store.imports.add([review(1), review(2)])
    aspects = np.full((2, len(ASPECTS)), np.nan, np.float32)
    aspects[1, 0] = 0.5
    labels = Labels(
        english=np.array([False, True]),
        p_positive=np.array([0.25, 0.75], np.float32),
        polarity=np.array([-0.5, 0.5], np.float32),
        aspects=aspects,
        emotions=np.array([0, 3], np.uint16),
        signals=np.array([1, 0], np.uint32),
        kept=np.zeros(2, np.uint16),
        broken=np.array([1, 0], np.uint16),
    )
    assert len(store.audience.unlabelled("tide", "v1", 10)) == 2
    store.audience.add_labels(["rv-1", "rv-2"], labels, "v1")
    assert store.audience.unlabelled("tide", "v1", 10) == []
    assert len(store.audience.unlabelled("tide", "v2", 10)) == 2
    reviews, found = store.audience.labelled("tide", "v1", date(2026, 4, 30))
    assert [r.id for r in reviews] == ["rv-1", "rv-2"]
    np.testing.assert_array_equal(found.aspects, aspects)
    np.testing.assert_array_equal(found.emotions, labels.emotions)
    assert store.audience.labelled("tide", "v1", date(2026, 4, 9))[0] == []


def test_changed_passages_lose_their_vectors(store: Store) -> None:
    passage = Passage(id="ps-1", film="tide", kind="dossier", source="tide", text="潮水")
    assert store.library.put([passage]) == 1
    store.library.add_vectors("m", ["ps-1"], np.ones((1, 4), np.float32))
    assert store.library.put([passage]) == 0
    assert store.library.vector_count("m") == 1
    assert store.library.put([passage.model_copy(update={"text": "回来的潮水"})]) == 1
    assert store.library.vector_count("m") == 0
    assert [p.id for p in store.library.waiting("m", "tide", 10)] == ["ps-1"]


def test_one_films_passages_are_not_anothers(store: Store) -> None:
    own = Passage(id="ps-1", film="tide", kind="dossier", source="tide", text="甲")
    other = Passage(id="ps-2", film="other", kind="dossier", source="other", text="乙")
    shared = Passage(id="ps-3", film=None, kind="framework", source="causes", text="丙")
    store.library.put([own, other, shared])
    assert {p.id for p in store.library.of_film("tide")} == {"ps-1", "ps-3"}


def submission(content: dict[str, object], hashed: str = "a" * 64) -> Submission:
    return Submission(
        id="sb-1",
        film="tide",
        kind="draft",
        item="dr-1",
        content=content,
        content_hash=hashed,
        verdict=Verdict(id="vd-1", passed=True, scores=[]),
        state="waiting",
        submitted_by="li",
        submitted_at=NOW,
    )


def decision(kind: str, hashed: str, number: int = 1) -> Decision:
    return Decision.model_validate(
        {"id": f"dc-{number}", "submission": "sb-1", "kind": kind, "content_hash": hashed, "by": "wang", "at": NOW}
    )


def test_only_the_content_that_was_shown_can_be_approved(store: Store) -> None:
    store.desk.submit(submission({"body": "甲"}))
    with pytest.raises(ConflictError, match="its content is now"):
        store.desk.decide(decision("approve", "b" * 64))
    assert store.desk.decide(decision("approve", "a" * 64)).state == "approved"
    with pytest.raises(ConflictError, match="already decided"):
        store.desk.decide(decision("reject", "a" * 64, 2))
    assert [entry.action for entry in store.desk.audit()] == ["approve", "submit"]


def test_an_edit_changes_the_hash_that_can_be_approved(store: Store) -> None:
    store.desk.submit(submission({"body": "甲"}))
    edited = submission({"body": "乙"}, "c" * 64).model_copy(update={"version": 2})
    assert store.desk.decide(decision("edit", "a" * 64), edited).state == "waiting"
    with pytest.raises(ConflictError):
        store.desk.decide(decision("approve", "a" * 64, 2))
    assert store.desk.decide(decision("approve", "c" * 64, 3)).content == {"body": "乙"}


def test_the_audit_cannot_be_changed(store: Store, url: str) -> None:
    store.desk.submit(submission({}))
    for statement in ("DELETE FROM audit", "UPDATE audit SET by = 'x'"):
        with pytest.raises((StoreError, DatabaseError)), open_database(url).writing() as connection:
            connection.execute(text(statement))
    assert len(store.desk.audit()) == 1


def test_the_newest_migration_is_the_one_the_store_expects() -> None:
    versions = Path(open_store.__code__.co_filename).parent / "migrations" / "versions"
    assert sorted(path.name[:4] for path in versions.glob("[0-9]*.py"))[-1] == HEAD


def _decide_once(url: str, number: int, gate: object, results: object) -> None:
    store = open_store(url)
    gate.wait()  # type: ignore[attr-defined]
    try:
        store.desk.decide(decision("approve" if number % 2 else "reject", "a" * 64, number))
        results.put(number)  # type: ignore[attr-defined]
    except ConflictError:
        results.put(0)  # type: ignore[attr-defined]


def test_of_leads_deciding_at_once_exactly_one_wins(store: Store, url: str) -> None:
    store.desk.submit(submission({"body": "甲"}))
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(3), context.Queue()
    leads = [context.Process(target=_decide_once, args=(url, n, gate, results)) for n in (1, 2, 3)]
    for lead in leads:
        lead.start()
    outcomes = [results.get(timeout=60) for _ in leads]
    for lead in leads:
        lead.join(timeout=60)
    assert sum(outcome != 0 for outcome in outcomes) == 1
    assert len(store.desk.audit()) == 2
