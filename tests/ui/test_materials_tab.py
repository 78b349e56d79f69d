"""Materials for partners: each kind is written from evidence, shown part by part, and its checks with it."""

from __future__ import annotations

from copilot.client import Client
from tests.conftest import Finished
from tests.ui.conftest import Open, text_of
from tests.ui.test_screens import press

WRITE = "写材料"


def test_the_tab_begins_empty_and_names_every_kind(open_screen: Open, api: Client) -> None:
    screen = open_screen("copywriting")
    options = screen.selectbox(key="material-kind").options
    assert len(options) == len(api.material_kinds())
    assert not set(options) & set(api.material_kinds())
    assert any("影院、品牌方、意见领袖和影迷" in box.value for box in screen.info)


def test_what_is_written_is_shown_in_parts_ready_to_copy_with_its_label(
    open_screen: Open, api: Client, finished: Finished
) -> None:
    screen = press(open_screen("copywriting"), WRITE)
    assert not screen.exception
    made = api.make_material(finished.film, api.material_kinds()[0]).works[0]
    shown = [block.value for block in screen.code]
    assert made.fields
    assert all(text in shown for name, text in made.fields.items() if name != "note")
    assert made.ai_label in text_of(screen)


def test_each_kind_is_written_for_itself(open_screen: Open, api: Client) -> None:
    screen = press(open_screen("copywriting"), WRITE)
    first = [block.value for block in screen.code]
    other = screen.selectbox(key="material-kind").set_value(api.material_kinds()[1]).run()
    assert len(other.code) < len(first)
    again = other.selectbox(key="material-kind").set_value(api.material_kinds()[0]).run()
    assert [block.value for block in again.code] == first
