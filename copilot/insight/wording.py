"""The sentences in which findings are told, kept as data in both languages."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from copilot.domain.value import Language
from copilot.errors import KnowledgeError
from copilot.shipped import folder


def say(key: str, language: Language, **values: object) -> str:
    """Fill in the sentence `key` of knowledge/lexicons/cause_phrases.yaml; dots lead into sections.

    Raises:
        KnowledgeError: The sentence is missing or asks for a value that was not given.
    """
    found: Any = _phrases()
    try:
        for part in key.split("."):
            found = found[part]
        return str(found[language]).format(**values)
    except (KeyError, TypeError, IndexError) as error:
        raise KnowledgeError(
            f"saying {key!r}", f"cause_phrases.yaml lacks {error}", "Restore the shipped file."
        ) from error


def shared(key: str, share: float) -> str:
    """Choose the sentence of a share: one of its own where nobody says so, for 0 % of viewers is no way to put it."""
    return f"{key}_none" if share <= 0 else key


@cache
def _phrases() -> dict[str, Any]:
    path = folder("knowledge") / "lexicons" / "cause_phrases.yaml"
    try:
        return dict(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error


def say_day(day: object, language: Language) -> str:
    """Say a date: 5月3日 with the year left to the context, or 3 May."""
    from datetime import date

    if not isinstance(day, date):
        return ""
    return f"{day.month}月{day.day}日" if language == "zh" else f"{day.day} {day:%B}"
