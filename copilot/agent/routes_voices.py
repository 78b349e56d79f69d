"""Answers from what viewers wrote and from the daily series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from copilot.agent.answer_passages import cite_unit
from copilot.agent.answer_posts import answer_post_count
from copilot.agent.answer_reply import Reply, Route, is_about_nothing_else, known_word, nouns_left, told
from copilot.agent.answer_requests import (
    answer_most_liked,
    answer_platforms,
    answer_stars,
    asks_for_liked,
    request_claims,
)
from copilot.agent.answer_series import answer_series
from copilot.agent.answer_themes import theme_claims
from copilot.agent.answer_voices import answer_count, answer_opinion, answer_spoken, words_of
from copilot.agent.at_hand import AtHand
from copilot.agent.facts_stated import state_fact
from copilot.agent.film_calendar import Window
from copilot.agent.lexicon_words import all_of, answer_words, slot_words, speaks
from copilot.agent.likely_kinds import is_qualified
from copilot.agent.posts_meant import named_posts
from copilot.agent.question import Question
from copilot.domain.draft import Claim
from copilot.retrieval.facts import fact_of
from copilot.retrieval.text import fold

_OF_PEOPLE = ("review_volume", "word_of_mouth", "wants", "topic_reads", "topic_plays", "admissions")
"""Series that a question may ask for in words that speak of people or their comments."""
_UNLIKELY = 0.06
_CERTAIN = 0.5
_PLAINLY = 0.25
"""Likelihood of a series at which takings are meant where none is named."""


def _themes(kind: str) -> Route:
    """Answer from the theme board; a question about one person or thing is answered by what viewers say of it."""

    def answer(asked: Question, at_hand: AtHand) -> Reply | None:
        if at_hand.diagnosis is None or not is_about_nothing_else(asked, at_hand):
            return None
        narrowed = asked.platforms or asked.stars or any(window.called != "latest" for window in asked.windows)
        if asked.topic or nouns_left(asked) or narrowed or (asked.aspect and kind != "asks"):
            return answer_by_opinion(asked, at_hand)
        return told("themes", theme_claims(asked, at_hand.diagnosis, kind)) or _spare(asked, at_hand, kind)

    return answer


def _spare(asked: Question, at_hand: AtHand, kind: str) -> Reply | None:
    """Answer what the theme board has nothing on: of arguments, from the team's notes on what was argued about."""
    if kind != "argues":
        return answer_by_opinion(asked, at_hand)
    words = list(map(str, slot_words()["arguing"]))
    noted = [unit for unit in at_hand.units if unit.kind == "post" and any(word in unit.folded for word in words)]
    return told("posts", [cite_unit(asked, unit, at_hand) for unit in noted[:3]])


def _requests(asked: Question, at_hand: AtHand) -> Reply | None:
    """Quote what viewers ask for, beside the themes."""
    if at_hand.diagnosis is None or asked.topic:
        return None
    themes = theme_claims(asked, at_hand.diagnosis, "asks") if not nouns_left(asked) else []
    return told("themes", [*request_claims(asked, at_hand), *themes])


def _count(asked: Question, at_hand: AtHand) -> Reply | None:
    if asked.series or _means_posts(asked):
        plain = _means_posts(asked) and not nouns_left(asked) and not asked.topic and not asked.measure
        return told("posts", answer_post_count(asked, at_hand)) if plain else None
    if asked.platforms and not set(asked.platforms) & set(at_hand.case.voices.platforms):
        return None
    if speaks(slot_words()["noted_rates"], asked.folded):
        return None
    spoken = asked.about_reviews or asked.stars or asked.polarity or asked.watched is not None or asked.platforms
    if not spoken and asked.kinds and asked.kinds.get("count", 0.0) < _CERTAIN:
        return None
    return told("figures", answer_count(asked, at_hand))


def _means_posts(asked: Question) -> bool:
    return (
        speaks(slot_words()["posts"], asked.folded)
        and not asked.about_reviews
        and not asked.watched
        and not asked.stars
    )


def _stars(asked: Question, at_hand: AtHand) -> Reply | None:
    if not speaks(slot_words()["mean_stars"], asked.folded) or not (asked.platforms or asked.about_reviews):
        return None
    return told("figures", answer_stars(asked, at_hand))


def _share(asked: Question, at_hand: AtHand) -> Reply | None:
    compares = len(asked.platforms) > 1 or speaks(slot_words()["which_platform"], asked.folded)
    if compares and not nouns_left(asked) and not asked.topic:
        return told("figures", answer_platforms(asked, at_hand))
    return _count(asked, at_hand)


def answer_by_opinion(asked: Question, at_hand: AtHand) -> Reply | None:
    """Say what viewers think of what a question speaks of."""
    others = speaks(answer_words()["needs"]["press"], asked.folded)
    if asked.all_series or others or not is_about_nothing_else(asked, at_hand):
        return None
    if asked.platforms and not set(asked.platforms) & set(at_hand.case.voices.platforms):
        return None
    if asks_for_liked(asked):
        return told("voices", answer_most_liked(asked, at_hand))
    return told("voices", answer_opinion(asked, at_hand))


def answer_by_series(asked: Question, at_hand: AtHand) -> Reply | None:
    """Say what a daily series gives, where nothing narrows it further than the data does."""
    asked = _on_day_of(asked, at_hand)
    bare = not (asked.windows or asked.extreme or asked.total)
    if bare and asked.kinds and asked.kinds.get("series", 0.0) < _UNLIKELY:
        return None
    if _narrows(asked, at_hand) or asked.topic or (asked.about_reviews and asked.series not in _OF_PEOPLE):
        return told("voices", answer_spoken(asked, at_hand)) if asked.about_reviews or nouns_left(asked) else None
    plainly = asked.kinds.get("series", 0) >= _PLAINLY and not asked.platforms and not asked.measure
    if not asked.all_series and plainly and (asked.windows or asked.extreme or asked.total):
        asked = replace(asked, series="takings", all_series=["takings"])
    claims = answer_series(asked, at_hand)
    return told("series", [*_stated_before(asked, at_hand), *claims] if claims else [])


def _on_day_of(asked: Question, at_hand: AtHand) -> Question:
    """Take the day a post came out, where a question means a day by it, for the day asked for."""
    if asked.windows or not asked.all_series or not speaks(slot_words()["that_day"], asked.folded):
        return asked
    kinds = all_of(slot_words()["asset_titles"], asked.folded)
    named = named_posts(asked, at_hand, by_title=True)
    named = named or [post for post in at_hand.case.posts if any(kind in post.title for kind in kinds)]
    days = sorted(post.day for post in named if post.day is not None)
    if not days:
        return asked
    return replace(asked, windows=[Window(days[0], days[0], "date")], rest=[], matter=[], topic=[], quoted=[])


def _narrows(asked: Question, at_hand: AtHand) -> bool:
    """Say whether the words left of a question narrow a series as no data does.

    Where it plainly asks for a series, only names, words of data no folder holds and words of this film's do.
    """
    left = nouns_left(asked)
    plainly = asked.kinds.get("series", 0.0) >= _CERTAIN and asked.all_series
    if not left or not plainly:
        return bool(left)
    named = any(word in asked.strange for word in left)
    return named or is_qualified(asked) or any(known_word(word, at_hand) for word in left)


def _stated_before(asked: Question, at_hand: AtHand) -> list[Claim]:
    """State what the dossier itself says of a series before release, such as how many wanted to see the film."""
    if not any(window.called == "before" for window in asked.windows) or len(asked.windows) > 1:
        return []
    words = [fold(str(word)) for word in slot_words()["stated_before"].get(asked.series, [])]
    held = [(one, fact) for one in at_hand.facts if (fact := fact_of(one.text))]
    return [
        state_fact(replace(asked, windows=[], verifies=False), at_hand, entry, fact)[0]
        for entry, fact in held
        if words and all(word in fold(fact.attribute) for word in words)
    ]


def answer_by_quotes(asked: Question, at_hand: AtHand) -> Reply | None:
    """Quote viewers on what is left of the question, where it asks about viewers."""
    if not (asked.about_reviews or asked.platforms or speaks(slot_words()["exists"], asked.folded)):
        return None
    words = words_of(asked, at_hand)
    if not words or not all(any(fold(word) in text for text in at_hand.folded_reviews) for word in words):
        return None
    return answer_by_opinion(replace(asked, all_series=[], series=""), at_hand)


VOICE_ROUTES: Mapping[str, Route] = {
    "series": answer_by_series,
    "count": _count,
    "share": _share,
    "stars": _stars,
    "opinion": answer_by_opinion,
    "argues": _themes("argues"),
    "moves": _themes("moves"),
    "asks": _requests,
    "shares": _themes("shares"),
    "complains": _themes("complains"),
}
