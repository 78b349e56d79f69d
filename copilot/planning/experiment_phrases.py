"""Rates an experiment may be decided by, and its sentences, from knowledge/experiments.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from copilot.domain.value import Bilingual, Language, Value
from copilot.errors import InputError, KnowledgeError
from copilot.shipped import folder


class Rate(Value):
    """Hits out of chances, both names of post results."""

    hits: str
    chances: str
    name: Bilingual
    hit: Bilingual
    chance: Bilingual


@cache
def _file() -> Mapping[str, Any]:
    path = folder("knowledge") / "experiments.yaml"
    try:
        return dict(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error


@cache
def rates() -> Mapping[str, Rate]:
    """Return the rates by id."""
    return {name: Rate.model_validate(entry) for name, entry in _file()["rates"].items()}


def rate_of(name: str) -> Rate:
    """Return a rate by its id.

    Raises:
        InputError: There is no such rate.
    """
    found = rates().get(name)
    if found is None:
        raise InputError("choosing a rate", f"there is no rate {name!r}", f"Give one of {', '.join(rates())}.")
    return found


def tell(key: str, language: Language, **values: object) -> str:
    """Fill in a sentence."""
    return str(_file()["phrases"][key][language]).format(**values)


def percent(value: float) -> str:
    """Say a rate in per cent with about three meaningful digits."""
    return f"{value * 100:.{_digits(value)}f}%"


def points(value: float, language: Language) -> str:
    """Say a difference of two rates in percentage points."""
    number = f"{value * 100:.{_digits(value)}f}"
    return f"{number} 个百分点" if language == "zh" else f"{number} points"


def _digits(value: float) -> int:
    return 1 if abs(value) >= 0.1 else 2 if abs(value) >= 0.01 else 3
