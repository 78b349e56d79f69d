"""A spoiler is told when a line tells its kind of end of the same person, in any words."""

from dataclasses import replace

import pytest

from copilot.evaluation.checks.spoiler import check_spoiler
from copilot.evaluation.item import from_row
from copilot.evaluation.outcomes import short_names


def told(context, body):
    return not check_spoiler(from_row({"id": "a", "channel": "weibo", "fields": {"body": body}}), context).passed


@pytest.mark.parametrize(
    "body",
    ["海生拿到诊断书的那天，谁也没告诉。", "修表匠的肿瘤已经到了晚期。", "原来他时日无多，才写下那些信。"],
)
def test_another_wording_of_the_same_end_is_told(context, body):
    assert told(context, body)


@pytest.mark.parametrize(
    "body",
    [
        "海生修了一辈子表。",
        "海生会不会生病？",
        "周启明为这个角色学了三个月修表。",
        "林晚秋感冒了也要把信送完。",
        "母亲去世后，她回到小岛。",
    ],
)
def test_what_is_public_asked_or_said_of_someone_else_is_not(context, body):
    assert not told(context, body)


def test_a_spoiler_may_be_told_from_its_day(context):
    assert not told(replace(context, day=15), "海生拿到诊断书的那天，谁也没告诉。")


def test_people_are_known_by_short_names():
    assert short_names("扎西多吉") == ["扎西多吉", "多吉", "扎西"]
    assert short_names("陈海生") == ["陈海生", "海生"]
    assert short_names("Joe Lamb") == ["Joe Lamb", "Joe", "Lamb"]
    assert short_names("老吴") == ["老吴"]
