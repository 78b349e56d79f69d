"""A film's days: weekends from release, and the span a question names as filters of figures."""

from __future__ import annotations

from datetime import date

import pytest

from copilot.agent.film_calendar import Window, day_filters, weekend


@pytest.mark.parametrize(
    ("release", "opening", "second"),
    [
        (date(2026, 4, 8), (date(2026, 4, 10), date(2026, 4, 12)), (date(2026, 4, 17), date(2026, 4, 19))),
        (date(2026, 4, 10), (date(2026, 4, 10), date(2026, 4, 12)), (date(2026, 4, 17), date(2026, 4, 19))),
        (date(2026, 4, 11), (date(2026, 4, 11), date(2026, 4, 12)), (date(2026, 4, 17), date(2026, 4, 19))),
    ],
)
def test_the_opening_weekend_ends_on_sunday_and_later_ones_begin_on_friday(
    release: date, opening: tuple[date, date], second: tuple[date, date]
) -> None:
    assert weekend(release, 1) == opening
    assert weekend(release, 2) == second


def test_the_first_span_that_is_not_the_latest_day_filters_a_figure() -> None:
    latest = Window(date(2026, 4, 30), date(2026, 4, 30), "latest")
    leap = Window(date.min, date(2024, 2, 28), "before")
    assert day_filters([latest]) == {}
    assert day_filters([latest, leap]) == {"from_": date(1990, 1, 1), "to": date(2024, 2, 28)}
