"""Finds which of the campaign's posts a question means: by platform and day, by title, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.agent.answer_passages import terms_of
from copilot.agent.at_hand import AtHand
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.domain.imported import Post
from copilot.retrieval.text import fold

_WORD = re.compile(r"\w")
_NAMED = 3
"""Characters of a title that must stand in a question in a row to name a post."""
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
    asked = _squeezed(question.folded)
    titled = [post for post in posts if post.title and _is_titled(post, asked)]
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
    found = sum(any(word in whole for word in spellings) or _spread(spellings[0], title) for spellings in terms)
    named = sum(any(word in title for word in spellings) for spellings in terms)
    return (found + 0.2 * named) / len(terms)


def _spread(word: str, title: str) -> bool:
    """Say whether a title holds all characters of a Chinese word, if apart: 练手 of 练了两个月的手."""
    return not word.isascii() and len(word) > 1 and all(char in title for char in word)


def _is_titled(post: Post, asked: str) -> bool:
    title = _squeezed(fold(post.title))
    return _shared(title, asked) >= max(_NAMED, 0.6 * len(title))


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
