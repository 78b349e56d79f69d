"""Answers from the campaign's own posts: the best and the worst, one that is named, and how many there were."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.agent.answer_passages import terms_of
from copilot.agent.answer_voices import platform_name
from copilot.agent.at_hand import AtHand, say, spoken_day
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.domain.imported import Post
from copilot.insight.figures import read_aloud
from copilot.retrieval.sentences import sentences
from copilot.retrieval.text import fold

_SEEN = ("plays", "reads", "impressions")
_WORD = re.compile(r"\w")
_NAMED = 3
"""Characters of a title that must stand in a question in a row to name a post."""
_TERMS_NAMED = 0.6
"""Share of a question's terms that one post must hold to be the one meant."""
_TOP = 3
_MEASURES = ("plays", "likes", "comments", "shares", "saves", "impressions")


def posts_of(question: Question, at_hand: AtHand) -> list[Post]:
    """List the posts on the platforms and days a question names; all of them when it names none."""
    spans = [window for window in question.windows if window.called in ("date", "opening", "before", "previews")]
    return [
        post
        for post in at_hand.case.posts
        if (not question.platforms or post.channel in question.platforms)
        and (not spans or (post.day is not None and any(one.first <= post.day <= one.last for one in spans)))
    ]


def answer_best_post(question: Question, at_hand: AtHand) -> list[Claim]:
    """Name the posts that did best on the measure asked for, or for each view; empty without such results."""
    posts = _about(question, posts_of(question, at_hand))
    worst = question.extreme == "min"
    if question.measure:
        measure = "plays" if question.measure == "reads" else question.measure
        return _most(question, at_hand, posts, question.measure, worst) or _most(
            question, at_hand, posts, measure, worst
        )
    liked = _most_liked(question, at_hand, posts, worst)
    seen = next(
        filter(None, (_most(question, at_hand, posts, one, worst) for one in ("plays", "impressions", "likes"))), []
    )
    return [*liked, *seen]


def _about(question: Question, posts: list[Post]) -> list[Post]:
    """Keep the posts that hold one of the question's terms, where any does."""
    terms = [word for group in terms_of(question) for word in group]
    held = [post for post in posts if any(word in _whole(post) for word in terms)]
    return held or posts


def _whole(post: Post) -> str:
    return fold(f"{post.title}\n{post.text}\n{post.note}")


def _most(question: Question, at_hand: AtHand, posts: list[Post], measure: str, worst: bool) -> list[Claim]:
    held = [post for post in posts if measure in post.results]
    if not held:
        return []
    several = speaks(slot_words()["lists"], question.folded) or bool(
        re.search(r"前[二三四五35]|top (three|five|3|5)", question.folded)
    )
    ranked = sorted(held, key=lambda post: post.results[measure], reverse=not worst)[: _TOP if several else 1]
    return [_ranked(question, at_hand, post, measure, worst) for post in ranked]


def _ranked(question: Question, at_hand: AtHand, post: Post, measure: str, worst: bool) -> Claim:
    query, value = at_hand.figures.ask("value", "post", id=post.id, measure=measure)
    text = say(
        "worst_post" if worst else "best_post",
        question.language,
        measure=say(f"measure_names.{measure}", question.language),
        title=_shown(post),
        platform=platform_name(post.channel, question.language),
        value=read_aloud(value or 0.0, "count", question.language),
    )
    evidence = at_hand.figures.evidence(query, text)
    return Claim(text=text, evidence=[*([evidence] if evidence else []), passage(post.id, _title(post))])


def _most_liked(question: Question, at_hand: AtHand, posts: list[Post], worst: bool) -> list[Claim]:
    """Name the post with most likes for each view, and what the team noted on it."""
    rated = [(post, seen) for post in posts if post.results.get("likes") and (seen := _seen(post))]
    if not rated:
        return []
    best, seen = sorted(rated, key=lambda one: one[0].results["likes"] / one[0].results[one[1]], reverse=not worst)[0]
    values = {measure: at_hand.figures.ask("value", "post", id=best.id, measure=measure) for measure in ("likes", seen)}
    text = say(
        "bad_post" if worst else "good_post",
        question.language,
        platform=platform_name(best.channel, question.language),
        title=_shown(best),
        likes=read_aloud(values["likes"][1] or 0.0, "count", question.language),
        base=say(f"measure_names.{seen}", question.language),
        seen=read_aloud(values[seen][1] or 0.0, "count", question.language),
    )
    evidence = [at_hand.figures.evidence(query, text) for query, _ in values.values()]
    claim = Claim(text=text, evidence=[*(one for one in evidence if one), passage(best.id, _title(best))])
    return [claim, *note_of(question, best)]


def _seen(post: Post) -> str:
    return next((measure for measure in _SEEN if post.results.get(measure)), "")


def _title(post: Post) -> str:
    return post.title or post.text[:40]


def _shown(post: Post) -> str:
    """Write a title so that it can stand between quotation marks."""
    return _title(post).replace("“", "‘").replace("”", "’")


def note_of(question: Question, post: Post) -> list[Claim]:
    """Tell what the team noted on a post; empty without a note."""
    if not post.note:
        return []
    words = post.note.strip("。")
    text = say("post_note", question.language, title=_shown(post), words=words + "。")
    return [Claim(text=text, evidence=[passage(post.id, post.note), passage(post.id, _title(post))])]


def named_posts(question: Question, at_hand: AtHand, *, by_title: bool = False) -> list[Post]:
    """List the posts a question means by their title or, unless told, by what stands in them, the surest first."""
    posts = posts_of(question, at_hand)
    asked = _squeezed(question.folded)
    titled = [post for post in posts if post.title and _is_titled(post, asked)]
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
    whole, title = _whole(post), fold(post.title)
    found = sum(any(word in whole for word in spellings) or _spread(spellings[0], title) for spellings in terms)
    named = sum(any(word in title for word in spellings) for spellings in terms)
    return (found + 0.2 * named) / len(terms)


def _spread(word: str, title: str) -> bool:
    """Say whether a title holds all characters of a Chinese word, if apart: 练手 of 练了两个月的手."""
    return not word.isascii() and len(word) > 1 and all(char in title for char in word)


def _is_titled(post: Post, asked: str) -> bool:
    title = _squeezed(fold(post.title))
    return _shared(title, asked) >= max(_NAMED, 0.6 * len(title))


def answer_named_post(question: Question, at_hand: AtHand) -> list[Claim]:
    """Tell how the post a question names did and what the team noted on it; empty when it names none or too many."""
    found = named_posts(question, at_hand)
    if len(found) > _TOP:
        found = sorted((post for post in found if post.note), key=lambda post: -post.results.get("plays", 0.0))
    return [claim for post in found[:_TOP] for claim in _told(question, at_hand, post)]


def _told(question: Question, at_hand: AtHand, post: Post) -> list[Claim]:
    claims = []
    if speaks(slot_words()["retros"], question.folded) and post.note:
        return note_of(question, post)
    measured = question.measure and not speaks(slot_words()["measures"][question.measure], fold(post.title))
    if measured or question.wants == "how_many":
        claims += _results(question, at_hand, post)
    if question.wants == "when" and post.day is not None:
        day = spoken_day(post.day, question.language)
        text = say(
            "post_day",
            question.language,
            title=_shown(post),
            day=day,
            platform=platform_name(post.channel, question.language),
        )
        claims.append(
            Claim(text=text, evidence=[passage(post.id, _title(post)), passage(post.id, post.day.isoformat())])
        )
    if speaks(slot_words()["lines"], question.folded) and post.text:
        text = say("post_text", question.language, title=_shown(post), words=_shown_text(post))
        claims.append(Claim(text=text, evidence=[passage(post.id, post.text), passage(post.id, _title(post))]))
    if claims and not question.asks_why:
        return claims
    return [*claims, *note_of(question, post)] or _results(question, at_hand, post)


def _shown_text(post: Post) -> str:
    return " ".join(sentences(post.text)).replace("“", "‘").replace("”", "’")


def _results(question: Question, at_hand: AtHand, post: Post) -> list[Claim]:
    measure = "plays" if question.measure == "reads" and "reads" not in post.results else question.measure
    wanted = [measure] if measure in post.results else [m for m in _MEASURES if m in post.results]
    asked = [at_hand.figures.ask("value", "post", id=post.id, measure=measure) for measure in wanted]
    read = post.channel in slot_words()["read_channels"]
    comma = "，" if question.language == "zh" else ", "
    told = comma.join(
        f"{say(f'measure_names.{_called(name, read)}', question.language)} {_counted(value, question)}"
        for name, (_, value) in zip(wanted, asked, strict=True)
    )
    text = say(
        "post_results",
        question.language,
        title=_shown(post),
        platform=platform_name(post.channel, question.language),
        told=told,
    )
    evidence = [at_hand.figures.evidence(query, text) for query, _ in asked]
    held = [one for one in evidence if one is not None]
    return [Claim(text=text, evidence=[*held, passage(post.id, _title(post))])] if held else []


def _counted(value: float | None, question: Question) -> str:
    return read_aloud(value or 0.0, "count", question.language)


def _called(measure: str, read: bool) -> str:
    return "reads" if measure == "plays" and read else measure


def answer_post_count(question: Question, at_hand: AtHand) -> list[Claim]:
    """Say how many pieces the campaign published, on the platform asked for."""
    channel = question.platforms[0] if question.platforms else None
    query, value = at_hand.figures.ask("count", "posts", channel=channel)
    if not value:
        return []
    place = platform_name(channel, question.language) if channel else say("all_channels", question.language)
    text = say("post_count", question.language, platform=place, count=read_aloud(value, "count", question.language))
    evidence = at_hand.figures.evidence(query, text)
    return [Claim(text=text, evidence=[evidence])] if evidence else []


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


def speaks_of_posts(question: Question) -> bool:
    """Say whether a question speaks of the campaign's own pieces."""
    return speaks(slot_words()["posts"], question.folded) or bool(question.measure)
