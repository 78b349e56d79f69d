"""Columns are recognised by what known exports have, else by usual names; films by title; people stay unknown."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from copilot.ingest import lore
from copilot.ingest.documents import rights_of
from copilot.ingest.films import FilmFilter
from copilot.ingest.job import FilmFacts
from copilot.ingest.privacy import Privacy
from copilot.ingest.recognising import by_synonyms, guess_kind, of_source, recognise, unit_of
from copilot.shipped import folder

LORE = lore.load(folder("knowledge") / "sources")
TAILS = LORE.values["film_tails"]
CASES = [(source, must) for source in LORE.sources for must in source.must]


@pytest.mark.parametrize(("source", "must"), CASES, ids=[f"{s.id}-{n}" for n, (s, _) in enumerate(CASES)])
def test_every_known_export_is_recognised_by_its_own_columns(source, must):
    assert recognise([*must, "extra"], LORE) is source


def test_every_known_kind_of_export_is_described():
    assert len(LORE.sources) >= 48
    assert {source.kind for source in LORE.sources} == {"reviews", "posts", "boxoffice", "document"}


def test_a_source_with_four_fifths_of_its_columns_is_still_recognised():
    columns = ["comment_id", "aweme_id", "content", "create_time", "like_count"]
    source = recognise(columns, LORE)
    assert source is not None
    assert source.platform == "douyin"
    assert of_source(source, columns)["thread_id"] == ["aweme_id"]


def test_two_candidates_too_close_to_tell_apart_are_not_guessed():
    assert recognise(["content", "create_time"], LORE) is None


def test_synonyms_ignore_case_joints_and_units():
    found = by_synonyms(["Review_Text", "STAR", "Created At", "票房（万元）"], "reviews", LORE)
    assert found == {"text": ["Review_Text"], "rating": ["STAR"], "rated_at": ["Created At"]}
    assert by_synonyms(["票房（万元）"], "boxoffice", LORE) == {"gross": ["票房（万元）"]}


@pytest.mark.parametrize(
    ("column", "scale", "currency"),
    [("票房（万元）", 1e4, "CNY"), ("gross_wan_yuan", 1e4, "CNY"), ("gross_usd", 1, "USD"), ("累计(亿元)", 1e8, "CNY")],
)
def test_units_are_read_from_the_header(column, scale, currency):
    assert unit_of(column, LORE.values["units"]) == {"scale": scale, "currency": currency}


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (["film", "date", "star", "comment", "likes"], "reviews"),
        (["日期", "票房", "场次"], "boxoffice"),
        (["标题", "发布时间", "播放量", "点赞"], "posts"),
        (["a", "b"], None),
    ],
)
def test_the_kind_follows_the_names(columns, kind):
    guess = guess_kind(columns, LORE, objects=False)
    assert (guess[0] if guess else None) == kind


def chosen(title: str, names: list[str], *, wanted: str = "", original: str = "") -> set[str]:
    film = FilmFacts("x", [name for name in (title, original) if name])
    found = FilmFilter(film, TAILS, wanted).choose([(name,) for name in names])
    return set(names) if found is None else {name for (name,) in found}


def test_a_title_is_found_in_other_spellings_but_not_in_its_sequels():
    names = ["钢铁侠1", "钢铁侠2", "钢铁侠3", "《钢铁侠》（IMAX）", "无敌浩克"]
    assert chosen("钢铁侠", names) == {"钢铁侠1", "《钢铁侠》（IMAX）"}


def test_an_exact_title_wins_over_one_that_contains_it():
    assert chosen("心理罪", ["心理罪", "心理罪之城市之光"]) == {"心理罪"}
    assert chosen("心理罪之城市之光", ["心理罪", "心理罪之城市之光"]) == {"心理罪之城市之光"}


def test_title_and_original_title_in_one_cell_are_the_film():
    names = ["黑亚当 Black Adam", "独行月球"]
    assert chosen("黑亚当", names, original="Black Adam") == {"黑亚当 Black Adam"}


def test_a_file_of_one_film_is_taken_whole_and_a_named_one_by_that_name():
    assert chosen("钢铁侠", ["Iron Man"]) == {"Iron Man"}
    assert chosen("钢铁侠", ["Iron Man", "Hulk"], wanted="Iron Man") == {"Iron Man"}
    assert chosen("钢铁侠", ["无敌浩克", "雷神"]) == set()


def test_people_are_hashed_with_the_salt_and_places_made_coarse():
    one, other = Privacy(LORE.privacy, "a"), Privacy(LORE.privacy, "b")
    assert one.author("小张") == one.author("小张") != other.author("小张")
    assert one.author("") == ""
    places = ["IP属地：广东", "广东 深圳", "中国北京", "某小区3号楼", "Austin, United States"]
    assert [one.region(place) for place in places] == ["广东", "广东", "北京", "", "United States"]


def test_rows_kept_as_text_lose_what_is_personal():
    privacy = Privacy(LORE.privacy, "a")
    assert privacy.shield("手机号")("13800000000") == ""
    assert privacy.shield("昵称")("小张张") == "小**"
    assert privacy.shield("评论")("好看") == "好看"


def test_every_message_is_said_in_both_languages_with_the_same_facts():
    import re

    for name in ("reasons", "notes"):
        for code, said in LORE.messages[name].items():
            assert set(re.findall(r"{\w+}", said["zh"])) == set(re.findall(r"{\w+}", said["en"])), code
    for code, said in LORE.messages["refusals"].items():
        assert [set(re.findall(r"{\w+}", part)) for part in said["zh"]] == [
            set(re.findall(r"{\w+}", part)) for part in said["en"]
        ], code


def test_every_code_in_the_readers_has_its_message():
    import re

    text = "".join(path.read_text() for path in (Path(lore.__file__).parent).glob("*.py"))
    for call, name in (
        ("Refusal", "refusals"),
        ("BadRow", "reasons"),
        ("notes.say", "notes"),
        ("notes.count", "notes"),
    ):
        for code in re.findall(re.escape(call) + r'\(\s*"(\w+)"', text):
            assert code in LORE.messages[name], code


@pytest.mark.parametrize(
    ("said", "rights"),
    [
        ("已授权", "cleared"),
        ("未授权", "restricted"),
        ("待确认", "restricted"),
        ("Cleared", "cleared"),
        ("", "not_stated"),
    ],
)
def test_an_asset_table_says_which_assets_may_be_used(said, rights):
    assert rights_of(SimpleNamespace(lore=LORE), said) == rights
