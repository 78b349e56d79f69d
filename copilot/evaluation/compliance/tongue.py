"""Keeps of an idea what can be said in one language, so that no text is searched for words of the other."""

from __future__ import annotations

import re
from dataclasses import replace

from copilot.domain.value import Language, language_of
from copilot.evaluation.compliance.ideas import Group, Idea
from copilot.evaluation.compliance.literals import alternatives

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
                replace(one, unless=one.unless & known, unless_anywhere=one.unless_anywhere & known)
                for one in group.exempt
            ),
            group.whole,
        )
        for group in groups
        if known.issuperset(group.ideas)
    ]


def _speaks_word(word: str, language: Language) -> bool:
    if language == "en":
        return not _HAN.search(word)
    return not (word.isascii() and " " in word.strip())


def _speaks(part: str, language: Language) -> bool:
    if language == "en":
        return not _HAN.search(part) or "[\\u4e00" in part
    return not part.startswith("\\b") or bool(_HAN.search(part))
