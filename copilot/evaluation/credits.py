"""Finds who a text says made or played what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from copilot.evaluation.lexicons import Lexicons
from copilot.evaluation.patterns import alternatives, pattern, patterns, source
from copilot.evaluation.text import tagged


@dataclass(frozen=True)
class Credit:
    """A person said to hold a role, and where it says so. A character stands for `who plays whom`."""

    role: str
    person: str
    start: int
    end: int
    character: str = ""


class CreditFinder:
    """Finds credits in Chinese and English copy.

    Args:
        lexicons: Surnames and what only looks like a name.
        known: Names of the film, which are recognised wherever they stand.
    """

    def __init__(self, lexicons: Lexicons, known: list[str]) -> None:
        names = lexicons.names
        self._not_names = tuple(names["not_names"])
        surname = "(?:" + "|".join(names["compound_surnames"]) + "|[" + names["surnames"] + "])"
        anyone = "|".join([*map(re.escape, known), source("credit.guess", surname=surname)])
        slots = {
            "one": rf"(?P<name>{anyone})",
            "many": rf"(?P<names>(?:{anyone})(?:[、，和与/ ]+(?:{anyone}))*)",
            **{name: source(f"credit.{name}") for name in ("after", "person", "people")},
        }
        self._roles = [
            (role, re.compile(told))
            for group in ("credit_roles_zh", "credit_roles_en")
            for role in patterns()[group]
            for told in alternatives(f"{group}.{role}", **slots)
        ]
        self._casting = [re.compile(told) for told in alternatives("credit_casting.played", **slots)]
        self.find = lru_cache(maxsize=512)(self._find)

    def _find(self, text: str) -> tuple[Credit, ...]:
        found = [credit for role, told in self._roles for credit in self._credits(role, told, text)]
        for told in self._casting:
            for match in told.finditer(text):
                if self._is_name(match["name"], text):
                    found.append(Credit("cast", match["name"], *match.span("name"), match["character"]))
        return tuple(dict.fromkeys(found))

    def _credits(self, role: str, told: re.Pattern[str], text: str) -> Iterator[Credit]:
        for match in told.finditer(text):
            if "names" in told.groupindex:
                start = match.start("names")
                for each in pattern("credit.each_of_many").finditer(match["names"]):
                    person = each[0].removeprefix(" and ").strip()
                    if self._is_name(person, text):
                        at = start + each.start() + each[0].index(person)
                        yield Credit(role, person, at, at + len(person))
            elif self._is_name(match["name"], text):
                yield Credit(role, match["name"], *match.span("name"))

    def _is_name(self, person: str, text: str) -> bool:
        if not person or any(person.startswith(word) for word in self._not_names):
            return False
        if person[0].isascii() or "·" in person:
            return len(person) > 2
        return len(person) >= 2 and not any(word == person and tag[:1] in "vdpcu" for word, tag in tagged(text))
