"""Every row of a table of takings is part of a film's history or left out with its reason."""

from datetime import date

import pytest

from copilot.errors import FileRefused
from copilot.ingest.takings_table import read_takings
from copilot.ingest.terms import Terms

TERMS = Terms(date(2026, 11, 1))


@pytest.fixture
def read(tmp_path):
    def reading(text):
        path = tmp_path / "takings.csv"
        path.write_text(text, "utf-8")
        return read_takings(path, TERMS)

    return reading


def test_numbered_days_and_facts_are_read(read):
    (film,) = read(
        "film,day,gross,theaters,release_date,market\n"
        'A,1,"$1,200,000",3000,2024-03-01,USA\nA,Day 2,1.1m,3010,2024-03-01,USA\nA,第3天,90万,,,\n'
    ).films
    assert film.gross == {1: 1.2e6, 2: 1.1e6, 3: 9e5}
    assert (film.release_date, film.market, film.theaters, film.notes) == (date(2024, 3, 1), "US", 3000, [])


def test_dates_count_from_release_and_previews_come_before_day_one(read):
    (film,) = read(
        "film,day,gross,release_date\nA,2024-02-29,2e5,2024-03-01\nA,2024-03-01,3e6,\nA,2024/3/2,2e6,\n"
    ).films
    assert film.gross == {0: 2e5, 1: 3e6, 2: 2e6}
    assert film.notes == ["no market is given; the United States is assumed"]


def test_without_a_release_date_weak_leading_days_are_previews(read):
    (film,) = read("film,day,gross\nA,2024-02-28,1e5\nA,2024-03-01,3e6\nA,2024-03-02,2e6\nA,2024-03-03,1e6\n").films
    assert film.release_date == date(2024, 3, 1)
    assert film.gross[-1] == 1e5
    assert "2024-03-01" in film.notes[0]


def test_rows_that_cannot_be_used_are_named(read):
    table = read(
        "film,day,gross,theaters\nA,1,100,nan\n,2,90,\nA,soon,80,\nA,3,much,\nA,4,-5,\nA,5,,\nA,nan,7,\nA,2.5,7,-3\nA,inf,7,\n"
    )
    assert table.films[0].gross == {1: 100}
    assert table.films[0].theaters is None
    reasons = {left.what: left.why for left in table.left_out}
    assert list(reasons) == [f"row {n}" for n in range(2, 10)]
    assert reasons["row 2"] == "no film"
    assert "no number: 'much'" in reasons["row 4"]
    assert (reasons["row 5"], reasons["row 6"]) == ("the gross is negative", "no gross")


def test_repeated_days_and_contradictions_are_said(read):
    (film,) = read(
        "film,day,gross,release_date,market\nA,1,100,2024-03-01,US\nA,1,100,2024-03-01,US\nA,2,90,2024-03-08,CN\nA,2,95,,\n"
    ).films
    assert film.gross == {1: 100, 2: 95}
    assert [note.split(";")[0] for note in film.notes] == [
        "several release dates are given",
        "several markets are given",
        "day 2 is given more than once with different takings",
    ]


def test_a_table_without_a_usable_row_is_refused(read):
    with pytest.raises(FileRefused, match="no gross"):
        read("film,day,gross\nA,1,\n")
