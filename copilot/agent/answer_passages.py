"""Answers by quoting the sentence of the folder that says what is asked and holds the kind of thing asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.agent.answer_reply import unheard_names
from copilot.agent.at_hand import AtHand, inner, noted, say
from copilot.agent.lexicon_words import chinese_of, slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_numbers import numbers_in
from copilot.agent.question_terms import alike, is_spread, terms_of, weight_of
from copilot.agent.question_words import aliases_of, kin_words
from copilot.agent.units import Unit, rarity
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.domain.passage import Hit
from copilot.evaluation.text import tagged
from copilot.retrieval.facts import fact_of
from copilot.retrieval.sentences import sentences
from copilot.retrieval.text import fold

_COVERED = {"fact": 0.6, "secret": 0.6, "told": 0.55, "post": 0.6, "asset": 0.75}
"""Weighted share of a question's terms that a sentence and what it stands under must hold, by kind of sentence."""
_TYPED = 0.12
"""What a sentence gains that holds the kind of thing asked for; one that lacks it does not answer."""
_WHY = 0.2
_CONTEXT = 0.7
"""What a term counts that stands only in the heading, the question or the sentence before."""
_SAME_QUESTION = 0.5
"""Share of character pairs by which a question of an interview is the one asked."""
_CREW = re.compile(
    r"(?:\bcut\b|\bedited\b|\bdesigned\b|剪辑师|录音师|道具师|混音师|化妆师|造型师|音效师|剪|造型|法务|营销公司|指导|总监|设计|统筹|副导演|执行|后期|剪辑|录音|道具|服装|美术|化妆|灯光|editor|designer|recordist|mixer|master)"
)
_NEAR = 2
"""Characters between a job and its holder."""
_SPREAD = 0.5
"""What a Chinese term counts whose characters all stand in the sentence, if apart."""
_SUBJECT = 0.15
"""What a sentence gains of a description of the very person asked about."""
_SAID = 2
_ANSWERED = 3
_NUMBER = "[\\d零一二两三四五六七八九十百千万]+"
_PLACE_KINDS = frozenset(["ns"])
_GENERAL = ("framework", "playbook")
_GENERAL_COVERED = 0.7


def answer_units(question: Question, at_hand: AtHand, kinds: Sequence[str], strict: float = 0.0) -> list[Claim]:
    """Quote the sentences that answer best; empty when none holds enough of the question.

    Args:
        question: What is asked.
        at_hand: What may be answered from.
        kinds: Kinds of sentence looked at, see `Unit`.
        strict: Added to the share of the question that must be held.
    """
    terms = terms_of(question)
    if same := _same_question(question, at_hand, kinds):
        return [cite_unit(question, unit, at_hand) for unit in same]
    if not terms or unheard_names(question, at_hand):
        return []
    rare = rarity(at_hand.units, terms)
    weights = [weight * weight_of(term) for weight, term in zip(rare, terms, strict=True)]
    total = sum(weights)
    scored = [
        (score, -place, unit)
        for place, unit in enumerate(at_hand.units)
        if unit.kind in kinds
        and (score := _score(question, unit, terms, weights, at_hand) / total) >= _needed(question, unit) + strict
    ]
    if not scored:
        return []
    scored.sort(key=lambda one: (-one[0], -one[1]))
    best = [unit for score, _, unit in scored[:_SAID] if score >= scored[0][0] - 0.1]
    if best[0].asked:
        best = _whole_answer(best[0], at_hand)
    return [cite_unit(question, unit, at_hand) for unit in best]


def _same_question(question: Question, at_hand: AtHand, kinds: Sequence[str]) -> list[Unit]:
    """List the answer an interview gives to much the same question; empty when it was not asked."""
    if "told" not in kinds:
        return []
    alike_to = [(alike(question.folded, unit.asked), -at, unit) for at, unit in enumerate(at_hand.units) if unit.asked]
    share, _, unit = max(alike_to, key=lambda one: one[:2], default=(0.0, 0, None))
    return _whole_answer(unit, at_hand) if unit is not None and share >= _SAME_QUESTION else []


def _whole_answer(unit: Unit, at_hand: AtHand) -> list[Unit]:
    """List the first sentences of the answer a sentence of an interview belongs to, that one among them."""
    group = [one for one in at_hand.units if one.asked == unit.asked and one.source == unit.source]
    start = max(0, group.index(unit) - _ANSWERED + 1)
    return group[start : start + _ANSWERED]


def _needed(question: Question, unit: Unit) -> float:
    """Return the share a sentence must hold; more where a bare fact is to say why."""
    return _COVERED[unit.kind] + (_WHY if question.asks_why and unit.kind == "fact" else 0.0)


def _score(
    question: Question, unit: Unit, terms: Sequence[Sequence[str]], weights: Sequence[float], at_hand: AtHand
) -> float:
    if not holds_expected(question, unit.text, at_hand) or not _speaks_of_all(question, unit):
        return 0.0
    if unit.kind == "fact" and is_of_the_part(question, at_hand):
        return 0.0
    if unit.asked and alike(question.folded, unit.asked) >= _SAME_QUESTION:
        return 2 * sum(weights)
    found, direct = 0.0, False
    for spellings, weight in zip(terms, weights, strict=True):
        if any(word in unit.folded for word in spellings):
            found, direct = found + weight, True
        elif any(word in unit.context for word in spellings):
            whole = unit.kind == "fact" or bool(unit.asked)
            found += weight if whole else _CONTEXT * weight
            direct = direct or whole
        elif any(is_spread(word, unit.folded) for word in spellings):
            found += _SPREAD * weight
    typed = bool(question.expects or question.counted)
    subject = any(
        unit.context.endswith(f"角色 {fold(name)}")
        or fold(name) in unit.context[:24]
        or unit.folded.startswith(fold(name))
        for name in question.topic
    )
    found += _SUBJECT * sum(weights) * (subject and unit.kind == "fact")
    return (found + _TYPED * typed * sum(weights)) if direct or typed else 0.0


def is_of_the_part(question: Question, at_hand: AtHand) -> bool:
    """Say whether a question asks about an actor's own life, of which the description of the part says nothing."""
    characters = {one.name for one in at_hand.case.dossier.characters}
    personal = bool({"age", "job", "height", "school", "weight"} & set(question.expects))
    people = [name for name in question.topic if name in at_hand.people]
    return personal and bool(people) and not characters & set(people)


def _speaks_of_all(question: Question, unit: Unit) -> bool:
    """Say whether a sentence is about everyone the question names, and about its numbers."""
    people = [name for name in question.topic if name not in question.quoted]
    whole = f"{unit.context} {unit.folded}"
    named = all(
        fold(name) in whole or any(one in whole for one in [*aliases_of(name), *_kin_called(question)])
        for name in people
    )
    return named and (question.verifies or all(number in numbers_in(whole) for number in question.numbers))


def _kin_called(question: Question) -> list[str]:
    called = [word for word in question.called if word in kin_words()]
    return [*called, *(fold(other) for word in called for other in chinese_of().get(word, []))]


def holds_expected(question: Question, text: str, at_hand: AtHand) -> bool:
    """Say whether a sentence holds the kind of thing a question asks for: a weight, an age, a place, so many of a kind.

    What the question itself says of the sentence does not count as the answer.
    """
    bare = text
    for word in question.rest:
        bare = bare.replace(word, " ")
    units = [one["holds"] for one in slot_words()["time_units"].values() if speaks(one["asked"], question.folded)]
    if units:
        return any(re.search(holds, bare) for holds in units)
    if question.counted:
        return counts(question.counted, bare)
    wanted = slot_words()["expects"]
    kinds = [key for key in question.expects if key not in ("quote", "place")]
    if kinds and not any(re.search(wanted[key]["holds"], bare) for key in kinds):
        return False
    if "place" in question.expects and not _names_place(bare, str(wanted["place"]["holds"])):
        return False
    if question.wants == "who" and not question.expects:
        return _names_holder(question, text, at_hand)
    return question.wants != "how_many" or any(match[0] != "一" for match in re.finditer(_NUMBER, bare))


def _names_holder(question: Question, text: str, at_hand: AtHand) -> bool:
    """Say whether a sentence names a person, right beside the job where the question asks who does one."""
    names = [name for name in at_hand.people if name in text and fold(name) not in question.folded]
    jobs = [match[0] for match in _CREW.finditer(question.folded)]
    if not jobs:
        return bool(names)
    return any(_gap(text, name, job) <= _NEAR for name in names for job in jobs if job in text)


def _gap(text: str, name: str, job: str) -> int:
    """Return the characters between a name and a job in a text."""
    at, other = text.find(name), text.find(job)
    return other - at - len(name) if at < other else at - other - len(job)


def counts(classifier: str, text: str) -> bool:
    """Say whether a text counts with a classifier, or one of its kin; 一 alone is rather an article."""
    kin = next((group for group in slot_words()["classifiers"] if classifier in group), [classifier])
    found = re.finditer(rf"({_NUMBER})\s*[多来几]?(?:{'|'.join(map(re.escape, kin))})", text)
    return any(match[1] != "一" for match in found)


def _names_place(text: str, holds: str) -> bool:
    return any(kind in _PLACE_KINDS for _, kind in tagged(text)) or bool(re.search(holds, text))


def cite_unit(question: Question, unit: Unit, at_hand: AtHand) -> Claim:
    """State a sentence as words of the material; a spoiler with the day from which it may be told."""
    if unit.kind == "secret":
        day = next(one.tell_from_day for one in at_hand.case.dossier.spoilers if one.text == unit.text)
        key = "secret_never" if day is None else "secret_from"
        evidence = [passage(unit.source, unit.text), passage(unit.source, f"tell_from_day: {day}")]
        return Claim(text=say(key, question.language, words=unit.text, day=day), evidence=evidence)
    return Claim(
        text=say("passage", question.language, words=inner(noted(unit.text))),
        evidence=[passage(unit.source, unit.text)],
    )


def answer_general(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote the shared knowledge on how things are done; empty when it does not speak of what is asked."""
    wanted = [fold(word) for word in [*question.rest, *question.topic]]
    if not wanted:
        return []
    found = []
    for hit in at_hand.hits:
        whole = fold(hit.text)
        if hit.kind in _GENERAL and sum(word in whole for word in wanted) / len(wanted) >= _GENERAL_COVERED:
            ranked = sorted(sentences(hit.text), key=lambda one: -sum(word in fold(one) for word in wanted))
            found.append(_cited(question, hit, ranked[0]))
    return found[:_SAID]


def _cited(question: Question, hit: Hit, sentence: str) -> Claim:
    fact = fact_of(sentence)
    if fact is not None:
        words = say("fact", question.language, attribute=fact.attribute, value=fact.value.rstrip("。."))
        return Claim(text=words, evidence=[passage(hit.source, sentence)])
    return Claim(text=say("passage", question.language, words=sentence), evidence=[passage(hit.source, sentence)])
