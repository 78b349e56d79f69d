"""Answers from the facts of the dossier: credits, figures, characters, tone, and what may not yet be told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.agent.answer_passages import counts
from copilot.agent.at_hand import AtHand
from copilot.agent.lexicon_words import answer_words, asked_attributes, slot_words, speaks
from copilot.agent.question import Question, wanted_attributes
from copilot.agent.question_words import nouns
from copilot.domain.passage import Passage
from copilot.retrieval.facts import Fact, fact_of
from copilot.retrieval.text import fold, tokens

_TONE = ("语气要求", "语气禁忌", "tone: do", "tone: do not")
"""What `passages_of_dossier` calls how copy must and must not sound."""
_ENOUGH = 0.6
"""Share of what is left of a question that one fact must hold to answer it."""
_SURE = 4.0
_PART = 2.0
"""What the description of a part gains where the question asks who plays it."""
_OTHER = -9.0
_HEAD = 60
"""Characters at the start of a part's description that name it and who plays it."""
_PAIR = 2
_COMPANY = re.compile(r"影业|公司|发行|集团|传媒|工作室|文化|studio|pictures|films|company", re.IGNORECASE)
_MORE = 6
_SEVERAL = ("目标观众", "target audience", "承诺", "promise")
"""Attributes a dossier states one by one."""
_CHARACTER = ("角色", "character")
_FACT_NAMED = 0.6
"""Share of a fact's name a question must speak to ask for it without a known attribute."""


def facts_asked(question: Question, at_hand: AtHand) -> list[tuple[Passage, Fact]]:
    """List the dossier's facts a question asks for, the best first, and others whose attribute it names."""
    scored = [
        (score, -at, entry, fact)
        for at, entry in enumerate(at_hand.facts)
        if (fact := fact_of(entry.text)) and (score := _fit(question, at_hand, fact)) > 0
    ]
    if not scored:
        return []
    scored.sort(key=lambda one: (-one[0], -one[1]))
    best, first = scored[0][0], scored[0][3]
    found = [
        (entry, fact)
        for score, _, entry, fact in scored
        if fact is first
        or (fact.attribute == first.attribute and (score >= best - 0.1 or fact.attribute in _SEVERAL))
        or (_is_named(question, fact) and fact.attribute != first.attribute)
    ]
    return found[:_MORE]


def _is_named(question: Question, fact: Fact) -> bool:
    """Say whether a question asks for a fact's attribute in so many words, in either language."""
    attributes = asked_attributes()
    groups = set(attributes.groups(fact.attribute)) - attributes.broad
    return fold(fact.attribute) in question.folded or bool(groups & wanted_attributes(question))


def _fit(question: Question, at_hand: AtHand, fact: Fact) -> float:
    """Say how well a fact fits a question; 0 when it does not answer it."""
    if fact.attribute in _TONE or not _holds(question, fact) or not _says_why(question, fact):
        return 0.0
    if _is_role(question, fact):
        return _SURE
    whole = fold(f"{fact.attribute} {fact.value}")
    topical = [name for name in question.topic if fold(name) in whole]
    asked, spoken = _asked(question, fact), spoken_share(fact.attribute, question.folded)
    if asked < 0 or (asked == 0 and spoken < _FACT_NAMED) or (question.topic and not topical and spoken < 1):
        return 0.0
    if fact.attribute in _CHARACTER and not topical and not _describes(question, whole):
        return 0.0
    left = _unsaid(question, whole, bool(topical))
    if question.verifies and spoken < _FACT_NAMED and any(word in left for word in nouns(question.matter)):
        return 0.0
    if not question.verifies and question.rest and len(left) / len(question.rest) > 1 - _ENOUGH:
        return 0.0
    named = _names_someone(question, at_hand, fact)
    if named is None:
        return 0.0
    first = bool(topical) and fold(fact.value).startswith(fold(topical[0]))
    part = fact.attribute in _CHARACTER and bool(topical) and speaks(slot_words()["plays"], question.folded)
    return asked + _PART * part + 1.5 * spoken + len(topical) + named + 0.5 * first - 0.3 * len(left)


def _says_why(question: Question, fact: Fact) -> bool:
    """Say whether a fact may say why: it speaks of the matter, or the question builds on figures."""
    words = [*question.rest, *map(fold, question.topic)]
    built = bool(question.numbers or question.windows)
    return not question.asks_why or built or any(word in fold(fact.value) for word in words)


def _asked(question: Question, fact: Fact) -> float:
    """Say how plainly a question asks for a fact's attribute; 0 when it asks for another one."""
    attributes, wanted = asked_attributes(), wanted_attributes(question)
    if spoken_share(fact.attribute, question.folded) < 1:
        own = attributes.wanted(fold(fact.attribute)).union(attributes.groups(fact.attribute))
        vague = wanted.intersection(own) <= attributes.broad and bool(question.aspect or question.series)
        if vague or wanted - attributes.broad - own:
            return _OTHER
    return attributes.matches(fact.attribute, question.folded, wanted)


def _names_someone(question: Question, at_hand: AtHand, fact: Fact) -> float | None:
    """Rate a fact by whether it names a person, where one is asked for; None where it must and does not."""
    if question.wants != "who" or fact.attribute in _SEVERAL:
        return 0.0
    if any(fold(name) in fold(fact.value) for name in at_hand.people):
        return 0.6
    of_company = "company" in question.expects or bool(_COMPANY.search(fact.value))
    part = fact.attribute in _CHARACTER or bool(question.topic)
    return -0.8 if of_company or part else None


def _holds(question: Question, fact: Fact) -> bool:
    """Say whether a fact holds the kind of thing asked for, such as an age."""
    expects = slot_words()["expects"]
    kinds = [key for key in question.expects if key not in ("quote", "name", "company")]
    units = [one["holds"] for one in slot_words()["time_units"].values() if speaks(one["asked"], question.folded)]
    if units and not any(re.search(holds, fact.value) for holds in units):
        return False
    listed = question.counted and "、" in fact.value
    if question.counted and not units and not listed and not counts(question.counted, fact.value):
        return False
    forms = [words for words in slot_words()["forms"].values() if speaks(words, question.folded)]
    if forms and not any(speaks(words, fold(f"{fact.attribute} {fact.value}")) for words in forms):
        return False
    if (question.measure or question.all_series) and not re.search(r"\d", fact.value):
        return False
    return not kinds or any(re.search(expects[key]["holds"], fact.value) for key in kinds)


def _describes(question: Question, whole: str) -> bool:
    """Say whether a character's description holds a word by which the question means someone it does not name."""
    return any(fold(word) in whole for word in [*question.strange, *question.rest])


def _unsaid(question: Question, whole: str, topical: bool) -> list[str]:
    """List the words of a question that a fact does not say and that do not only ask."""
    kin = answer_words()["kin"]
    bare = asked_attributes().without(question.folded)
    left = [word for word in question.rest if word in bare and not is_asking(word)]
    left = [word for word in left if not (topical and word in kin)]
    return [
        word for word in left if word not in whole and (word in question.strange or not _covers(whole, word, topical))
    ]


def _is_role(question: Question, fact: Fact) -> bool:
    """Say whether a question asks who a character is, and the fact is about that character."""
    asked = speaks(answer_words()["role_asks"], question.folded) or speaks(slot_words()["describes"], question.folded)
    plays = speaks(slot_words()["plays"], question.folded)
    if plays and fact.attribute in _CHARACTER and not question.rest:
        return any(re.search(rf"[:：]\s*{re.escape(fold(name))}", fold(fact.value)[:_HEAD]) for name in question.topic)
    return (
        asked
        and not plays
        and not question.rest
        and any(fact.attribute in _CHARACTER and fold(fact.value).startswith(fold(name)) for name in question.topic)
    )


def _covers(whole: str, word: str, topical: bool = False) -> bool:
    """Say whether a text holds a word, or half of its characters where cutting joined it to its neighbours.

    Of a text about the very person asked for, words of two characters are taken so as well.
    """
    long = len(word) > _PAIR or (topical and len(word) == _PAIR)
    return word in whole or (not word.isascii() and long and 2 * sum(char in whole for char in word) >= len(word))


def spoken_share(attribute: str, folded: str) -> float:
    """Return the share of an attribute's name that a question speaks, by characters in Han, by words otherwise."""
    name = fold(attribute)
    parts: Sequence[str] = tokens(name) if name.isascii() else [char for char in name if not char.isspace()]
    return sum(part in folded for part in parts) / len(parts) if parts else 0.0


def is_asking(word: str) -> bool:
    """Say whether a word only asks for an attribute, such as 上映."""
    return bool(asked_attributes().wanted(word))
