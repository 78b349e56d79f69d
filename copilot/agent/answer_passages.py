"""Answers by quoting what search found, where a passage holds what is left of the question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.agent.at_hand import AtHand, say
from copilot.agent.question import Question, answer_words, wanted_attributes
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage, quote
from copilot.domain.passage import Hit
from copilot.evaluation.said_numbers import said_numbers
from copilot.retrieval.facts import fact_of
from copilot.retrieval.sentences import sentences
from copilot.retrieval.text import fold

_COVERED = 0.7
"""Share of what is left of a question that a found passage must hold to answer it."""
_PASSAGES = 2
_GENERAL = ("framework", "playbook")
"""Shared knowledge, which says nothing about this film's own facts."""
_DAY = re.compile(r"\d{4}|\d+\s*月\s*\d+|\d+[-/]\d+")
_TOLD_COVERED = 0.5
"""The same share for what the makers told, who say things in their own words."""
_ASKS = re.compile(r"[？?][*_”\s]*$|^[*_#\s]*(?:问|Q)[:：]")
_NO_CREDITS = ("dossier",)
"""The dossier's credits were looked through as facts before."""
_TOLD = ("document", "campaign", "post")
"""Kinds in which somebody explains something about this film."""


def answer_passages(asked: Question, at_hand: AtHand) -> list[Claim]:
    """Quote the found passages that hold what is left of the question; empty when none does.

    Shared knowledge answers only questions about how things are done, never about this film or its viewers.
    """
    if not asked.rest and not asked.numbers and not any(topic not in at_hand.people for topic in asked.topic):
        return []
    wanted = [fold(word) for word in [*asked.rest, *asked.topic, *asked.numbers]]
    if asked.wants and asked.aspect and not asked.about_reviews:
        wanted += [word for word in answer_words()["aspects"][asked.aspect] if word in asked.folded]
    found = [
        (hit, sentence)
        for hit in at_hand.hits
        if at_hand.holds(hit) and (sentence := _fitting(asked, hit, wanted, at_hand))
    ]
    return [_cited(asked, hit, sentence, at_hand) for hit, sentence in found[:_PASSAGES]]


def _fitting(asked: Question, hit: Hit, wanted: list[str], at_hand: AtHand) -> str | None:
    """Return the sentence of a hit that answers; None when none does or the hit is no authority on what is asked."""
    exact = bool(wanted_attributes(asked) or asked.wants) and not asked.about_reviews
    of_film = bool(asked.topic or asked.about_reviews or asked.overall or asked.verifies or exact)
    named = [fold(word) for word in [*asked.rest, *asked.topic]] or wanted
    sentence = _telling(hit, wanted) if _telling(hit, named) else None
    if sentence is None or (asked.asks_why and hit.kind not in _TOLD) or (of_film and hit.kind in _GENERAL):
        return None
    return sentence if not exact or asked.asks_why or _is_exact(asked, hit, sentence, wanted, at_hand) else None


def _is_exact(asked: Question, hit: Hit, sentence: str, wanted: list[str], at_hand: AtHand) -> bool:
    """Say whether a sentence holds the kind of thing asked for.

    Viewers are no authority on a film's credits, days and sizes; a job's holder must stand beside the job's name.
    """
    if hit.kind == "review":
        return False
    if asked.wants == "who" and (hit.kind in _NO_CREDITS or not all(word in fold(sentence) for word in wanted)):
        return False
    return _is_of_kind(asked, sentence, at_hand)


def answer_told(asked: Question, at_hand: AtHand) -> list[Claim]:
    """Quote what the makers told, in interviews and notes, about the matter asked; empty when they did not.

    A sentence that is itself a question, as in an interview, gives way to the two after it.
    """
    wanted = [fold(word) for word in [*asked.rest, *asked.topic] if not asked.text.startswith(word)]
    if asked.aspect:
        wanted += [word for word in answer_words()["aspects"][asked.aspect] if word in asked.folded]
    if not wanted or not any(word in asked.folded for word in answer_words()["told_asks"]):
        return []
    best: tuple[float, list[str], Hit] | None = None
    for hit in (one for one in at_hand.hits if one.kind == "document"):
        said = sentences(hit.text)
        for place, sentence in enumerate(said):
            share = sum(word in fold(sentence) for word in wanted) / len(wanted)
            told = said[place + 1 : place + 3] if _ASKS.search(sentence) else [sentence]
            if share >= _TOLD_COVERED and told and (best is None or share > best[0]):
                best = (share, told, hit)
    return [_cited(asked, best[2], sentence, at_hand) for sentence in best[1]] if best else []


def _is_of_kind(asked: Question, sentence: str, at_hand: AtHand) -> bool:
    """Say whether a sentence holds a person, a day or a number, where the question asks for one."""
    if asked.wants == "who":
        return any(name in sentence and name not in asked.text for name in at_hand.people)
    if asked.wants == "when":
        return bool(_DAY.search(sentence))
    if asked.wants == "how_many":
        return bool(said_numbers(sentence))
    return False


def _telling(hit: Hit, wanted: Sequence[str]) -> str | None:
    """Return the sentence of a hit that says most of what is wanted; None when the hit as a whole does not."""
    whole = fold(hit.text)
    if sum(word in whole for word in wanted) / len(wanted) < _COVERED:
        return None
    ranked = sorted(sentences(hit.text), key=lambda one: -sum(word in fold(one) for word in wanted))
    return ranked[0] if ranked else None


def _cited(asked: Question, hit: Hit, sentence: str, at_hand: AtHand) -> Claim:
    stored = at_hand.source_text(hit.source) or ""
    start = stored.find(sentence)
    if hit.kind == "review" and start >= 0:
        return Claim(
            text=say("quote", asked.language, words=sentence),
            evidence=[quote(hit.source, stored, start, start + len(sentence))],
        )
    fact = fact_of(sentence)
    if fact is not None:
        words = say("fact", asked.language, attribute=fact.attribute, value=fact.value.rstrip("。."))
        return Claim(text=words, evidence=[passage(hit.source, sentence)])
    return Claim(text=say("passage", asked.language, words=sentence), evidence=[passage(hit.source, sentence)])
