"""Checks what a question takes for granted about the campaign's posts: records, amounts, and where one ran."""

from __future__ import annotations

from dataclasses import replace

from copilot.agent.answer_posts import answer_best_post, note_of, published_on
from copilot.agent.answer_premise_numbers import asserts, deny, states
from copilot.agent.answer_reply import Reply
from copilot.agent.at_hand import AtHand
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.posts_meant import is_titled_whole, named_posts, posts_of, speaks_of_posts
from copilot.agent.question import Question
from copilot.agent.question_numbers import amount_in

_CLOSE = 0.06
_FEW = 3


def _best_post(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a post called the best or most discussed that it was not."""
    if not question.extreme or not asserts(question):
        return None
    named = named_posts(question, at_hand)
    discussed = "讨论" in question.folded or "discuss" in question.folded
    measure = question.measure or ("comments" if discussed else "")
    held = [post for post in at_hand.case.posts if measure in post.results]
    if not named or not held or len(named) > _FEW or question.series:
        return None
    pick = max if question.extreme == "max" else min
    record = pick(held, key=lambda post: post.results[measure])
    if record in named:
        return None
    return deny(question, note_of(question, named[0]))


def post_day(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a post said to be of a day on which it did not come out."""
    days = [one for one in question.windows if one.is_day and one.called in ("date", "opening")]
    spoken = speaks(slot_words()["that_post"], question.folded) or is_titled_whole(question, at_hand)
    if not days or not spoken or not states(question) or question.series or named_posts(question, at_hand):
        return None
    other = named_posts(replace(question, windows=[]), at_hand)
    if not 0 < len(other) <= _FEW:
        return None
    return deny(question, [*published_on(question, other[0]), *note_of(question, other[0])])


def _post_amount(question: Question, at_hand: AtHand) -> Reply | None:
    """Find an amount of plays, likes or the like that no post meant ever reached."""
    amount = amount_in(question.folded)
    builds = states(question) or speaks(slot_words()["exceeds"], question.folded)
    if amount is None or not builds or question.series or question.about_reviews:
        return None
    if not (speaks_of_posts(question) or question.platforms):
        return None
    meant = named_posts(question, at_hand) or posts_of(question, at_hand)
    reached = [
        value
        for post in meant
        for measure, value in post.results.items()
        if measure == _stored(question.measure) or not question.measure
    ]
    if not reached or max(reached) >= amount * (1 - _CLOSE):
        return None
    return deny(question, answer_best_post(replace(question, extreme="max"), at_hand))


def _stored(measure: str) -> str:
    return "plays" if measure == "reads" else measure


def _post_place(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a post placed on a platform where it did not run."""
    if not question.platforms or not speaks(slot_words()["that_post"], question.folded) or question.about_reviews:
        return None
    if not question.rest or named_posts(question, at_hand) or not posts_of(question, at_hand):
        return None
    elsewhere = named_posts(replace(question, platforms=[]), at_hand)
    return deny(question, note_of(question, elsewhere[0])) if 0 < len(elsewhere) <= _FEW else None


POST_CHECKS = (_best_post, _post_amount, _post_place)
"""In the order they are tried."""
