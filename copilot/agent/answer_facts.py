"""Answers from the dossier's facts and from the daily series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from copilot.agent.at_hand import AtHand, say
from copilot.agent.question import Question, answer_words, wanted_attributes
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.domain.passage import Passage
from copilot.insight.figures import read_aloud
from copilot.insight.series import daily_values, unit_of
from copilot.retrieval.facts import Fact, fact_of
from copilot.retrieval.search import shipped_attributes
from copilot.retrieval.text import fold, tokens

_FRIDAY = 4
_TONE = ("语气禁忌", "tone: do not")
"""What `passages_of_dossier` calls the things copy must not say."""
_ENOUGH = 0.6
"""Share of what is left of a question that one fact must hold to answer it."""
_SURE = 4.0
_PAIR = 2
_CHARACTER = ("角色", "character")
_FACT_NAMED = 0.6
"""Share of a fact's name a question must speak to ask for it without a known attribute."""


def best_fact(question: Question, at_hand: AtHand) -> tuple[Passage, Fact] | None:
    """Find the dossier fact a question asks for; None when none fits."""
    scored = [
        (score, -at, entry, fact)
        for at, entry in enumerate(at_hand.facts)
        if (fact := fact_of(entry.text)) and (score := _fit(question, at_hand, fact)) > 0
    ]
    if not scored:
        return None
    _, _, entry, fact = max(scored)
    return entry, fact


def _fit(question: Question, at_hand: AtHand, fact: Fact) -> float:
    """Say how well a fact fits a question; 0 when it does not answer it."""
    attributes, wanted = shipped_attributes(), wanted_attributes(question)
    if _is_role(question, fact):
        return _SURE
    asked = attributes.matches(fact.attribute, question.folded, wanted)
    spoken = _spoken(fact.attribute, question.folded)
    whole = fold(f"{fact.attribute} {fact.value}")
    topical = [name for name in question.topic if fold(name) in whole]
    if (asked == 0 and spoken < _FACT_NAMED) or (question.topic and not topical and spoken < 1):
        return 0.0
    if fact.attribute in _CHARACTER and not topical and not any(fold(name) in whole for name in question.strange):
        return 0.0
    own = attributes.wanted(fold(fact.attribute)).union(attributes.groups(fact.attribute))
    if wanted - attributes.broad - own:
        return 0.0
    kin = answer_words()["kin"]
    left = [word for word in question.rest if not _is_asking(word) and not (topical and word in kin)]
    left = [word for word in left if word not in whole and (word in question.strange or not _covers(whole, word))]
    if not question.verifies and question.rest and len(left) / len(question.rest) > 1 - _ENOUGH:
        return 0.0
    person = question.wants == "who" and any(fold(name) in fold(fact.value) for name in at_hand.people)
    first = bool(topical) and fold(fact.value).startswith(fold(topical[0]))
    nobody = question.wants == "who" and not person
    return asked + 1.5 * spoken + len(topical) + 0.6 * person - 0.8 * nobody + 0.5 * first - 0.3 * len(left)


def _is_role(question: Question, fact: Fact) -> bool:
    """Say whether a question asks what a character does, and the fact is about that character."""
    asked = any(word in question.folded for word in answer_words()["role_asks"])
    return asked and any(fold(fact.value).startswith(fold(name)) for name in question.topic)


def _covers(whole: str, word: str) -> bool:
    """Say whether a text holds a word, or half of its characters where cutting joined it to its neighbours."""
    return word in whole or (
        not word.isascii() and len(word) > _PAIR and 2 * sum(char in whole for char in word) >= len(word)
    )


def _spoken(attribute: str, folded: str) -> float:
    """Return the share of an attribute's name that a question speaks, by characters in Han, by words otherwise."""
    name = fold(attribute)
    parts: Sequence[str] = tokens(name) if name.isascii() else [char for char in name if not char.isspace()]
    return sum(part in folded for part in parts) / len(parts) if parts else 0.0


def _is_asking(word: str) -> bool:
    """Say whether a word only asks for an attribute, such as 上映."""
    return bool(shipped_attributes().wanted(word))


def answer_fact(question: Question, at_hand: AtHand, entry: Passage, fact: Fact) -> tuple[list[Claim], bool]:
    """State a fact; the second value says whether the question takes something else for granted."""
    evidence = passage(entry.source, entry.text)
    whole = fold(entry.text)
    digits = whole.replace("-0", "-")
    doubted = [number for number in question.numbers if number not in digits]
    doubted += [name for name in question.strange if fold(name) not in whole]
    if question.verifies or question.asks_why:
        doubted += [word for word in question.rest if _doubts(word, whole, at_hand)]
    key = ("wrong" if doubted else "right") if question.verifies else "fact"
    text = say(key, question.language, attribute=fact.attribute, value=fact.value.rstrip("。."))
    return [Claim(text=text, evidence=[evidence])], bool(doubted) and not question.verifies


def tone_claims(question: Question, at_hand: AtHand) -> list[Claim]:
    """List what the dossier tells copywriters to keep away from."""
    found = [(entry, fact) for entry in at_hand.facts if (fact := fact_of(entry.text))]
    return [
        Claim(
            text=f"{fact.value.rstrip('。.')}{'。' if question.language == 'zh' else '.'}",
            evidence=[passage(entry.source, entry.text)],
        )
        for entry, fact in found
        if fact.attribute in _TONE
    ]


def _doubts(word: str, whole: str, at_hand: AtHand) -> bool:
    return word not in whole and not _is_asking(word) and (word not in at_hand.known)


def answer_series(question: Question, at_hand: AtHand) -> list[Claim]:
    """Read a series on the day or span asked for; empty when the data does not hold it."""
    case, language, name = at_hand.case, question.language, question.series
    days = daily_values(case, name)
    if not days or question.rest or question.topic:
        return []
    unit, spoken = unit_of(case, name), say(f"series_names.{name}", language)
    first, last = _span(question, at_hand, sorted(days))
    if first == last:
        query, value = at_hand.figures.ask("value", "series", name=name, day=first)
        words = {"key": "series_day", "day": first.isoformat()}
    else:
        query, value = at_hand.figures.ask("sum", "series", name=name, from_=first, to=last)
        words = {"key": "series_sum", "from_day": first.isoformat(), "to_day": last.isoformat()}
    if value is None:
        return []
    text = say(words.pop("key"), language, name=spoken, value=read_aloud(value, unit, language), **words)
    evidence = at_hand.figures.evidence(query, text)
    return [Claim(text=text, evidence=[evidence])] if evidence else []


def answer_weekend(question: Question, at_hand: AtHand) -> list[Claim]:
    """Compare the second weekend's takings with the first's; empty when the data does not reach."""
    case, language = at_hand.case, question.language
    release = case.dossier.release_date
    friday = release + timedelta(days=(4 - release.weekday()) if release.weekday() > _FRIDAY else 0)
    spans = [(friday, friday + timedelta(days=2)), (friday + timedelta(days=7), friday + timedelta(days=9))]
    change = at_hand.figures.ask("change", "series", name="takings", from_=spans[0][0], to=spans[1][0], over=3)
    sums = [at_hand.figures.ask("sum", "series", name="takings", from_=first, to=last) for first, last in spans]
    if change[1] is None or question.rest or question.numbers:
        return []
    unit = unit_of(case, "takings")
    text = say(
        "weekend",
        language,
        first=spans[0][0].isoformat(),
        second=spans[1][0].isoformat(),
        moved=say("fell" if change[1] < 0 else "rose", language),
        change=read_aloud(abs(change[1]), "share", language),
        before=read_aloud(sums[0][1] or 0.0, unit, language),
        after=read_aloud(sums[1][1] or 0.0, unit, language),
    )
    found = [at_hand.figures.evidence(query, text) for query, _ in (change, *sums)]
    return [Claim(text=text, evidence=[one for one in found if one])]


def _span(question: Question, at_hand: AtHand, days: list[date]) -> tuple[date, date]:
    release = at_hand.case.dossier.release_date
    if question.day is not None:
        return question.day, question.day
    if question.span == "opening":
        return release, release
    if question.span == "opening_weekend":
        return release, release + timedelta(days=(6 - release.weekday()) % 7)
    if question.series in ("takings", "admissions", "shows"):
        return days[0], days[-1]
    return days[-1], days[-1]
