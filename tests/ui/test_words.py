"""Every phrase the screens ask for is there, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

UI = Path(__file__).parents[2] / "ui"
WORDS = yaml.safe_load((UI / "words.yaml").read_text(encoding="utf-8"))
CALL = re.compile(r"\bt\(\s*f?\"([^\"]+)\"")
KEYS = {key for path in UI.rglob("*.py") for key in CALL.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("key", sorted(key for key in KEYS if "{" not in key))
def test_a_phrase_in_use_is_said_in_both_languages(key: str) -> None:
    group, name = key.split(".")
    assert WORDS[group][name]["zh"].strip()
    assert WORDS[group][name]["en"].strip()


def test_every_group_a_computed_key_points_at_exists() -> None:
    groups = {key.split(".")[0] for key in KEYS if "{" in key and not key.startswith("{")}
    assert groups <= set(WORDS)


def test_both_languages_leave_the_same_slots_open() -> None:
    slot = re.compile(r"{(\w+)[^}]*}")
    differing = [
        f"{group}.{name}"
        for group, phrases in WORDS.items()
        for name, said in phrases.items()
        if set(slot.findall(said["zh"])) != set(slot.findall(said["en"]))
    ]
    assert differing == []


def test_no_name_was_read_as_yes_or_no() -> None:
    assert [(group, name) for group, phrases in WORDS.items() for name in phrases if not isinstance(name, str)] == []
