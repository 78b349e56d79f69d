"""What a route came to, and how an abstention says which data would help."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.agent.at_hand import AtHand, say
from copilot.agent.question import Question, answer_words
from copilot.domain.draft import Claim
from copilot.retrieval.text import fold

_WORDS = 3


@dataclass(frozen=True)
class Reply:
    """What a route came to."""

    claims: list[Claim]
    step: str
    abstained: bool = False
    reason: str = ""
    """Why it abstained."""
    would_help: str = ""


def refuse(asked: Question, at_hand: AtHand) -> Reply | None:
    """Abstain where a question cannot be answered for this film; None where it may be answered.

    It speaks of another film or of someone this film's data never names, or takes for granted what nothing here says.
    A name right after 是 or “is” is what the question wants checked, and is left to the dossier.
    """
    strangers = [name for name in asked.strange if not at_hand.knows(fold(name))]
    if strangers and not (asked.verifies and any(f"{is_}{strangers[0]}" in asked.folded for is_ in ("是", "is "))):
        return _unknown(asked, at_hand, strangers[0])
    doubted = [word for word in asked.premise if not at_hand.knows(word)]
    if doubted:
        helps = say("help_premise", asked.language, words="、".join(doubted[:_WORDS]))
        return Reply([], "check the premise", True, say("premise", asked.language), helps)
    return None


def _unknown(asked: Question, at_hand: AtHand, name: str) -> Reply:
    title, language = at_hand.case.dossier.title, asked.language
    key = "other_film" if f"《{name}》" in asked.text else "unknown_name"
    helps = say("help_name", language, name=name)
    return Reply([], "look for names", True, say(key, language, name=name, title=title), helps)


def nothing(asked: Question) -> Reply:
    """Abstain because nothing at hand answers, and say what would."""
    return Reply([], "nothing found", True, say("nothing", asked.language), what_helps(asked))


def what_helps(asked: Question) -> str:
    """Name the data that would hold the answer, as specifically as the question allows."""
    language = asked.language
    for need, called in answer_words()["needs"].items():
        if any(fold(str(word)) in asked.folded for word in called):
            return say("help_lead", language, what=say(f"needs.{need}", language))
    if asked.series:
        return say("help_series", language, name=say(f"series_names.{asked.series}", language))
    if asked.intent == "best_post":
        return say("help_posts", language)
    words = (", " if language == "en" else "、").join([*asked.topic, *asked.rest][:_WORDS])
    if words:
        return say("help_reviews" if asked.about_reviews else "help_words", language, name=words, words=words)
    return say("help_general", language)
