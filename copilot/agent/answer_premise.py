"""Checks what a question takes for granted against the data, and says what the data has instead."""

from __future__ import annotations

import re

from copilot.agent.answer_passages import cite_unit
from copilot.agent.answer_premise_numbers import NUMBER_CHECKS, asserts, deny
from copilot.agent.answer_premise_posts import POST_CHECKS, post_day
from copilot.agent.answer_reply import Reply, known_word
from copilot.agent.answer_voices import spellings
from copilot.agent.asset_pieces import assets_of, holds_words, quotes_line
from copilot.agent.at_hand import AtHand, say
from copilot.agent.facts_stated import attribute_in
from copilot.agent.lexicon_words import answer_words, slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_terms import terms_of
from copilot.agent.question_words import aliases_of, nouns
from copilot.agent.units import Unit
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.retrieval.facts import fact_of
from copilot.retrieval.text import fold

_IS = re.compile(r"就是|其实是|竟然是|居然是|原来是|真的是|turned out to be|is really|is actually")
_DENIES = re.compile(r"没有?(?:单|个人|做|出|有)|\b(?:no|without|lack)\b")
_GENERAL_FORM = 2
"""Characters of words such as 海报 that mean any asset of a form; longer ones mean one of a sort."""
_SHORTEST_QUOTE = {"zh": 4, "en": 10}
_QUOTING = (
    "review",
    "quote",
    "said",
    "says",
    "wrote",
    "calls",
    "line",
    "原话",
    "评论",
    "说",
    "台词",
    "写",
    "那条",
    "那句",
)


def doubt(question: Question, at_hand: AtHand) -> Reply | None:
    """Abstain with what the data has where a question takes something wrong for granted; None where it does not."""
    for check in (
        _no_such,
        _unheard,
        _identity,
        post_day,
        _release,
        _death,
        _cast,
        _words,
        _misplaced,
        *POST_CHECKS,
        *NUMBER_CHECKS,
    ):
        reply = check(question, at_hand)
        if reply is not None:
            return reply
    return None


def _unheard(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a thing that no data speaks of, where the question asks why it is so."""
    if not question.asks_why:
        return None
    told = [word for word in question.rest if len(word) > 1 and not word.isascii()] if question.about_reviews else []
    unsaid = [
        word for word in told if not any(way in text for way in spellings(word) for text in at_hand.folded_reviews)
    ]
    if unsaid:
        helps = say("help_premise", question.language, words="、".join(unsaid[:3]))
        return Reply([], "check the premise", True, say("premise", question.language), helps)
    unknown = [word for word in nouns(question.matter) if not known_word(word, at_hand) and _is_thing(word, question)]
    if not unknown:
        return None
    helps = say("help_premise", question.language, words="、".join(unknown[:3]))
    return Reply([], "check the premise", True, say("premise", question.language), helps)


def _no_such(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a thing of which a file says in so many words that there is none, which the question presumes."""
    whether = question.verifies or speaks(slot_words()["exists"], question.folded)
    asks = question.wants or question.asks_why or question.expects or speaks(slot_words()["lines"], question.folded)
    if whether or question.about_reviews or not asks or _DENIES.search(question.folded):
        return None
    forms = [str(word) for words in slot_words()["forms"].values() for word in words]
    spoken = [[word] for word in forms if len(word) > _GENERAL_FORM and word in question.folded]
    for group in [*(one for one in terms_of(question) if not set(one) & set(forms)), *spoken]:
        for denied in (f"没有{word}" for word in group if len(word) > 1 and not word.isascii()):
            unit = next((one for one in at_hand.units if denied in one.folded and _tells(one)), None)
            if unit is not None:
                return deny(question, [cite_unit(question, unit, at_hand)])
    return None


def _tells(unit: Unit) -> bool:
    """Say whether a sentence states something; a spoiler must not be told, and a question states nothing."""
    return unit.kind != "secret" and not any(mark in unit.folded for mark in ("为什么", "?", "？"))


def _is_thing(word: str, question: Question) -> bool:
    """Say whether an unknown word names a thing: of English words, those with a capital and those of unheld data."""
    if not word.isascii():
        return True
    needs = [str(one) for words in answer_words()["needs"].values() for one in words]
    return (
        word in needs
        or bool(re.search(rf"(?<!^)\b{re.escape(word.capitalize())}\b", question.text))
        or word.upper() in question.text
    )


def _identity(question: Question, at_hand: AtHand) -> Reply | None:
    """Find someone said to be something that no sentence and no review says together with the name."""
    match = _IS.search(question.folded)
    people = [name for name in question.topic if name in at_hand.people]
    presumed = question.asks_why and speaks(slot_words()["presumes"], question.folded)
    if (match is None and not presumed) or not people or (question.wants and not presumed):
        return None
    after = question.folded[match.start() :] if match else question.folded
    what = [word for word in nouns(question.rest) if word in after]
    texts = [*(unit.folded for unit in at_hand.units), *at_hand.folded_reviews]
    ways = [[fold(people[0]), *aliases_of(people[0])], what]
    together = any(any(one in text for one in ways[0]) and any(one in text for one in what) for text in texts)
    if not what or together:
        return None
    return deny(question, [])


def _release(question: Question, at_hand: AtHand) -> Reply | None:
    """Compare a day the film is said to open on with the dossier's; also answers whether it does."""
    days = [window for window in question.windows if window.is_day and window.called == "date"]
    if not days or question.series or question.about_reviews or not speaks(slot_words()["releases"], question.folded):
        return None
    right = any(window.first == at_hand.case.dossier.release_date for window in days)
    if right and (question.asks_why or question.wants):
        return None
    claims = release_claims(question, at_hand, "right" if right else "wrong" if question.verifies else "fact")
    if right or (question.verifies and not asserts(question)):
        return Reply(claims, "dossier")
    return deny(question, claims)


def release_claims(question: Question, at_hand: AtHand, key: str = "fact") -> list[Claim]:
    """State the dossier's day of release."""
    day = at_hand.case.dossier.release_date.isoformat()
    entry = next(entry for entry in at_hand.facts if entry.text.endswith(day))
    fact = fact_of(entry.text)
    attribute = attribute_in(fact.attribute, question.language) if fact else ""
    text = say(key, question.language, attribute=attribute, value=day)
    return [Claim(text=text, evidence=[passage(entry.source, entry.text)])]


def _death(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a character taken for dead whom no file calls so."""
    dossier = at_hand.case.dossier
    characters = [one.name for one in dossier.characters if one.name in question.topic]
    if not characters or not speaks(slot_words()["dies"], question.folded):
        return None
    told = [one.text for one in dossier.spoilers] + [unit.text for unit in at_hand.units if unit.kind != "post"]
    about = [text for text in told if characters[0] in text and speaks(slot_words()["dies"], fold(text))]
    about.sort(key=lambda text: not speaks(slot_words()["lives"], fold(text)))
    claims = [
        Claim(text=say("passage", question.language, words=text), evidence=[passage(dossier.id, text)])
        for text in about[:1]
    ]
    presumed = asserts(question) or speaks(slot_words()["presumes"], question.folded)
    denied = any(speaks(slot_words()["lives"], fold(text)) for text in about)
    if presumed and (denied or not about):
        return deny(question, claims)
    return Reply(claims, "dossier") if claims and not presumed else None


def _cast(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a character named beside an actor who does not play it."""
    played = question.asks_why and "演" in question.folded
    if not played and not speaks(slot_words()["plays"], question.folded):
        return None
    by_name = {one.name: one.actor for one in at_hand.case.dossier.characters if one.actor}
    actors = [name for name in question.topic if name in by_name.values()]
    wrong = [name for name in question.topic if name in by_name and actors and by_name[name] not in actors]
    if not wrong or question.wants == "who":
        return None
    text = say("not_actor", question.language, character=wrong[0], actor=by_name[wrong[0]])
    fact = next((entry for entry in at_hand.facts if wrong[0] in entry.text and by_name[wrong[0]] in entry.text), None)
    return deny(question, [Claim(text=text, evidence=[passage(fact.source, fact.text)])] if fact else [])


def _misplaced(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a line quoted as one of a trailer or poster that another one holds."""
    meant = assets_of(question, at_hand)
    if not question.quoted or not 0 < len(meant) < len(at_hand.case.assets) or question.verifies:
        return None
    if speaks(("哪", "which"), question.folded) or any(quotes_line(question, one) for one in meant):
        return None
    holding = [one for one in at_hand.case.assets if one not in meant and quotes_line(question, one)]
    if not holding:
        return None
    told = say("asset_line", question.language, asset=holding[0].title, words=question.quoted[0])
    lines = [line.text for line in holding[0].lines if holds_words(fold(line.text), [fold(question.quoted[0])])]
    evidence = [passage(holding[0].id, holding[0].title), *(passage(holding[0].id, text) for text in lines[:1])]
    return deny(question, [Claim(text=told, evidence=evidence)])


def _words(question: Question, at_hand: AtHand) -> Reply | None:
    """Find quoted words that no review and no file holds, where the question asks for who said them."""
    if not any(word in question.folded for word in _QUOTING):
        return None
    for words in question.quoted:
        long = len(words) >= _SHORTEST_QUOTE["en" if words.isascii() else "zh"]
        if long and not at_hand.knows(fold(words)):
            reason = say("unknown_quote", question.language, words=words)
            return Reply([], "look for the words", True, reason, say("help_words", question.language, words=words))
    return None
