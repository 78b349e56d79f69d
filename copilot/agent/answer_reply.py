"""What a route came to, and how an abstention says which data would help."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from copilot.agent.at_hand import AtHand, say
from copilot.agent.lexicon_words import answer_words, chinese_of, speaks
from copilot.agent.question import Question
from copilot.agent.question_words import nouns
from copilot.domain.draft import Claim
from copilot.retrieval.text import fold, stem

NOTHING = "nothing found"
"""The step of a reply that found nothing, not even something wrong with the question."""
_WORDS = 3
_NEEDS = {
    "no_rating": "rating", "no_place": "place", "no_abroad": "abroad", "no_people": "people",
    "no_competitor": "competitor", "no_money": "money", "no_home": "home", "no_awards": "awards", "no_next": "next",
    "no_press": "press", "no_tickets": "tickets", "no_formats": "formats", "no_crew": "crew", "no_making": "making",
    "no_event": "event", "no_index": "index", "no_rules": "rules", "no_future": "future", "no_private": "private",
    "no_other": "other",
}  # fmt: skip
"""Kinds of question that a film's folder usually cannot answer → the phrase that says which data would."""
_SURE_NEED = 0.35


@dataclass(frozen=True)
class Reply:
    """What a route came to."""

    claims: list[Claim]
    step: str
    abstained: bool = False
    reason: str = ""
    """Why it abstained."""
    would_help: str = ""


Route = Callable[[Question, AtHand], Reply | None]
"""Answers a question, or gives it up to the next."""


def told(step: str, claims: list[Claim]) -> Reply | None:
    """Make a reply of claims; None of none."""
    return Reply(claims, step) if claims else None


def nouns_left(asked: Question) -> list[str]:
    """List the words left of a question that name a thing, which a general answer would pass over."""
    return nouns(asked.matter)


def is_about_nothing_else(asked: Question, at_hand: AtHand) -> bool:
    """Say whether a general question takes nothing for granted that this film's data does not say."""
    words = [word for word in [*nouns_left(asked), *asked.topic] if not known_word(word, at_hand)]
    return not words and all(number in at_hand.known for number in asked.numbers)


def refuse(asked: Question, at_hand: AtHand) -> Reply | None:
    """Abstain where a question cannot be answered for this film; None where it may be answered.

    It speaks of another film or of someone this film's data never names, or takes for granted what nothing here says.
    A name right after 是 or “is” is what the question wants checked, and is left to the dossier.
    """
    strangers = [name for name in asked.strange if not known_word(name, at_hand)]
    if strangers and not (asked.verifies and any(f"{is_}{strangers[0]}" in asked.folded for is_ in ("是", "is "))):
        return _unknown(asked, at_hand, strangers[0])
    doubted = [word for word in asked.premise if not known_word(word, at_hand)]
    if doubted:
        helps = say("help_premise", asked.language, words="、".join(doubted[:_WORDS]))
        return Reply([], "check the premise", True, say("premise", asked.language), helps)
    return None


def known_word(word: str, at_hand: AtHand) -> bool:
    """Say whether a word, or a Chinese word that an English one may stand for, is anywhere in this film's data."""
    folded = fold(word)
    if " " in folded.strip() and folded.isascii():
        return at_hand.knows(folded) or all(known_word(part, at_hand) for part in folded.split() if len(part) > 2)
    other = chinese_of().get(folded) or chinese_of().get(stem(folded)) or []
    return at_hand.knows(folded) or any(at_hand.knows(fold(one)) for one in other)


def unheard_names(asked: Question, at_hand: AtHand) -> list[str]:
    """List the words with a capital inside a question that nothing of this film's data holds."""
    unknown = [word for word in nouns_left(asked) if word.isascii() and not known_word(word, at_hand)]
    return [word for word in unknown if re.search(rf"(?<!^)\b{re.escape(word.capitalize())}\b", asked.text)]


def _unknown(asked: Question, at_hand: AtHand, name: str) -> Reply:
    title, language = at_hand.case.dossier.title, asked.language
    key = "other_film" if f"《{name}》" in asked.text else "unknown_name"
    helps = say("help_name", language, name=name)
    return Reply([], "look for names", True, say(key, language, name=name, title=title), helps)


def nothing(asked: Question) -> Reply:
    """Abstain because nothing at hand answers, and say what would."""
    return Reply([], NOTHING, True, say("nothing", asked.language), what_helps(asked))


def what_helps(asked: Question) -> str:
    """Name the data that would hold the answer, as specifically as the question allows."""
    language = asked.language
    for need, called in answer_words()["needs"].items():
        if speaks(called, asked.folded):
            return say("help_lead", language, what=say(f"needs.{need}", language))
    kind, share = next(iter(asked.kinds.items()), ("", 0.0))
    if kind in _NEEDS and share >= _SURE_NEED:
        return say("help_lead", language, what=say(f"needs.{_NEEDS[kind]}", language))
    if asked.series:
        return say("help_series", language, name=say(f"series_names.{asked.series}", language))
    if asked.intent == "best_post":
        return say("help_posts", language)
    words = (", " if language == "en" else "、").join([*asked.topic, *asked.rest][:_WORDS])
    if words:
        return say("help_reviews" if asked.about_reviews else "help_words", language, name=words, words=words)
    return say("help_general", language)
