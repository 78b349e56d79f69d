"""One word per thing: screens, exported files and plans call a thing by the same name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]


def load(path: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


SCREENS = load("ui/words.yaml")
FILES = load("copilot/adapters/exports/templates/phrases.yaml")
PLANS = load("knowledge/playbook/phrases.yaml")
SHARED = {
    "cause": "causes_names",
    "verdict_of": "verdicts",
    "promise": "ledger_states",
    "interaction": "types",
    "check": "check_names",
    "severity": "severities",
}


@pytest.mark.parametrize(("group", "names"), SHARED.items())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_screens_and_files_use_one_name(group: str, names: str, language: str) -> None:
    said = FILES[language][names]
    shown = {code: SCREENS[group][code][language] for code in said if code in SCREENS[group]}
    assert {code: said[code].casefold() for code in shown} == {code: word.casefold() for code, word in shown.items()}


@pytest.mark.parametrize("prefix", ["cause", "stage"])
def test_plans_use_the_same_chinese_names(prefix: str) -> None:
    names = FILES["zh"]["causes_names" if prefix == "cause" else "stages_names"]
    assert {code: PLANS[f"{prefix}_{code}"]["zh"] for code in names} == names
