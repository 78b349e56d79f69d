"""Answers from reviews by comparing platforms, by what most people liked, and by what viewers ask for."""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from copilot.agent.answer_voices import SENTENCE, filters_of, groups_of, percent, platform_name
from copilot.agent.at_hand import AtHand, inner, say
from copilot.agent.film_calendar import day_filters
from copilot.agent.lexicon_words import lexicon, slot_words, speaks
from copilot.agent.question import Question
from copilot.domain.draft import Claim
from copilot.domain.evidence import quote
from copilot.insight.figures import read_aloud
from copilot.insight.quotes import Quoter

_QUOTES = 3
_REQUESTS = 6
_BEGINNING = 90
"""Characters of a review's beginning that are quoted."""
_FEWEST = 5
"""A platform with fewer voices is not compared with others."""


def answer_platforms(question: Question, at_hand: AtHand) -> list[Claim]:
    """Compare the platforms by how many reviews and what share of viewers pleased, the most pleased first."""
    sides = []
    for platform in sorted(set(at_hand.case.voices.platforms) - {""}):
        count_query, count = at_hand.figures.ask("count", "reviews", watched=True, platform=platform)
        share_query, share = at_hand.figures.ask(
            "share", "reviews", watched=True, platform=platform, polarity="positive"
        )
        wanted = not question.platforms or platform in question.platforms
        if wanted and count and share is not None and count >= _FEWEST:
            sides.append((share, count, platform, (share_query, count_query)))
    sides.sort(reverse=question.extreme != "min" and question.polarity != "negative")
    claims = []
    for share, count, platform, queries in sides:
        name = platform_name(platform, question.language)
        spoken = read_aloud(count, "count", question.language)
        text = say("platform_line", question.language, name=name, share=percent(share), count=spoken)
        found = [at_hand.figures.evidence(query, text) for query in queries]
        claims.append(Claim(text=text, evidence=[one for one in found if one]))
    return claims


def answer_stars(question: Question, at_hand: AtHand) -> list[Claim]:
    """Say how many stars the imported reviews give on average, on the platforms asked for or on each that has them."""
    spans = day_filters(question.windows)
    claims = []
    for platform in question.platforms or ["", *sorted(set(at_hand.case.voices.platforms) - {""})]:
        query, mean = at_hand.figures.ask("mean", "stars", platform=platform or None, **spans)
        if mean is None:
            continue
        rated = [
            at_hand.figures.ask("count", "reviews", platform=platform or None, stars=n, **spans) for n in range(1, 6)
        ]
        place = platform_name(platform, question.language) if platform else say("all_platforms", question.language)
        count = read_aloud(sum(value or 0 for _, value in rated), "count", question.language)
        text = say("mean_stars", question.language, platform=place, value=f"{mean:.2f}", count=count)
        found = [at_hand.figures.evidence(one, text) for one, _ in [(query, mean), *rated]]
        claims.append(Claim(text=text, evidence=[one for one in found if one]))
    return claims


def answer_most_liked(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote the reviews most people liked, among those a question describes."""
    filters = {**filters_of(question, at_hand), "contains": None}
    if filters["polarity"] == "positive":
        filters["polarity"] = None
    plain = {k: str(int(v)) if isinstance(v, bool) else str(v) for k, v in filters.items() if v is not None}
    rows = np.flatnonzero(at_hand.figures.mask(**plain))
    ranked = sorted(rows, key=lambda row: -int(at_hand.case.voices.likes[row]))[:_QUOTES]
    return [claim for row in ranked if (claim := _liked(question, at_hand, int(row)))]


def _liked(question: Question, at_hand: AtHand, row: int) -> Claim | None:
    """Quote how a review begins, with its likes; None where every sentence tells what may not be told yet."""
    voices, quoter = at_hand.case.voices, Quoter(at_hand.case)
    text, review = voices.texts[row], voices.ids[row]
    spans = [m.span() for m in SENTENCE.finditer(text) if m[0].strip() and not quoter.is_closed(m[0])]
    if not spans:
        return None
    start, end = spans[0]
    for following, last in spans[1:]:
        if following == end and last - start <= _BEGINNING:
            end = last
    start += len(text[start:end]) - len(text[start:end].lstrip())
    query, likes = at_hand.figures.ask("value", "review", id=review, measure="likes")
    words = inner(" ".join(text[start:end].split()))
    said = read_aloud(likes or 0.0, "count", question.language)
    place = platform_name(voices.platforms[row], question.language)
    told = say("liked_quote", question.language, words=words, likes=said, platform=place)
    figure = at_hand.figures.evidence(query, told)
    return Claim(text=told, evidence=[quote(review, text, start, end), *([figure] if figure else [])])


def request_claims(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote what viewers ask for, one of each thing: what the question names first, then the most asked."""
    rows = np.flatnonzero(at_hand.figures.mask())
    quoter, found = Quoter(at_hand.case), []
    for pattern in request_patterns():
        held = [int(row) for row in rows if pattern.search(at_hand.case.voices.texts[row])]
        quotes = quoter.choose(held, lambda text, asked=pattern: [m.span() for m in asked.finditer(text)], 1)  # type: ignore[misc]
        words = [word for group in groups_of(question, at_hand) for word in group]
        found += [(any(word in one.text for word in words), len(held), one) for one in quotes]
    found.sort(key=lambda one: (-one[0], -one[1]))
    return [
        Claim(text=say("request", question.language, words=inner(one.text)), evidence=[one])
        for _, _, one in found[:_REQUESTS]
    ]


@cache
def request_patterns() -> list[re.Pattern[str]]:
    """Read what viewers ask for, from knowledge/lexicons/requests.yaml, one pattern a thing."""
    return [re.compile("|".join(map(str, ways)), re.IGNORECASE) for ways in lexicon("requests")["asks"].values()]


def asks_for_liked(question: Question) -> bool:
    """Say whether a question asks for the reviews most people liked."""
    liked = speaks(slot_words()["liked"], question.folded)
    return liked and question.about_reviews
