"""Holds what a question states against what was found for it: numbers, and who or what it says it was."""

from __future__ import annotations

import re

from copilot.agent.answer_premise_numbers import deny, is_tagged, states, unsupported
from copilot.agent.answer_reply import Reply
from copilot.agent.answer_voices import spellings
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_limits import limit_in
from copilot.agent.question_words import aliases_of, nouns
from copilot.retrieval.text import fold

_READ = ("search", "dossier", "posts", "assets", "voices")
"""Steps whose answers quote what is written, so that what a question states must stand in them."""
_NEGATED = re.compile(r"没(?:有|做|拍|上|出|用|配)?([\u4e00-\u9fff]{2})")


def borne_out(question: Question, reply: Reply) -> Reply:
    """Turn an answer into an abstention where the question states a number that what was found does not bear out.

    What it only asks about, as in 有没有三千万, and a limit it asks the days of are no statements.
    """
    if reply.abstained or not reply.claims or not _states(question):
        return reply
    if is_tagged(question) and _unsaid(question, reply):
        return deny(question, reply.claims)
    limited = any(limit_in(question.dayless, unit) for unit in ("share", "CNY")) and bool(question.wants)
    if limited or not unsupported(question, reply.claims):
        return reply
    return deny(question, reply.claims)


def _unsaid(question: Question, reply: Reply) -> bool:
    """Say whether what was found lacks a name or a thing of which the question says that it is so."""
    if reply.step not in _READ:
        return False
    said = fold(
        " ".join(text for claim in reply.claims for text in (claim.text, *(one.text for one in claim.evidence)))
    )
    words = [
        *(word for word in question.topic if word not in question.quoted),
        *question.quoted,
        *nouns(question.matter),
    ]
    missing = [word for word in words if not any(way in said for way in _ways(word, question))]
    denied = [match[1] for match in _NEGATED.finditer(question.dayless) if match[1] in said]
    return bool(missing) or any(f"没{word}" not in said and f"没有{word}" not in said for word in denied)


def _ways(word: str, question: Question) -> list[str]:
    own = [*aliases_of(word), *question.called] if word in question.topic else []
    return [*spellings(word), *own]


def _states(question: Question) -> bool:
    """Say whether a question states what it says, or wants to put it into copy."""
    return states(question) or speaks(slot_words()["puts_into_copy"], question.folded)
