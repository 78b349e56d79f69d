"""Routes a question: its premises are checked, then the kinds it may mean are tried until one has evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from copilot.agent.answer_grounds import held_to, outside
from copilot.agent.answer_passages import answer_units
from copilot.agent.answer_premise import doubt
from copilot.agent.answer_premise_stated import borne_out
from copilot.agent.answer_reading import audience_claims, cause_claims, drop_claims, ledger_claims, plan_claims
from copilot.agent.answer_reply import Reply, Route, is_about_nothing_else, known_word, nothing, nouns_left, told
from copilot.agent.answer_series import answer_series
from copilot.agent.answer_themes import misleading_claims, rival_claims
from copilot.agent.answer_voices import answer_spoken
from copilot.agent.at_hand import AtHand, say
from copilot.agent.lexicon_words import answer_words, asked_attributes, slot_words, speaks
from copilot.agent.likely_kinds import GENERAL, has_own_matter, is_qualified, likely_kinds, unheld_share
from copilot.agent.question import Question
from copilot.agent.question_numbers import amount_in
from copilot.agent.routes_folder import (
    FOLDER_ROUTES,
    answer_by_fact,
    answer_by_overlap,
    answer_by_review,
    answer_by_sentence,
)
from copilot.agent.routes_voices import VOICE_ROUTES, answer_by_opinion, answer_by_quotes, answer_by_series
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Claim
from copilot.retrieval.facts import fact_of
from copilot.retrieval.text import fold

_UNHELD = 0.5
"""Where data that a folder does not hold is this likely meant, only what says nearly all of the question answers."""
_MEANT = 0.7
"""Likelihood at which a general answer is given though the question speaks of matter of its own."""
_LATE = 0.4
"""The same where a thing is named that no more particular answer spoke of."""
_STRICT = 0.4
_SURE = 0.2
"""Likelihood of a question about causes at which it need not speak of a fall."""


def route(asked: Question, at_hand: AtHand) -> Reply:
    """Check what the question takes for granted, try the kinds it may mean, and hold what was found to the question."""
    return outside(asked) or doubt(asked, at_hand) or borne_out(asked, held_to(asked, _found(asked, at_hand)))


def _found(asked: Question, at_hand: AtHand) -> Reply:
    """Try the kinds a question may mean, then what the folder and viewers say of it.

    Kinds whose answer hangs on no word of the question come last where it holds matter of its own.
    """
    if unheld_share(asked, at_hand) >= _UNHELD:
        return _strictly(asked, at_hand) or nothing(asked)
    if asked.platforms and not _holds_platform(asked, at_hand):
        return nothing(asked)
    kinds = likely_kinds(asked, at_hand, _ROUTES)
    late = [kind for kind in kinds if kind in GENERAL and has_own_matter(asked) and asked.kinds.get(kind, 0) < _MEANT]
    last = (answer_by_fact, answer_by_sentence, answer_by_review, answer_by_overlap, answer_by_quotes)
    held = [kind for kind in late if asked.kinds.get(kind, 0) >= _LATE or not nouns_left(asked)]
    tried = [*(_ROUTES[kind] for kind in kinds if kind not in late), *last, *(_ROUTES[kind] for kind in held)]
    for answer in tried:
        reply = answer(asked, at_hand)
        if reply is not None:
            return reply
    return nothing(asked)


def _holds_platform(asked: Question, at_hand: AtHand) -> bool:
    """Say whether data comes from every platform the question names; reviews must, where it asks for those."""
    reviews = set(at_hand.case.voices.platforms)
    posts = {post.channel for post in at_hand.case.posts} if not asked.about_reviews else set()
    return set(asked.platforms) <= reviews | posts


def _strictly(asked: Question, at_hand: AtHand) -> Reply | None:
    """Answer what a folder seldom holds only from what says nearly all of it."""
    if asked.rivals and (rival := _rival(asked, at_hand)) is not None:
        return rival
    if asked.about_reviews and (said := answer_by_review(asked, at_hand)) is not None:
        return said
    if asked.about_reviews and speaks(slot_words()["foreign"], asked.folded):
        return answer_by_opinion(asked, at_hand)
    if not nouns_left(asked) and not is_qualified(asked) and answer_series(asked, at_hand) and not asked.about_reviews:
        return answer_by_series(asked, at_hand)
    fact = answer_by_fact(asked, at_hand)
    if fact is not None and not _needs_unsaid(asked, fact) and (asked.verifies or not _unsaid(asked, fact)):
        return fact
    if asked.topic and "opinion" in asked.intents:
        return answer_by_opinion(asked, at_hand)
    if any(key in asked.folded for key in answer_words()["synonyms"]):
        return told("voices", answer_spoken(asked, at_hand))
    found = told("search", answer_units(asked, at_hand, ("fact", "told"), _STRICT))
    return None if found is None or _needs_unsaid(asked, found) else found


def _needs_unsaid(asked: Question, reply: Reply) -> bool:
    """Say whether a question speaks of data no folder holds in a word that what was found does not say."""
    texts = [one.text for claim in reply.claims for one in claim.evidence]
    said, attributes = fold(" ".join(texts)), asked_attributes()
    told = {group for text in texts if (fact := fact_of(text)) for group in attributes.groups(fact.attribute)}
    spoken = [str(w) for words in answer_words()["needs"].values() for w in words if speaks((w,), asked.folded)]
    return any(
        fold(word) not in said and not any(attributes.asked[group].fullmatch(fold(word)) for group in told)
        for word in spoken
    )


def _unsaid(asked: Question, reply: Reply) -> list[str]:
    """List the nouns of a question that neither ask for an attribute nor stand in what was found."""
    said = fold(" ".join(one.text for claim in reply.claims for one in claim.evidence))
    attributes = asked_attributes()
    bare = attributes.without(asked.folded)
    left = [word for word in nouns_left(asked) if fold(word) in bare]
    return [word for word in left if fold(word) not in said and not attributes.wanted(fold(word))]


def _diagnosed(step: str, claims: Callable[[Question, Diagnosis, AtHand], list[Claim]]) -> Route:
    """Answer from the diagnosis, when there is one and the question adds nothing unheard of."""

    def answer(asked: Question, at_hand: AtHand) -> Reply | None:
        if at_hand.diagnosis is None or not is_about_nothing_else(asked, at_hand):
            return None
        return told(step, claims(asked, at_hand.diagnosis, at_hand))

    return answer


def _rival(asked: Question, at_hand: AtHand) -> Reply | None:
    if not asked.rivals or at_hand.diagnosis is None or asked.numbers:
        return None
    if asked.wants == "how_many" or asked.expects:
        return None
    causal = speaks(answer_words()["causal"], asked.folded) or asked.kinds.get("rival", 0) >= _UNHELD
    if not causal or speaks(answer_words()["hearsay"], asked.folded):
        return None
    called = [str(word) for name in asked.rivals for word in answer_words()["rivals"][name]]
    other = [word for word in nouns_left(asked) if not any(word in one or one in word for one in called)]
    if asked.kinds.get("rival", 0) < _MEANT and any(not known_word(word, at_hand) for word in other):
        return None
    return told("diagnose", rival_claims(asked, at_hand.diagnosis))


def _cause(asked: Question, at_hand: AtHand) -> Reply | None:
    """Tell why the film fell; a question why of something else is left to what the folder says of that."""
    rival = _rival(asked, at_hand)
    if rival is not None:
        return rival
    diagnosis = at_hand.diagnosis
    dated = any(window.called in ("date", "month") for window in asked.windows) and not asked.series
    if diagnosis is None or asked.numbers or nouns_left(asked) or asked.topic or dated:
        return None
    if not (asked.speaks_of_fall or "cause" in asked.intents or asked.kinds.get("cause", 0) >= _SURE):
        return None
    standing, causes = drop_claims(diagnosis, at_hand, asked.language), cause_claims(diagnosis, at_hand, asked.language)
    if diagnosis.drop.state == "rising" or (diagnosis.drop.state == "holding" and not causes):
        return Reply(standing, "diagnose", True, say("not_dropping", asked.language, why=diagnosis.drop.why), "")
    if causes:
        return Reply([*standing, *causes], "diagnose")
    helps = "".join(cause.would_change for cause in diagnosis.causes[:1]) or say("help_general", asked.language)
    return Reply([], "diagnose", True, say("causes_unknown", asked.language), helps)


def _drop(asked: Question, at_hand: AtHand) -> Reply | None:
    if at_hand.diagnosis is None or nouns_left(asked) or speaks(slot_words()["releases"], asked.folded):
        return None
    if any(window.called in ("previews", "before", "opening", "until") for window in asked.windows):
        return None
    if amount_in(asked.folded) is not None:
        return answer_by_series(replace(asked, all_series=asked.all_series or ["takings"]), at_hand)
    return told("pulse", drop_claims(at_hand.diagnosis, at_hand, asked.language))


def _ledger(asked: Question, at_hand: AtHand) -> Reply | None:
    if asked.wants == "who" or asked.stars or (asked.wants == "how_many" and asked.about_reviews):
        return None
    return _diagnosed("ledger", lambda one, diagnosis, _: ledger_claims(one, diagnosis))(asked, at_hand)


def _audience(asked: Question, at_hand: AtHand) -> Reply | None:
    if speaks(answer_words()["aims"], asked.folded):
        return answer_by_fact(asked, at_hand)
    return _diagnosed("audience", lambda one, diagnosis, _: audience_claims(one, diagnosis))(asked, at_hand)


def _plan(asked: Question, at_hand: AtHand) -> Reply | None:
    if speaks(answer_words()["viewers"], asked.folded) or asked.about_reviews or asked.windows or asked.all_series:
        return None
    return _diagnosed("plan", plan_claims)(asked, at_hand)


_ROUTES: dict[str, Route] = {
    **FOLDER_ROUTES,
    **VOICE_ROUTES,
    "cause": _cause,
    "rival": _rival,
    "drop": _drop,
    "when_drop": _drop,
    "ledger": _ledger,
    "line": _diagnosed("ledger", lambda asked, diagnosis, _: misleading_claims(asked, diagnosis)),
    "audience": _audience,
    "plan": _plan,
}
