"""Numbers, moments and ratings mean what the people who wrote them meant; unknown is never zero."""

# ruff: noqa: DTZ001 - stored moments are local times without zone

from datetime import date, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from copilot.ingest.dates import UNKNOWN, Dates, market_zone
from copilot.ingest.numbers import Numbers
from copilot.ingest.ratings import rating_reader, scale_of
from copilot.shipped import folder

VALUES = yaml.safe_load((folder("knowledge") / "sources" / "values.yaml").read_bytes())
NUMBERS = Numbers(VALUES)
TODAY = date(2026, 11, 23)


def dates(market: str = "CN") -> Dates:
    return Dates(TODAY, market_zone(VALUES["markets"][market]), month_first=market == "US")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1.2万", 12_000),
        ("10万+", 100_000),
        ("3.4w", 34_000),
        ("129.48亿", 12_948_000_000),
        ("536.55万", 5_365_500),
        ("1,234", 1234),
        ("１２３", 123),
        ("$425,000,000", 425_000_000),
        ("2261.0", 2261),
        ("-50.3%", -50.3),
        ("+3", 3),
        (12.5, 12.5),
    ],
)
def test_numbers(said, meant):
    assert NUMBERS.number(said) == meant


@pytest.mark.parametrize(
    "said", ["-", "--", "", "—", None, "nan", "N/A", "暂无", "12abc", "inf", float("nan"), float("inf"), True, "9" * 40]
)
def test_what_is_unknown_or_no_number_is_none_and_never_zero(said):
    assert NUMBERS.number(said) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_survives_its_thousands_separators(value):
    assert NUMBERS.number(f"{value:,}") == NUMBERS.number(str(value)) == value


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text):
    NUMBERS.number(text)
    NUMBERS.seconds(text)
    dates().moment(text)
    rating_reader(NUMBERS, VALUES, "five")(text)


@pytest.mark.parametrize(
    ("said", "seconds"), [("0:25:10", 1510), ("12s", 12), ("2496", 2496), ("1分20秒", 80), ("3:05", 185)]
)
def test_durations(said, seconds):
    assert NUMBERS.seconds(said) == seconds


def test_shares_count_in_hundredths_where_the_column_does():
    assert NUMBERS.share(of_hundred=True)("15.5%") == 0.155
    assert NUMBERS.share(of_hundred=False)("0.155") == 0.155
    assert NUMBERS.share(of_hundred=True)("-") is None


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-01-02 03:04:05", datetime(2026, 1, 2, 3, 4, 5)),
        ("2026年05月25日12时00分00秒", datetime(2026, 5, 25, 12)),
        ("2026/1/2 3:04", datetime(2026, 1, 2, 3, 4)),
        ("2026-05-25T12:00:00Z", datetime(2026, 5, 25, 20)),
        ("Fri Jul 14 12:00:00 +0800 2026", datetime(2026, 7, 14, 12)),
        ("July 4, 2026 3:05 PM", datetime(2026, 7, 4, 15, 5)),
        ("昨天12:30", datetime(2026, 11, 22, 12, 30)),
        ("10-01 09:00", datetime(2026, 10, 1, 9)),
        (1700000000, datetime(2023, 11, 15, 6, 13, 20)),
        ("1700000000000", datetime(2023, 11, 15, 6, 13, 20)),
        (45000.5, datetime(2023, 3, 15, 12)),
    ],
)
def test_moments_with_a_time(said, moment):
    assert dates().moment(said) == (moment, moment.date())


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Tue, Jul 14, 2026", date(2026, 7, 14)),
        ("Dec 18, 2009", date(2009, 12, 18)),
        ("14 July 2026", date(2026, 7, 14)),
        ("2022-07-27(日本)", date(2022, 7, 27)),
        ("20220101", date(2022, 1, 1)),
        ("45000", date(2023, 3, 15)),
        ("3小时前", TODAY),
        ("5天前", date(2026, 11, 18)),
        ("前天", date(2026, 11, 21)),
        ("上周五", date(2026, 11, 20)),
        ("去年12月31日", date(2025, 12, 31)),
        ("12-03", date(2025, 12, 3)),
        ("2 days ago", date(2026, 11, 21)),
        (datetime(2026, 6, 5), date(2026, 6, 5)),
        (date(2026, 6, 5), date(2026, 6, 5)),
    ],
)
def test_days_without_a_time(said, day):
    assert dates().moment(said) == (None, day)


@pytest.mark.parametrize("said", ["", "junk", "2026-02-31", "0", "99", None, True, "9" * 60, "上映25天", "0000-00-00"])
def test_what_is_no_date_is_unknown(said):
    assert dates().moment(said) == UNKNOWN


def test_a_slashed_date_follows_the_market():
    assert dates("US").moment("7/4/2026")[1] == date(2026, 7, 4)
    assert dates("GB").moment("7/4/2026")[1] == date(2026, 4, 7)
    assert dates("GB").moment("7/14/2026")[1] == date(2026, 7, 14)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_iso_moments_come_back_as_they_were(moment):
    moment = moment.replace(microsecond=0)
    assert dates().moment(moment.isoformat(sep=" "))[0] == moment


@pytest.mark.parametrize(
    ("scale", "said", "stars"),
    [
        ("five", "4", 4),
        ("ten", "7", 3.5),
        ("fifty", "40", 4),
        ("hundred", 90, 4.5),
        ("five", "力荐", 5),
        ("five", "3/5", 3),
        ("five", "2.5/4", 3.12),
        ("five", "B+", 4),
        ("five", "★★★☆☆", 3),
        ("fifty", "0", None),
        ("five", "comment-time ", None),
        ("five", "7", None),
        ("five", "None", None),
    ],
)
def test_ratings_become_stars(scale, said, stars):
    assert rating_reader(NUMBERS, VALUES, scale)(said) == stars


def test_the_scale_follows_the_largest_rating():
    assert [scale_of(most) for most in (4.5, 5, 9, 50, 87)] == ["five", "five", "ten", "fifty", "hundred"]
