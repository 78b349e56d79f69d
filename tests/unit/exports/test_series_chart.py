from datetime import date, timedelta
from xml.etree import ElementTree

from copilot.adapters.exports.charts import chart, drawable
from copilot.adapters.exports.wording import number
from copilot.domain.series import Point, Series

LABELS = {"observed": "实际", "expected": "预期", "band": "区间", "drop_day": "下栽起点"}
FIRST = date(2026, 5, 1)


def series(values: list[float | None], **extra: float) -> Series:
    points = [Point(day=FIRST + timedelta(days=i), value=v, **extra) for i, v in enumerate(values)]
    return Series(name="gross", unit="CNY", points=points)


def drawn(*args: object) -> ElementTree.Element:
    return ElementTree.fromstring(str(chart(*args)))  # type: ignore[arg-type]


def test_a_day_not_known_leaves_a_gap() -> None:
    lines = [e for e in drawn(series([5.0, 4.0, None, 3.0, 2.0]), LABELS) if e.get("class") == "value"]
    assert [len(line.get("points", "").split()) for line in lines] == [2, 2]


def test_the_band_and_the_day_of_the_fall_are_drawn() -> None:
    picture = drawn(series([5.0, 4.0, 1.0], expected=4.0, low=3.0, high=6.0), LABELS, FIRST + timedelta(days=2))
    assert {"band", "expected", "value", "drop", "droplabel"} <= {e.get("class") for e in picture}
    assert "下栽起点 5/3" in [e.text for e in picture]


def test_a_day_outside_the_window_is_not_marked() -> None:
    assert "drop" not in {e.get("class") for e in drawn(series([1.0, 2.0, 3.0]), LABELS, date(2025, 1, 1))}


def test_values_below_zero_stay_in_the_picture() -> None:
    heights = [
        float(p.split(",")[1]) for e in drawn(series([0.5, -0.4, 0.1]), LABELS) for p in (e.get("points") or "").split()
    ]
    assert all(0 <= height <= 280 for height in heights)
    assert len(set(heights)) == 3


def test_too_few_known_days_are_no_curve() -> None:
    assert not drawable(series([1.0, None, 2.0]))


def test_numbers_are_said_as_their_unit_asks() -> None:
    assert [number(0.385, "share"), number(2.5e8, "CNY"), number(31_000_000, "CNY"), number(1234), number(None)] == [
        "38.5%",
        "2.50 亿元",
        "3,100 万元",
        "1,234",
        "—",
    ]
