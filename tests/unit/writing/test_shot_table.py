from itertools import pairwise

import pytest
from lighthouse_film import case, diagnosis, dossier

from copilot.evaluation.channels import load_packs
from copilot.writing.compose import compose
from copilot.writing.script import HOOK_SECONDS, subtitle

COLUMNS = [
    "no",
    "tc_in",
    "tc_out",
    "shot_size",
    "camera",
    "visual",
    "on_screen_text",
    "voiceover",
    "sound",
    "asset_ref",
    "asset",
    "rights",
    "spoiler_level",
]


def seconds(clock: str) -> int:
    minutes, rest = clock.split(":")
    return int(minutes) * 60 + int(rest)


@pytest.fixture(scope="module")
def scripts() -> list[list[dict[str, object]]]:
    packs = load_packs()
    return [d.script for name in ("douyin", "tiktok") for d in compose(case(), diagnosis(), None, packs[name])]


def test_times_run_on_from_zero_without_a_gap(scripts: list) -> None:
    for script in scripts:
        assert [list(shot) for shot in script] == [COLUMNS] * len(script)
        assert script[0]["tc_in"] == "00:00"
        assert all(a["tc_out"] == b["tc_in"] for a, b in pairwise(script))
        assert 15 <= seconds(script[-1]["tc_out"]) <= 60


def test_the_hook_is_over_in_three_seconds(scripts: list) -> None:
    assert all(seconds(script[0]["tc_out"]) == HOOK_SECONDS for script in scripts)


def test_subtitles_can_be_read(scripts: list) -> None:
    for shot in (shot for script in scripts for shot in script):
        lines = shot["on_screen_text"].split("\n")
        lasts = seconds(shot["tc_out"]) - seconds(shot["tc_in"])
        assert max(map(len, lines)) <= 15
        assert sum(map(len, lines)) <= 5 * lasts


def test_the_last_shot_names_title_and_date(scripts: list) -> None:
    assert all("守灯人" in s[-1]["on_screen_text"] and "5月1日" in s[-1]["on_screen_text"] for s in scripts)


def test_picture_shots_take_from_the_campaign_s_own_material(scripts: list) -> None:
    assert {shot["asset_ref"] for script in scripts for shot in script} == {"as-1", "自制字卡"}


def test_a_shot_says_of_its_asset_what_the_dossier_says() -> None:
    def rights(**said: str) -> set[tuple[str, str]]:
        [draft] = compose(case(dossier(rights=said)), diagnosis(), None, load_packs()["douyin"], variants=1)
        return {(shot["asset"], shot["rights"]) for shot in draft.script}

    own = ("自制字卡", "cleared")
    assert rights() == {own, ("终极预告", "not_stated")}
    assert rights(**{"*": "cleared"}) == {own, ("终极预告", "cleared")}
    assert rights(终极预告="restricted") == {own}


def test_a_long_line_is_broken_between_words_and_loses_nothing() -> None:
    text = "宗大伟带着没有武器的队伍穿越整片沙漠去寻找回家的路"
    assert subtitle(text, "zh").replace("\n", "") == text
    assert all(len(line) <= 15 for line in subtitle(text, "zh").split("\n"))
    english = "By mistake they end up at a day care centre ruled by a plush bear"
    assert subtitle(english, "en").split() == english.split()
    assert all(len(line) <= 42 for line in subtitle(english, "en").split("\n"))
