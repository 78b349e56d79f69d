"""Answers from the campaign's own posts and from the lines of its assets."""

from __future__ import annotations

import re

from copilot.agent.answer_voices import platform_name
from copilot.agent.at_hand import AtHand, say
from copilot.agent.question import Question, answer_words
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.domain.imported import Asset, Post
from copilot.insight.figures import read_aloud
from copilot.retrieval.text import fold

_SEEN = ("plays", "reads", "impressions")
_WORD = re.compile(r"\w")
_NAMED = 4
"""Characters of a title that must stand in a question in a row to name a post."""
_LINES = 4


def channel_of(question: Question) -> str:
    """Return the platform a question names; empty when it names none."""
    platforms = answer_words()["platforms"].items()
    return next((name for name, called in platforms if any(str(word) in question.folded for word in called)), "")


def answer_best_post(question: Question, at_hand: AtHand) -> list[Claim]:
    """Name the post that did best on the measure asked for, or for each view; empty without such results."""
    channel = channel_of(question)
    posts = [post for post in at_hand.case.posts if channel in ("", post.channel)]
    if question.measure:
        measure = "plays" if question.measure == "reads" else question.measure
        return _most(question, at_hand, posts, question.measure) or _most(question, at_hand, posts, measure)
    if channel:
        return _most_liked(question, at_hand, posts)
    return next(filter(None, (_most(question, at_hand, posts, one) for one in ("plays", "impressions", "likes"))), [])


def _most(question: Question, at_hand: AtHand, posts: list[Post], measure: str) -> list[Claim]:
    held = [post for post in posts if measure in post.results]
    if not held:
        return []
    best = max(held, key=lambda post: post.results[measure])
    query, value = at_hand.figures.ask("value", "post", id=best.id, measure=measure)
    spoken = read_aloud(value or 0.0, "count", question.language)
    name = say(f"measure_names.{measure}", question.language)
    text = say("best_post", question.language, measure=name, title=_shown(best), value=spoken)
    evidence = at_hand.figures.evidence(query, text)
    return [Claim(text=text, evidence=[evidence, passage(best.id, _title(best))])] if evidence else []


def _most_liked(question: Question, at_hand: AtHand, posts: list[Post]) -> list[Claim]:
    """Name the post with most likes for each view, and what the team noted on it."""
    rated = [(post, seen) for post in posts if post.results.get("likes") and (seen := _seen(post))]
    if not rated:
        return []
    best, seen = max(rated, key=lambda one: one[0].results["likes"] / one[0].results[one[1]])
    values = {measure: at_hand.figures.ask("value", "post", id=best.id, measure=measure) for measure in ("likes", seen)}
    text = say(
        "good_post",
        question.language,
        platform=platform_name(best.channel, question.language),
        title=_shown(best),
        likes=read_aloud(values["likes"][1] or 0.0, "count", question.language),
        base=say(f"measure_names.{seen}", question.language),
        seen=read_aloud(values[seen][1] or 0.0, "count", question.language),
    )
    evidence = [at_hand.figures.evidence(query, text) for query, _ in values.values()]
    claim = Claim(text=text, evidence=[*(one for one in evidence if one), passage(best.id, _title(best))])
    return [claim, *_note(question, best)]


def _seen(post: Post) -> str:
    return next((measure for measure in _SEEN if post.results.get(measure)), "")


def _title(post: Post) -> str:
    return post.title or post.text[:40]


def _shown(post: Post) -> str:
    """Write a title so that it can stand between quotation marks."""
    return _title(post).replace("“", "‘").replace("”", "’")


def _note(question: Question, post: Post) -> list[Claim]:
    if not post.note:
        return []
    words = post.note.strip("。")
    text = say("post_note", question.language, title=_shown(post), words=words + "。")
    return [Claim(text=text, evidence=[passage(post.id, post.note), passage(post.id, _title(post))])]


def answer_named_post(question: Question, at_hand: AtHand) -> list[Claim]:
    """Tell what the team noted on the post whose title the question names; empty when it names none."""
    asked = _squeezed(question.folded)
    named = [
        (_shared(_squeezed(fold(post.title)), asked), post) for post in at_hand.case.posts if post.title and post.note
    ]
    longest, post = max(named, key=lambda one: one[0], default=(0, None))
    needed = max(_NAMED, 0.6 * len(_squeezed(post.title))) if post else 0
    return _note(question, post) if post and longest >= needed else []


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(text))


def _shared(title: str, asked: str) -> int:
    """Return how many characters from the start of a title stand in a row in the question."""
    return next((size for size in range(len(title), 0, -1) if title[:size] in asked), 0)


def answer_asset(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote lines of trailers and posters that hold the words asked for, or how a named one begins."""
    if not any(word in question.folded for word in answer_words()["asset_asks"]):
        return []
    if any(word in question.folded for word in answer_words()["viewers"]):
        return []
    named = [asset for asset in at_hand.case.assets if _names(question, asset)] or list(at_hand.case.assets)
    words = [fold(word) for word in [*question.rest, *question.topic] if not any(word in a.title for a in named)]
    words = [word for word in words if not any(fold(a.title).startswith(word) for a in named)]
    claims = [
        Claim(
            text=say("asset_line", question.language, asset=asset.title, words=line.text),
            evidence=[passage(asset.id, line.text), passage(asset.id, asset.title)],
        )
        for asset in named
        for line in asset.lines
        if line.text.strip() and all(word in fold(line.text) for word in words) and len(line.text) < 120
    ]
    return claims[:_LINES] if words or len(named) < len(at_hand.case.assets) else []


def _names(question: Question, asset: Asset) -> bool:
    title = fold(asset.title)
    return bool(title) and (
        title in question.folded or any(title.startswith(w) for w in ("海报", "poster") if w in question.folded)
    )
