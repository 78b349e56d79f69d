"""Lists the content terms of a question with the spellings that may stand for each, and weighs them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.agent.lexicon_words import answer_words, chinese_of, slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_words import aliases_of, is_light
from copilot.retrieval.text import fold, stem

_FEWEST_PAIRS = 4
_LIGHT = 0.4
"""What a term counts that carries no matter of its own, such as a numeral or an adverb."""
_UNTRANSLATED = 0.35
"""What an English term counts for which no Chinese word is known."""


def terms_of(question: Question) -> list[list[str]]:
    """List the content terms of a question with the spellings that may stand for each, folded."""
    words = [word for word in [*question.rest, *question.topic] if word and word not in question.quoted]
    words += [part for quoted in question.quoted for part in _parts(quoted)]
    words += [w for w in map(str, answer_words()["aspects"].get(question.aspect, [])) if w in question.folded]
    synonyms = answer_words()["synonyms"]
    found = []
    if speaks(answer_words()["told_asks"], question.folded):
        words = [word for word in words if word not in slot_words()["speakers"]]
        words += [word for word in map(str, slot_words()["told_things"]) if word in question.folded]
    text = question.folded
    for phrase, chinese in chinese_of().items():
        if " " in phrase and phrase in text:
            found.append([fold(phrase), *map(fold, chinese)])
            words = [word for word in words if fold(word) not in phrase]
    for word in dict.fromkeys(words):
        folded = fold(word)
        other = chinese_of().get(folded) or chinese_of().get(stem(folded)) or []
        called = [other for one in question.called for other in (one, *map(fold, chinese_of().get(one, [])))]
        own = [*aliases_of(word), *called] if word in question.topic and word not in question.quoted else []
        usual = [fold(str(one)) for one in synonyms.get(word, [])]
        found.append(list(dict.fromkeys([folded, *own, *map(fold, other), *usual])))
    return found


def weight_of(term: Sequence[str]) -> float:
    """Weigh a term by its kind: little where it carries no matter, or is English without a Chinese word for it."""
    if len(term) == 1 and term[0].isascii() and term[0].isalpha():
        return _UNTRANSLATED
    return _LIGHT if is_light(term[0]) else 1.0


def is_spread(word: str, text: str) -> bool:
    """Say whether a text holds all characters of a Chinese word, if apart: 练手 of 练了两个月的手."""
    return not word.isascii() and len(word) > 1 and all(char in text for char in word)


def alike(one: str, other: str) -> float:
    """Return the share of the shorter text's character pairs that the other has."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum()} for text in (one, other)]
    smaller = min(map(len, pairs))
    return len(pairs[0] & pairs[1]) / smaller if smaller >= _FEWEST_PAIRS else 0.0


def _parts(quoted: str) -> list[str]:
    """Cut quoted English into its words, so that they find Chinese material; Chinese stays whole."""
    return (
        [word for word in re.findall(r"[a-z'-]+", quoted.casefold()) if len(word) > 2]
        if quoted.isascii()
        else [part.strip() for part in re.split(r"\s*[/|｜]\s*", quoted) if part.strip()]
    )
