"""The shipped sample film is valid, fictional, varied and consistent in itself."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import yaml

from copilot.domain.film import Dossier
from copilot.domain.imported import FILE_KINDS
from copilot.domain.value import language_of
from copilot.shipped import folder

SAMPLE = folder("knowledge") / "sample"
TIME = re.compile(r"(\d+):(\d\d):(\d\d)[,.](\d{3})")


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def seconds(mark: str) -> float:
    found = TIME.search(mark)
    assert found, mark
    hours, minutes, whole, thousandths = (int(part) for part in found.groups())
    return hours * 3600 + minutes * 60 + whole + thousandths / 1000


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return Dossier.model_validate(yaml.safe_load((SAMPLE / "dossier.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def reviews() -> list[dict[str, str]]:
    return rows("reviews.csv")


def mean_rating(reviews: list[dict[str, str]], first: str, last: str) -> float:
    stars = [int(r["评分"]) for r in reviews if r["评分"] and first <= r["评论时间"][:10] <= last]
    return sum(stars) / len(stars)


def test_dossier_opens_on_a_friday_with_dated_and_closed_spoilers(dossier: Dossier) -> None:
    assert dossier.release_date.strftime("%a") == "Fri"
    assert dossier.language == "zh"
    assert len(dossier.spoilers) >= 4
    assert {s.tell_from_day is None for s in dossier.spoilers} == {True, False}
    assert {"pace", "genre", "star", "spectacle"} <= {p.kind for p in dossier.promises}
    assert all(character.note for character in dossier.characters)


def test_import_list_names_every_file_with_a_known_kind() -> None:
    listed = yaml.safe_load((SAMPLE / "files.yaml").read_text(encoding="utf-8"))
    entries = listed["files"] + listed["later"]
    assert {entry["kind"] for entry in entries} <= set(FILE_KINDS)
    named = {entry["file"] for entry in entries} | {listed["dossier"], "files.yaml", "README.md"}
    assert named == {path.name for path in SAMPLE.iterdir()}


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "dossier.yaml",
        "files.yaml",
        "海报文案.txt",
        "导演访谈.md",
        "先导预告.srt",
        "终极预告.vtt",
    ],
)
def test_text_files_say_at_their_head_that_they_are_fictional(name: str) -> None:
    assert "虚构" in (SAMPLE / name).read_text(encoding="utf-8")[:200]


@pytest.mark.parametrize("name", ["reviews.csv", "boxoffice.csv", "attention.csv", "campaign_posts.csv"])
def test_tables_say_in_their_header_that_they_are_fictional(name: str) -> None:
    assert "虚构样例" in rows(name)[0]


def test_reviews_are_many_different_and_in_two_languages(reviews: list[dict[str, str]]) -> None:
    texts = {r["评论内容"] for r in reviews if r["评论内容"]}
    english = [text for text in texts if language_of(text) == "en"]
    lengths = sorted(len(text) for text in texts)
    assert len(texts) >= 330
    assert len(english) >= 30
    assert len(texts) - len(english) >= 280
    assert lengths[0] <= 2
    assert lengths[-1] >= 300


def test_expectations_before_watching_carry_no_rating(reviews: list[dict[str, str]]) -> None:
    unwatched = [r for r in reviews if r["是否看过"] == "想看"]
    assert len(unwatched) >= 60
    assert not any(r["评分"] for r in unwatched)
    assert all(r["评分"] in {"", "1", "2", "3", "4", "5"} for r in reviews)


def test_ratings_fall_after_the_opening_weekend(reviews: list[dict[str, str]]) -> None:
    assert mean_rating(reviews, "2026-04-10", "2026-04-12") - mean_rating(reviews, "2026-04-13", "2026-04-19") > 0.3


def test_planted_noise_is_there(reviews: list[dict[str, str]]) -> None:
    repeats = Counter(tuple(r.values()) for r in reviews)
    assert sum(count - 1 for count in repeats.values()) == 3
    assert sum("贺霆川演技" in r["评论内容"] and "全程高能" in r["评论内容"] for r in reviews) >= 8
    assert sum(not r["评论内容"] for r in reviews) == 1
    assert [r["评论时间"] for r in reviews if "2026-13" in r["评论时间"]] == ["2026-13-45 25:61:00"]


def test_nicknames_are_plainly_invented(reviews: list[dict[str, str]]) -> None:
    assert all(r["用户昵称"].startswith("虚构·") for r in reviews)


def test_week_three_reviews_are_new_and_shaped_differently(reviews: list[dict[str, str]]) -> None:
    lines = (SAMPLE / "reviews_wom_week3.jsonl").read_text(encoding="utf-8").splitlines()
    further = [json.loads(line) for line in lines]
    assert len(further) >= 20
    assert {"id", "text", "time", "score", "likes", "platform", "seen"} <= set(further[0])
    assert not {r["text"] for r in further} & {r["评论内容"] for r in reviews}


def test_takings_agree_with_admissions_price_and_shows() -> None:
    for day in rows("boxoffice.csv"):
        gross, people, price = float(day["综合票房（万）"]) * 1e4, int(day["人次"]), float(day["平均票价"])
        assert people * price == pytest.approx(gross, rel=0.03)
        assert people / int(day["场次"]) == pytest.approx(float(day["场均人次"]), abs=0.051)


def test_attendance_per_show_falls_before_screens_are_cut() -> None:
    days = {r["日期"]: r for r in rows("boxoffice.csv")}
    first, second = days["2026-04-10"], days["2026-04-16"]
    assert float(second["场均人次"]) < 0.3 * float(first["场均人次"])
    assert int(second["场次"]) > 0.9 * int(first["场次"])
    assert int(days["2026-04-24"]["场次"]) < 0.25 * int(first["场次"])


def test_second_weekend_falls_by_about_two_thirds() -> None:
    takings = {r["日期"]: float(r["综合票房（万）"]) for r in rows("boxoffice.csv")}
    first = sum(takings[f"2026-04-{day}"] for day in (10, 11, 12))
    second = sum(takings[f"2026-04-{day}"] for day in (17, 18, 19))
    assert 1 - second / first == pytest.approx(0.675, abs=0.025)


def test_attention_has_every_day() -> None:
    days = [datetime.fromisoformat(r["日期"]) for r in rows("attention.csv")]
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
    assert len(days) == 42


def test_posts_about_the_family_do_better_per_impression() -> None:
    def rate(angle: str) -> float:
        posts = [r for r in rows("campaign_posts.csv") if angle in r["目标角度"]]
        acts = sum(int(r[measure]) for r in posts for measure in ("点赞", "评论", "转发", "收藏"))
        return acts / sum(int(r["曝光"]) for r in posts)

    assert len(rows("campaign_posts.csv")) >= 24
    assert rate("父女") > 4 * rate("惊险")
    assert rate("父女") > 4 * rate("明星")


@pytest.mark.parametrize("name", ["先导预告.srt", "终极预告.vtt"])
def test_subtitle_times_ascend(name: str) -> None:
    cues = [line.split("-->") for line in (SAMPLE / name).read_text(encoding="utf-8").splitlines() if "-->" in line]
    marks = [seconds(mark) for cue in cues for mark in cue]
    assert 30 <= len(cues) <= 60
    assert marks == sorted(marks)
