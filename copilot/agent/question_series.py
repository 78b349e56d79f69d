"""Reads which daily series a question asks for, also where it names one only in part: 想看, 话题, wants."""

from __future__ import annotations

import re

from copilot.agent.lexicon_words import all_of, answer_words, first_of, pattern, slot_words, speaks

_TOPICS = {"topic_reads": "weibo", "topic_plays": "douyin"}
"""Series of a topic → the platform they count on."""


_OF_REVIEWS = ("评论", "短评", "影评", "留言", "comment", "comments", "review", "reviews")
"""Beside these, 想看 tells who wrote rather than how many marked the film."""


def series_in(bare: str, dated: bool) -> tuple[list[str], str]:
    """List the daily series a folded text asks for.

    Args:
        bare: The question without its titles and days.
        dated: Whether it named a day or a span.

    Returns:
        The series' names, and the text with the words that mean only the attention a film draws blanked out.
    """
    slots = slot_words()
    found = [
        name
        for name in _apart(all_of(slots["series"], bare), bare)
        if name not in _TOPICS or not _topics_elsewhere(bare)
    ]
    counts = dated or speaks(answer_words()["how_many"], bare) or bool(first_of(slots["extremes"], bare))
    asks = (
        counts or speaks(slots["moves"], bare) or speaks(answer_words()["when"], bare) or speaks(slots["tallies"], bare)
    )
    if set(found) <= {"wants"} and speaks(_OF_REVIEWS, bare) and not dated:
        return [], bare
    if not asks or speaks(slots["attention"]["others"], bare):
        return found or _priced(bare, counts), bare
    wanted = re.search(slots["attention"]["wants"], bare)
    if wanted is not None and not set(found) - {"wants"}:
        return ["wants"], _blank(slots["attention"]["wants"], bare)
    if re.search(slots["attention"]["topic"], bare) and not set(found) - set(_TOPICS):
        return found or _topics(bare), _blank(slots["attention"]["topic"], bare)
    return found or _priced(bare, counts), bare


def _apart(found: list[str], bare: str) -> list[str]:
    """Take 排片…多少场 for showings alone: their number is asked for, not their share."""
    counted = re.search(r"(?:多少|几)场|how many (?:shows|showings|screenings)", bare)
    return [name for name in found if name != "share_shows"] if counted and "shows" in found else found


def _topics_elsewhere(bare: str) -> bool:
    return bool(set(all_of(answer_words()["platforms"], bare)) - set(_TOPICS.values()))


def _blank(expression: str, text: str) -> str:
    return re.sub(expression, lambda match: " " * len(match[0]), text)


def _topics(bare: str) -> list[str]:
    """Take a topic for Weibo's reads or Douyin's plays by the platform or the measure named, for both by neither."""
    if _topics_elsewhere(bare):
        return []
    platforms, measure = all_of(answer_words()["platforms"], bare), first_of(slot_words()["measures"], bare)
    reads, plays = "weibo" in platforms or measure == "reads", "douyin" in platforms or measure == "plays"
    both = reads == plays
    return [name for name, meant in (("topic_reads", reads or both), ("topic_plays", plays or both)) if meant]


def _priced(bare: str, counts: bool) -> list[str]:
    """Take 票价 for the series of prices where the question asks for a number or a day of it."""
    return ["avg_price"] if counts and pattern(("票价", "ticket price", "ticket prices")).search(bare) else []
