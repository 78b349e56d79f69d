"""States the facts of the dossier that answer a question, and what copy may say and from which day."""

from __future__ import annotations

import re

from copilot.agent.answer_facts import is_asking
from copilot.agent.at_hand import AtHand, say
from copilot.agent.lexicon_words import answer_words, asked_attributes, speaks
from copilot.agent.question import Question
from copilot.agent.question_words import aliases_of
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.domain.passage import Passage
from copilot.domain.value import Language
from copilot.retrieval.facts import Fact, fact_of
from copilot.retrieval.text import fold

_TONE = ("语气要求", "语气禁忌", "tone: do", "tone: do not")
"""What `passages_of_dossier` calls how copy must and must not sound."""
_ALONE = ("只有", "一个人", "单人", "独自", "only", "alone", "sole")
_GOES_ON = re.compile(
    r"(?:吗|对吧|是吧|right)[，,？?\s]+.*(?:谁|什么|啥|哪|怎么|为什么|多少|几|who|what|why|how|when|where)"
)
"""A question that goes on after it asks whether something is so builds on it."""


def state_fact(question: Question, at_hand: AtHand, entry: Passage, fact: Fact) -> tuple[Claim, bool]:
    """State a fact; the second value says whether the question takes something else for granted."""
    evidence = passage(entry.source, entry.text)
    whole = fold(entry.text)
    digits = whole.replace("-0", "-")
    doubted = [number for number in question.numbers if number not in digits]
    doubted += [name for name in question.strange if fold(name) not in whole]
    stated = question.verifies or states_role(question)
    doubted += [name for name in question.topic[:1] if stated and question.called and not _is_named_in(name, whole)]
    if question.verifies or question.asks_why:
        doubted += [word for word in question.rest if _doubts(word, whole, at_hand)]
    doubted += [
        window.first.isoformat() for window in question.windows if window.is_day and not _says_day(window.first, whole)
    ]
    if "、" in fact.value and speaks(_ALONE, question.folded):
        doubted.append(fact.value)
    key = ("wrong" if doubted else "right") if question.verifies else "fact"
    text = say(
        key,
        question.language,
        attribute=attribute_in(fact.attribute, question.language),
        value=fact.value.rstrip("。."),
    )
    return Claim(text=text, evidence=[evidence]), bool(doubted) and (
        not question.verifies or bool(_GOES_ON.search(question.folded))
    )


def _is_named_in(name: str, whole: str) -> bool:
    return any(way in whole for way in (fold(name), *aliases_of(name)))


def states_role(question: Question) -> bool:
    """Say whether a question states who does what, as in 某人是导演, before it asks on."""
    return any(
        re.search(rf"{re.escape(one)}(?:就)?是(?!谁|什么|哪|不是|否)", question.folded) for one in question.called
    )


def _says_day(day: object, whole: str) -> bool:
    return str(day) in whole or not any(char.isdigit() for char in whole)


def attribute_in(attribute: str, language: Language) -> str:
    """Name an attribute in a language, where the attribute lexicon knows it there; as it stands otherwise."""
    attributes = asked_attributes()
    name = fold(attribute)
    groups = attributes.groups(attribute) if name in attributes.groups_of else []
    called = [known for known, numbers in attributes.groups_of.items() if groups and groups[-1] in numbers]
    fitting = [known for known in called if known.isascii() == (language == "en") and known != "information"]
    return attribute if name.isascii() == (language == "en") or not fitting else fitting[0]


def tone_claims(question: Question, at_hand: AtHand) -> list[Claim]:
    """List what the dossier tells copywriters: what to keep away from, and, asked for it, how to sound."""
    avoid = speaks(answer_words()["intents"]["tone"], question.folded)
    wanted = _TONE[1::2] if avoid else _TONE
    found = [(entry, fact) for entry in at_hand.facts if (fact := fact_of(entry.text)) and fact.attribute in wanted]
    stop = "。" if question.language == "zh" else "."
    return [
        Claim(text=f"{fact.value.rstrip('。.')}{stop}", evidence=[passage(entry.source, entry.text)])
        for entry, fact in found
    ]


def spoiler_claims(question: Question, at_hand: AtHand) -> list[Claim]:
    """Say from which day a piece of the story may be told; of all of them where the question names none."""
    dossier = at_hand.case.dossier
    asked = [fold(word) for word in [*question.rest, *question.topic]]
    fitting = [one for one in dossier.spoilers if any(word in fold(one.text) for word in asked)]
    claims = []
    for one in fitting or (dossier.spoilers if not asked else []):
        key = "spoiler_never" if one.tell_from_day is None else "spoiler_from"
        text = say(key, question.language, text=one.text.rstrip("。."), day=one.tell_from_day)
        day = [passage(dossier.id, _told_from(one.tell_from_day))] if one.tell_from_day is not None else []
        claims.append(Claim(text=text, evidence=[passage(dossier.id, one.text), *day]))
    return claims


def _told_from(day: int | None) -> str:
    return f"tell_from_day: {day}"


def _doubts(word: str, whole: str, at_hand: AtHand) -> bool:
    return word not in whole and not is_asking(word) and (word not in at_hand.known)
