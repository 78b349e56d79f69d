"""Finds which of the campaign's posts a question means: by platform and day, by title, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.agent.at_hand import AtHand
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_terms import is_spread, terms_of
from copilot.domain.imported import Post
from copilot.retrieval.text import fold

_WORD = re.compile(r"\w")
_NAMED = 3
"""Characters of a title that must stand in a question in a row to name a post."""
_RUN = 4
"""Characters in a row by which a question that speaks of a post means it."""
_TERMS_NAMED = 0.6
"""Share of a question's terms that one post must hold to be the one meant."""


def posts_of(question: Question, at_hand: AtHand) -> list[Post]:
    """List the posts on the platforms and days a question names; all of them when it names none."""
    spans = [window for window in question.windows if window.called != "latest"]
    return [
        post
        for post in at_hand.case.posts
        if (not question.platforms or post.channel in question.platforms)
        and (not spans or (post.day is not None and any(one.first <= post.day <= one.last for one in spans)))
    ]


def whole_of(post: Post) -> str:
    """Join all that a post says and what was noted on it, folded."""
    return fold(f"{post.title}\n{post.text}\n{post.note}")


def named_posts(question: Question, at_hand: AtHand, *, by_title: bool = False) -> list[Post]:
    """List the posts a question means by their title or, unless told, by what stands in them, the surest first."""
    posts = posts_of(question, at_hand)
    quoted = [
        post for post in posts if any(_squeezed(fold(words)) in _squeezed(whole_of(post)) for words in _long(question))
    ]
    if quoted:
        return quoted
    asked = _squeezed(question.folded)
    shortest = _RUN if speaks(slot_words()["that_post"], question.folded) else 0
    titled = [post for post in posts if post.title and _is_titled(post, asked, shortest)]
    whole = [post for post in titled if _squeezed(fold(post.title)) in asked]
    if whole:
        return whole
    if titled:
        return sorted(titled, key=lambda post: -_shared(_squeezed(fold(post.title)), asked))
    if by_title:
        return []
    terms = terms_of(question)
    if not terms:
        return posts if len(posts) == 1 and (question.platforms or question.windows) else []
    scored = [(_held(terms, post), post) for post in posts]
    best = max((score for score, _ in scored), default=0.0)
    return [post for score, post in scored if score == best] if best >= _TERMS_NAMED else []


def _held(terms: Sequence[Sequence[str]], post: Post) -> float:
    """Return the share of the terms a post holds; those in its title count a little more."""
    whole, title = whole_of(post), fold(post.title)
    found = sum(any(word in whole for word in spellings) or is_spread(spellings[0], title) for spellings in terms)
    named = sum(any(word in title for word in spellings) for spellings in terms)
    return (found + 0.2 * named) / len(terms)


def _long(question: Question) -> list[str]:
    """List the quotations that are long enough to tell a post by."""
    return [words for words in question.quoted if len(_squeezed(words)) >= _RUN]


def is_titled_whole(question: Question, at_hand: AtHand) -> bool:
    """Say whether a question speaks the whole title of a post."""
    asked = _squeezed(question.folded)
    titles = [_squeezed(fold(post.title)) for post in at_hand.case.posts]
    return any(len(title) > _RUN and title in asked for title in titles)


def _is_titled(post: Post, asked: str, shortest: int) -> bool:
    """Say whether a title stands in a question for the most part, or a run of it where a post is spoken of."""
    title = _squeezed(fold(post.title))
    shared = _shared(title, asked)
    return shared >= max(_NAMED, 0.6 * len(title)) or 0 < shortest <= shared


def speaks_of_posts(question: Question) -> bool:
    """Say whether a question speaks of the campaign's own pieces."""
    return speaks(slot_words()["posts"], question.folded) or bool(question.measure)


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(text))


def _shared(title: str, asked: str) -> int:
    """Return how many characters of a title stand in a row in the question, from any place in the title."""
    longest = 0
    for start in range(len(title)):
        size = next(
            (size for size in range(len(title) - start, longest, -1) if title[start : start + size] in asked), 0
        )
        longest = max(longest, size)
    return longest
