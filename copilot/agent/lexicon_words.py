"""Reads the word lists that questions are understood with, and matches them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from copilot.errors import KnowledgeError
from copilot.retrieval.attributes import Attributes, load_attributes
from copilot.retrieval.text import fold
from copilot.shipped import folder


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """Read a word list of knowledge/lexicons once."""
    path = folder("knowledge") / "lexicons" / f"{name}.yaml"
    try:
        return dict(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error


def answer_words() -> Mapping[str, Any]:
    """Read knowledge/lexicons/answer_words.yaml once."""
    return lexicon("answer_words")


def slot_words() -> Mapping[str, Any]:
    """Read knowledge/lexicons/question_slots.yaml once."""
    return lexicon("question_slots")


@cache
def asked_attributes() -> Attributes:
    """Read the attributes of a dossier and the words people ask for them with, once.

    A wider list than search ranks by, whose weights were learnt on their own.
    """
    return load_attributes(folder("knowledge") / "lexicons" / "answer_attributes.yaml")


@cache
def chinese_of() -> dict[str, list[str]]:
    """English words and phrases → Chinese words that may stand for them."""
    return {str(word): [str(one) for one in found] for word, found in lexicon("bilingual_words")["words"].items()}


@cache
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of the words, the longest first; Latin ones only whole."""
    ordered = sorted((fold(str(word)) for word in words), key=len, reverse=True)
    return re.compile(
        "|".join(
            rf"(?<![a-z0-9]){re.escape(w)}(?![a-z0-9])" if w.isascii() and w[:1].isalnum() else re.escape(w)
            for w in ordered
        )
    )


def speaks(words: Iterable[object], folded: str) -> bool:
    """Say whether a folded text holds any of the words."""
    return bool(pattern(tuple(map(str, words))).search(folded))


def first_of(section: Mapping[str, Sequence[str]], folded: str) -> str:
    """Return the first key of a section one of whose words stands in a folded text; empty when none does."""
    return next((key for key, words in section.items() if speaks(words, folded)), "")


def all_of(section: Mapping[str, Sequence[str]], folded: str) -> list[str]:
    """List the keys of a section whose words stand in a folded text; words inside a longer one found do not count."""
    found: list[tuple[int, str]] = []
    by_word = {fold(str(word)): key for key, words in section.items() for word in words}
    for match in pattern(tuple(by_word)).finditer(folded):
        found.append((match.start(), by_word[match[0]]))
    return list(dict.fromkeys(key for _, key in sorted(found)))
