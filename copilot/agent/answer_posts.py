"""Answers from the campaign's own posts: the best and the worst, one that is named, and how many there were."""

from __future__ import annotations

import re

from copilot.agent.answer_voices import platform_name
from copilot.agent.at_hand import AtHand, inner, noted, say, spoken_day
from copilot.agent.film_calendar import day_filters
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.posts_meant import named_posts, posts_of, whole_of
from copilot.agent.question import Question
from copilot.agent.question_terms import terms_of
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.domain.imported import Post
from copilot.insight.figures import read_aloud
from copilot.retrieval.sentences import sentences
from copilot.retrieval.text import fold

_SEEN = ("plays", "reads", "impressions")
_TOP = 3
_SEVERAL = ("哪些", "哪几", "都", "类", "角度", "那组", "几条", "几篇", "which", "those", "kind of", "posts", "ones")
"""Words by which a question may mean more posts than a few."""
_FEW, _LISTED = 4, 12
_MEASURES = ("plays", "likes", "comments", "shares", "saves", "impressions")


def answer_best_post(question: Question, at_hand: AtHand) -> list[Claim]:
    """Name the posts that did best on the measure asked for, or for each view; empty without such results."""
    posts = _about(question, posts_of(question, at_hand))
    worst = question.extreme == "min"
    if speaks(slot_words()["noted_rates"], question.folded):
        return _noted(question, posts, worst)
    if question.measure and question.total and not question.extreme:
        return _summed(question, at_hand)
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


def _noted(question: Question, posts: list[Post], worst: bool) -> list[Claim]:
    """Tell the notes of the posts that give the rate asked for, the best or the worst; empty when no note does."""
    words = [str(word).removesuffix("率") for word in slot_words()["noted_rates"] if str(word) in question.folded]
    held = [
        (int(match[1]), post)
        for post in posts
        for word in words[:1]
        if (match := re.search(rf"{re.escape(word)}率?\s*(\d+)%", post.note))
    ]
    if not held:
        return [
            claim for post in posts if any(word in post.note for word in words) for claim in note_of(question, post)
        ]
    pick = min if worst else max
    return note_of(question, pick(held, key=lambda one: one[0])[1])


def _summed(question: Question, at_hand: AtHand) -> list[Claim]:
    """Add a measure up over all posts, or those on the platform asked for."""
    measure = "plays" if question.measure == "reads" else question.measure
    channel = question.platforms[0] if question.platforms else None
    query, value = at_hand.figures.ask("sum", "posts", measure=measure, channel=channel)
    if not value:
        return []
    text = say(
        "post_sum",
        question.language,
        platform=platform_name(channel, question.language) if channel else say("all_channels", question.language),
        measure=say(f"measure_names.{question.measure}", question.language),
        value=read_aloud(value, "count", question.language),
    )
    evidence = at_hand.figures.evidence(query, text)
    return [Claim(text=text, evidence=[evidence])] if evidence else []


def _about(question: Question, posts: list[Post]) -> list[Post]:
    """Keep the posts that hold one of the question's terms, where any does."""
    terms = [word for group in terms_of(question) for word in group]
    held = [post for post in posts if any(word in whole_of(post) for word in terms)]
    loose = question.measure or question.extreme
    return held or (posts if loose or not terms else [])


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
    words = inner(noted(post.note).strip("。"))
    text = say("post_note", question.language, title=_shown(post), words=words + "。")
    return [Claim(text=text, evidence=[passage(post.id, post.note), passage(post.id, _title(post))])]


def answer_named_post(question: Question, at_hand: AtHand) -> list[Claim]:
    """Tell how the post a question names did and what the team noted on it; empty when it names none or too many."""
    found = named_posts(question, at_hand)
    if len(found) > _TOP and not (question.quoted or question.windows or speaks(_SEVERAL, question.folded)):
        return []
    if len(found) > _TOP:
        found = sorted((post for post in found if post.note), key=lambda post: -post.results.get("plays", 0.0))
    return [claim for post in found[:_TOP] for claim in _told(question, at_hand, post)]


def _told(question: Question, at_hand: AtHand, post: Post) -> list[Claim]:
    claims = []
    if speaks((*slot_words()["retros"], *slot_words()["noted_rates"]), question.folded) and post.note:
        return note_of(question, post)
    measured = question.measure and not speaks(slot_words()["measures"][question.measure], fold(post.title))
    if measured or question.wants == "how_many":
        claims += _results(question, at_hand, post)
    if question.wants == "when" and post.day is not None:
        claims += published_on(question, post)
    if speaks((*slot_words()["lines"], *slot_words()["hashtag_asks"]), question.folded) and post.text:
        text = say("post_text", question.language, title=_shown(post), words=_shown_text(post))
        claims.append(Claim(text=text, evidence=[passage(post.id, post.text), passage(post.id, _title(post))]))
    if claims and not question.asks_why and (measured or question.wants != "how_many"):
        return claims
    return [*claims, *note_of(question, post)] or _results(question, at_hand, post)


def published_on(question: Question, post: Post) -> list[Claim]:
    """Say on which day a post came out; empty when its day is not known."""
    if post.day is None:
        return []
    platform, day = platform_name(post.channel, question.language), spoken_day(post.day, question.language)
    text = say("post_day", question.language, title=_shown(post), day=day, platform=platform)
    return [Claim(text=text, evidence=[passage(post.id, _title(post)), passage(post.id, post.day.isoformat())])]


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
    """Say how many pieces the campaign published, on the platform and days asked for, and list a few by title."""
    channel = question.platforms[0] if question.platforms else None
    days = day_filters(question.windows)
    query, value = at_hand.figures.ask("count", "posts", channel=channel, **days)
    if not value:
        return []
    place = platform_name(channel, question.language) if channel else say("all_channels", question.language)
    text = say("post_count", question.language, platform=place, count=read_aloud(value, "count", question.language))
    evidence = at_hand.figures.evidence(query, text)
    return [Claim(text=text, evidence=[evidence]), *_titles(question, at_hand)] if evidence else []


def _titles(question: Question, at_hand: AtHand) -> list[Claim]:
    """List the posts by title where they are few or a list is asked for."""
    posts = posts_of(question, at_hand)
    if len(posts) > (_LISTED if speaks(slot_words()["lists"], question.folded) else _FEW):
        return []
    mark = "、" if question.language == "zh" else ", "
    named = mark.join(f"“{_shown(post)}”" for post in posts)
    text = say("post_titles", question.language, titles=named)
    return [Claim(text=text, evidence=[passage(post.id, _title(post)) for post in posts])] if posts else []
