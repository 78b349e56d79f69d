from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from copilot.adapters.exports.charts import chart, drawable, sorted_by_weight
from copilot.adapters.exports.wording import field_name, number, series_name, tick_text
from copilot.domain.series import Drop, Point, Pulse, Sentiment, SentimentShare, Series, VoicesCount, VoicesReport

FIRST = date(2026, 5, 1)


def series(values: list[float | None], **extra: float) -> Series:
    points = [Point(day=FIRST + timedelta(days=i), value=v, **extra) for i, v in enumerate(values)]
    return Series(name="gross", unit="CNY", points=points)


def drawn(*args: object) -> ElementTree.Element:
    return ElementTree.fromstring(str(chart(*args)))  # type: ignore[arg-type]


def test_a_day_not_known_leaves_a_gap() -> None:
    lines = [e for e in drawn(series([5.0, 4.0, None, 3.0, 2.0]), "zh") if e.get("class") == "value"]
    assert [len(line.get("points", "").split()) for line in lines] == [2, 2]


def test_the_band_and_the_day_of_the_fall_are_drawn() -> None:
    picture = drawn(series([5.0, 4.0, 1.0], expected=4.0, low=3.0, high=6.0), "zh", FIRST + timedelta(days=2))
    assert {"band", "expected", "value", "drop", "droplabel"} <= {e.get("class") for e in picture}
    assert "下栽起点 5/3" in [e.text for e in picture]


def test_a_day_outside_the_window_is_not_marked() -> None:
    assert "drop" not in {e.get("class") for e in drawn(series([1.0, 2.0, 3.0]), "zh", date(2025, 1, 1))}


def test_values_below_zero_stay_in_the_picture() -> None:
    heights = [
        float(p.split(",")[1]) for e in drawn(series([0.5, -0.4, 0.1]), "zh") for p in (e.get("points") or "").split()
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


@pytest.mark.parametrize(
    ("value", "unit", "top", "said"),
    [
        (37.5, "CNY", 50.0, "37.5元"),
        (2.5e7, "CNY", 1e8, "2,500万元"),
        (25_000, "CNY", 50_000, "2.5万元"),
        (250_000, "count", 1e6, "25万"),
        (0.125, "share", 0.25, "12.5%"),
        (2_500_000, "USD", 1e7, "US$250万"),
    ],
)
def test_an_axis_speaks_the_way_people_count(value: float, unit: str, top: float, said: str) -> None:
    assert tick_text(value, unit, top, "zh") == said


def test_an_english_axis_counts_in_thousands_and_millions() -> None:
    assert [tick_text(v, "USD", 1e7, "en") for v in (0, 2.5e6)] == ["0", "US$2.5M"]


def test_a_small_amount_of_money_is_said_in_yuan() -> None:
    said = [number(value, "CNY") for value in (42.5, 38, 3005.7, 35_387.8)]
    assert said == ["42.5 元", "38 元", "3,006 元", "3.5 万元"]


def test_names_are_translated_and_unknown_ones_stay_readable() -> None:
    assert [series_name("avg_price", "zh"), series_name("occupancy", "en")] == ["平均票价", "Occupancy"]
    assert series_name("late_night_shows", "zh") == "late night shows"
    assert [field_name("body#2", "zh"), field_name("subtitle_line", "en")] == ["正文 2", "subtitle line"]


def test_at_most_three_series_are_drawn_large_the_deciding_one_first() -> None:
    names = ["shows", "takings", "word_of_mouth", "occupancy", "review_volume", "wants"]
    drop = Drop(state="dropping", why="", series="word_of_mouth")
    share, voices = SentimentShare(reviews=1), VoicesCount(reviews=1, voices=1)
    pulse = Pulse(
        series=[series([1.0, 2.0, 3.0]).model_copy(update={"name": name}) for name in names],
        drop=drop,
        sentiment=Sentiment(watched=share, unwatched=share),
        voices=VoicesReport(all=voices, cleaned=voices),
    )
    large, small = sorted_by_weight(pulse)
    assert [one.name for one in large] == ["word_of_mouth", "takings", "review_volume"]
    assert [one.name for one in small] == ["shows", "occupancy", "wants"]
