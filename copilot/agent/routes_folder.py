"""Answers from the film's folder: dossier, spoilers, documents, assets and posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from copilot.agent.answer_assets import answer_asset
from copilot.agent.answer_facts import facts_asked
from copilot.agent.answer_overlap import overlap_claims
from copilot.agent.answer_passages import answer_general, answer_units, cite_unit
from copilot.agent.answer_posts import answer_best_post, answer_named_post
from copilot.agent.answer_premise import release_claims
from copilot.agent.answer_reply import Reply, Route, nouns_left, told
from copilot.agent.answer_requests import asks_for_liked
from copilot.agent.answer_reviews import review_claims
from copilot.agent.asset_pieces import assets_of
from copilot.agent.at_hand import AtHand, say
from copilot.agent.facts_stated import spoiler_claims, state_fact, tone_claims
from copilot.agent.lexicon_words import answer_words, slot_words, speaks
from copilot.agent.posts_meant import named_posts, speaks_of_posts
from copilot.agent.question import Question
from copilot.domain.draft import Claim
from copilot.retrieval.facts import fact_of

_MEANT = 0.5
"""Likelihood of a question about spoilers at which none of their words need be spoken."""


def answer_by_fact(asked: Question, at_hand: AtHand) -> Reply | None:
    """State the facts of the dossier a question asks for."""
    words = answer_words()
    aims = speaks(words["aims"], asked.folded)
    if speaks(words["viewers"], asked.folded) and not asked.expects and not aims:
        return None
    if speaks(slot_words()["releases"], asked.folded) and asked.wants == "when" and not nouns_left(asked):
        return Reply(release_claims(asked, at_hand), "dossier")
    stated = [state_fact(asked, at_hand, entry, fact) for entry, fact in facts_asked(asked, at_hand)]
    if not stated:
        return None
    claims = [claim for claim, _ in stated]
    if all(wrong for _, wrong in stated):
        helps = say("help_premise", asked.language, words=asked.text.rstrip("？?"))
        return Reply(claims, "dossier", True, say("premise", asked.language), helps)
    return Reply(claims, "dossier")


def answer_by_sentence(asked: Question, at_hand: AtHand) -> Reply | None:
    """Quote the sentences of the folder that say what is asked."""
    kinds = ("fact", "secret", "told", "post") if speaks_of_posts(asked) else ("fact", "secret", "told")
    if asked.about_reviews and not asked.expects:
        return None
    claims = answer_units(asked, at_hand, kinds)
    return _denied(asked, claims, "search") or told("search", claims)


def answer_by_review(asked: Question, at_hand: AtHand) -> Reply | None:
    """Quote the viewers who say what is asked, among those that search found."""
    return told("voices", review_claims(asked, at_hand))


def answer_by_overlap(asked: Question, at_hand: AtHand) -> Reply | None:
    """Quote what shares most with a question, where it is likely to answer."""
    return told("search", overlap_claims(asked, at_hand))


def _denied(asked: Question, claims: list[Claim], step: str) -> Reply | None:
    """Abstain with the sentence that says there is no such thing, where the question presumes that there is."""
    denials = tuple(map(str, slot_words()["denials"]))
    asks_whether = asked.verifies or speaks(slot_words()["exists"], asked.folded)
    if not claims or asks_whether or asked.asks_why or not (asked.wants or asked.expects):
        return None
    said = [one.text for claim in claims for one in claim.evidence[:1]]
    if not all(any(word in text for word in denials[:1]) and len(text) < 40 for text in said):
        return None
    helps = say("help_premise", asked.language, words=asked.text.rstrip("？?"))
    return Reply(claims, step, True, say("premise", asked.language), helps)


def _character(asked: Question, at_hand: AtHand) -> Reply | None:
    fact = answer_by_fact(asked, at_hand)
    if fact is not None and (speaks(slot_words()["describes"], asked.folded) or not asked.expects):
        return fact
    return answer_by_sentence(asked, at_hand) or fact


def _story(asked: Question, at_hand: AtHand) -> Reply | None:
    if asked.topic and speaks(slot_words()["ends"], asked.folded) and not asked.expects:
        ends = [one for one in at_hand.units if one.kind == "secret" and any(name in one.text for name in asked.topic)]
        return told("dossier", [cite_unit(asked, unit, at_hand) for unit in ends]) or answer_by_sentence(asked, at_hand)
    if not asked.rest and not asked.topic:
        return answer_by_fact(asked, at_hand) or _synopsis(asked, at_hand)
    return answer_by_sentence(asked, at_hand)


def _synopsis(asked: Question, at_hand: AtHand) -> Reply | None:
    text = at_hand.case.dossier.synopsis
    entry = next((entry for entry in at_hand.facts if text and text[:20] in entry.text), None)
    fact = fact_of(entry.text) if entry else None
    if entry is None or fact is None:
        return None
    return Reply([state_fact(replace(asked, verifies=False, windows=[]), at_hand, entry, fact)[0]], "dossier")


def _told(asked: Question, at_hand: AtHand) -> Reply | None:
    """Quote interviews and notes; who speaks in them need not be named in what they say."""
    speakers = [name for name in asked.topic if name in at_hand.speakers]
    bare = replace(asked, topic=[name for name in asked.topic if name not in speakers])
    return told("search", answer_units(bare, at_hand, ("told",))) or answer_by_sentence(bare, at_hand)


def _tone(asked: Question, at_hand: AtHand) -> Reply | None:
    return told("dossier", tone_claims(asked, at_hand))


def _spoiler(asked: Question, at_hand: AtHand) -> Reply | None:
    meant = speaks(slot_words()["spoilers"], asked.folded) or asked.kinds.get("spoiler", 0) >= _MEANT
    return told("dossier", spoiler_claims(asked, at_hand)) if meant else None


def _knowledge(asked: Question, at_hand: AtHand) -> Reply | None:
    of_film = asked.topic or asked.about_reviews or asked.verifies or speaks_of_posts(asked)
    return None if of_film else told("search", answer_general(asked, at_hand))


def _asset(asked: Question, at_hand: AtHand) -> Reply | None:
    if speaks(answer_words()["viewers"], asked.folded) or not assets_of(asked, at_hand):
        return None
    claims = answer_asset(asked, at_hand)
    return _denied(asked, claims, "assets") or told("assets", claims)


def _post(asked: Question, at_hand: AtHand) -> Reply | None:
    return (
        None
        if asked.about_reviews and not named_posts(asked, at_hand)
        else told("posts", answer_named_post(asked, at_hand))
    )


def _best_post(asked: Question, at_hand: AtHand) -> Reply | None:
    if asks_for_liked(asked) or not (speaks_of_posts(asked) or asked.platforms):
        return None
    return told("posts", answer_best_post(asked, at_hand))


FOLDER_ROUTES: Mapping[str, Route] = {
    "fact": answer_by_fact,
    "character": _character,
    "story": _story,
    "told": _told,
    "tone": _tone,
    "spoiler": _spoiler,
    "best_post": _best_post,
    "post": _post,
    "asset": _asset,
    "knowledge": _knowledge,
}
