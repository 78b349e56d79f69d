"""Keeps of an idea what can be said in one language, so that no text is searched for words of the other."""

from __future__ import annotations

import re

from copilot.domain.value import Language, language_of
from copilot.evaluation.compliance.ideas import Group, Idea

_HAN = re.compile(r"[\u4e00-\u9fff]")


def only_language(text: str) -> Language | None:
    """Return the language a text is in; None for English with Chinese in it, which is read for both."""
    language = language_of(text)
    return None if language == "en" and _HAN.search(text) else language


def idea_in(idea: Idea, language: Language) -> Idea | None:
    """Return what one language says of an idea; None when it says nothing.

    In English copy no Chinese word is looked for. In Chinese copy single Latin words stay, since it is full of them;
    English phrases, and alternatives of a pattern that begin at the beginning of an English word, go.
    """
    words = [word for word in idea.words if _speaks_word(word, language)]
    pattern = "|".join(part for part in alternatives(idea.pattern) if _speaks(part, language))
    if not words and not pattern:
        return None
    return idea.model_copy(update={"words": words, "pattern": pattern})


def groups_in(groups: list[Group], known: frozenset[str]) -> list[Group]:
    """Keep the groups all of whose ideas are known, without the exemptions nobody can say."""
    return [
        Group(
            group.rule,
            group.ideas,
            tuple(
                type(one)(
                    tuple(name for name in one.unless if name in known),
                    tuple(name for name in one.unless_anywhere if name in known),
                    one.severity,
                )
                for one in group.exempt
            ),
            group.whole,
        )
        for group in groups
        if known.issuperset(group.ideas)
    ]


def alternatives(pattern: str) -> list[str]:
    """Split a pattern at the bars outside brackets; an empty pattern has none."""
    parts, depth, at, in_class = [""], 0, 0, False
    while at < len(pattern):
        mark = pattern[at : at + 2] if pattern[at] == "\\" else pattern[at]
        if mark == "|" and not depth and not in_class:
            parts.append("")
        else:
            parts[-1] += mark
            depth += 0 if in_class else (mark == "(") - (mark == ")")
            in_class = mark == "[" or (in_class and mark != "]")
        at += len(mark)
    return [part for part in parts if part]


def _speaks_word(word: str, language: Language) -> bool:
    if language == "en":
        return not _HAN.search(word)
    return not (word.isascii() and " " in word.strip())


def _speaks(part: str, language: Language) -> bool:
    if language == "en":
        return not _HAN.search(part) or "[\\u4e00" in part
    return not part.startswith("\\b") or bool(_HAN.search(part))
