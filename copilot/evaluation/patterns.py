"""Compiles what the checks listen for, from the lists of knowledge/consistency/patterns.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from copilot.errors import KnowledgeError
from copilot.shipped import folder, read_yaml

_SLOT = re.compile(r"@\{(\w+)\}")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Compile a pattern by its group and name, such as fact.honour.

    Raises:
        KnowledgeError: The file is missing, not YAML, or holds something that is no regular expression.
    """
    group, _, own = name.partition(".")
    flags = re.IGNORECASE if "any_case" in patterns()[group][own] else re.NOFLAG
    try:
        return re.compile(source(name), flags)
    except re.error as error:
        raise _unreadable(f"{name}: {error}") from error


def source(name: str, **slots: str) -> str:
    """Join a pattern's alternatives; a slot such as `@{person}` takes what is given, or else its group's pattern."""
    return "|".join(alternatives(name, **slots))


def alternatives(name: str, **slots: str) -> list[str]:
    """List a pattern's alternatives in the order they are tried, their slots filled as in `source`."""
    group, _, own = name.partition(".")
    entry = patterns()[group][own]
    listed = entry if isinstance(entry, list) else next(iter(entry.values()))
    return [
        _SLOT.sub(lambda slot: slots[slot[1]] if slot[1] in slots else source(f"{group}.{slot[1]}"), one)
        for one in listed
    ]


@cache
def patterns() -> Mapping[str, Mapping[str, Any]]:
    """Return the file as it stands: group → name → alternatives, under `any_case` or `exact` where compiled alone.

    Raises:
        KnowledgeError: The file is missing or not YAML.
    """
    try:
        read: dict[str, Any] = read_yaml(folder("knowledge") / "consistency" / "patterns.yaml")
    except (OSError, yaml.YAMLError) as error:
        raise _unreadable(str(error)) from error
    return read


def _unreadable(found: str) -> KnowledgeError:
    return KnowledgeError("reading patterns.yaml", found, "Restore or correct the file.")
