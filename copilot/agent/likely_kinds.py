"""Lists the kinds of thing a question may ask for, the likeliest first."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from copilot.agent.answer_facts import spoken_share
from copilot.agent.answer_requests import asks_for_liked
from copilot.agent.at_hand import AtHand
from copilot.agent.facts_stated import spoiler_claims
from copilot.agent.lexicon_words import answer_words, asked_attributes, first_of, slot_words, speaks
from copilot.agent.posts_meant import is_titled_whole, named_posts, speaks_of_posts
from copilot.agent.question import Question, wanted_attributes
from copilot.retrieval.text import fold

_LIKELY = 0.04
"""Kinds less likely than this are not tried."""
_MOST_TRIED = 6
_RAISE = 0.25
"""What a word of the lexicon, or a slot that is filled, adds to the likelihood of the kind it stands for."""
_SURE = 0.2
"""Likelihood that kinds need whose answer does not hang on the words of the question."""
_BEST = 0.12
"""The same for the likeliest kind."""
GENERAL = frozenset(
    [
        "plan",
        "drop",
        "when_drop",
        "cause",
        "audience",
        "argues",
        "moves",
        "asks",
        "shares",
        "complains",
        "ledger",
        "line",
        "tone",
        "spoiler",
    ]
)
_NAMED = 0.8
"""Share of a fact's name that a question must speak to be taken to ask for it."""
_QUALIFIES = {"money", "clock", "place", "abroad", "formats", "refunds", "people", "home", "competitor"}
"""Needs that narrow a figure to a part no folder splits it by."""
_CAST = ("no_private", "no_crew")
"""Kinds a question about who plays whom resembles, which a dossier does hold."""
_OF_INTENT = {"weekend": "series"}


def unheld_share(asked: Question, at_hand: AtHand | None = None) -> float:
    """Return how likely a question asks for data a film's folder does not hold; words of such data count as well."""
    if speaks(slot_words()["mean_stars"], asked.folded) and (asked.platforms or asked.about_reviews):
        return 0.0
    if at_hand is not None and is_titled_whole(asked, at_hand):
        return 0.0
    cast = bool(asked.topic) and speaks(slot_words()["plays"], asked.folded)
    unheld = {kind: share for kind, share in asked.kinds.items() if kind.startswith("no_")}
    share = sum(share for kind, share in unheld.items() if not (cast and kind in _CAST))
    needs = {need for need, words in answer_words()["needs"].items() if speaks(words, asked.folded)}
    sells = bool(asked.series) or speaks(slot_words()["sells"], asked.folded)
    qualified = sells and not asked.about_reviews and needs & _QUALIFIES
    told = speaks(answer_words()["told_asks"], asked.folded)
    return share + (0.2 if needs and not told else 0.0) + (0.4 if qualified else 0.0)


def has_own_matter(asked: Question) -> bool:
    """Say whether a question speaks of something that no general answer speaks of by itself."""
    return bool(
        asked.quoted or [word for word in asked.matter if not speaks(slot_words()["general_matter"], fold(word))]
    )


def is_qualified(asked: Question) -> bool:
    """Say whether a question narrows a figure to a part no folder splits it by."""
    return any(speaks(answer_words()["needs"][need], asked.folded) for need in _QUALIFIES)


def likely_kinds(asked: Question, at_hand: AtHand, tried: Collection[str]) -> list[str]:
    """List the kinds to try, the likeliest first; what the question names raises the kinds that speak of it."""
    shares = {kind: share for kind, share in asked.kinds.items() if kind in tried}
    named = (_OF_INTENT.get(intent, intent) for intent in asked.intents)
    for kind, times in [*((kind, 1) for kind in named), *_raised(asked, at_hand)]:
        if kind in tried:
            shares[kind] = shares.get(kind, 0.0) + times * _RAISE
    ranked = sorted(shares, key=lambda kind: -shares[kind])
    needed = {kind: _SURE if kind in GENERAL else _LIKELY for kind in ranked}
    needed.update(dict.fromkeys(ranked[:1], _BEST))
    return [kind for kind in ranked if shares[kind] >= needed[kind]][:_MOST_TRIED]


def _raised(asked: Question, at_hand: AtHand) -> Iterator[tuple[str, int]]:
    """Name the kinds that the slots of a question speak for, and how many times over."""
    viewers = asked.about_reviews or speaks(answer_words()["viewers"], asked.folded)
    yield from _of_voices(asked, viewers)
    if not viewers:
        yield from _of_folder(asked, at_hand)
    yield from _of_posts(asked, at_hand, viewers)
    yield from _of_lines(asked, viewers)
    if len(asked.windows) > 1 and not viewers and not asked.measure:
        yield "series", 2
    if speaks(answer_words()["told_asks"], asked.folded) or any(name in at_hand.speakers for name in asked.topic):
        yield "told", 3
    if speaks(slot_words()["spoilers"], asked.folded) and spoiler_claims(asked, at_hand):
        yield "spoiler", 3
    if speaks(slot_words()["promise_states"]["untested"], asked.folded):
        yield "ledger", 2


def _of_lines(asked: Question, viewers: bool) -> Iterator[tuple[str, int]]:
    if means_lines(asked):
        yield "asset", 2
    if speaks(slot_words()["in_assets"], asked.folded) and not viewers:
        yield "asset", 2


def _of_voices(asked: Question, viewers: bool) -> Iterator[tuple[str, int]]:
    if asked.rivals:
        yield "rival", 1
    if asks_for_liked(asked):
        yield "opinion", 3
    if speaks(slot_words()["mean_stars"], asked.folded):
        yield "stars", 4
    if speaks(slot_words()["which_platform"], asked.folded):
        yield "share", 2
    if speaks(slot_words()["tallies"], asked.folded) and viewers and not asked.extreme:
        yield "count", 2
    if asked.stars or (asked.wants == "how_many" and (viewers or asked.platforms) and not asked.series):
        yield "count", 1


def _of_folder(asked: Question, at_hand: AtHand) -> Iterator[tuple[str, int]]:
    """Name the kinds answered from dossier, series and assets, for questions that do not speak of viewers."""
    slots = slot_words()
    if asked.series:
        yield "series", 1
    if wanted_attributes(asked) - asked_attributes().broad:
        yield "fact", 2 if asked.topic or not asked.rest else 1
    if any(spoken_share(fact.attribute, asked.folded) >= _NAMED for fact in at_hand.stated):
        yield "fact", 1
    if speaks(slots["releases"], asked.folded) and asked.wants == "when":
        yield "fact", 2
    if speaks(slots["describes"], asked.folded) and asked.topic:
        yield "character", 1


def means_lines(asked: Question) -> bool:
    """Say whether a question asks for words, pictures or times of a trailer or poster."""
    slots = slot_words()
    formed = any(speaks(called, asked.folded) for called in slots["forms"].values())
    formed = formed or bool(first_of(slots["asset_titles"], asked.folded))
    lines = speaks(slots["lines"], asked.folded) or bool(first_of(slots["line_places"], asked.folded))
    lines = lines or any(speaks(slots[one], asked.folded) for one in ("running_times", "pictures", "asset_times"))
    lines = lines or (bool(asked.quoted) and formed)
    formed = formed or (bool(asked.quoted) and speaks(slots["asset_times"], asked.folded))
    others = speaks(answer_words()["told_asks"], asked.folded) or speaks(answer_words()["viewers"], asked.folded)
    return formed and lines and not others


def _of_posts(asked: Question, at_hand: AtHand, viewers: bool) -> Iterator[tuple[str, int]]:
    slots = slot_words()
    if asked.series:
        return
    if speaks(slots["noted_rates"], asked.folded):
        yield "post", 2
    retro = speaks(slots["retros"], asked.folded) and (speaks_of_posts(asked) or asked.quoted or not asked.asks_why)
    if retro or named_posts(asked, at_hand, by_title=True):
        yield "post", 2
    if asked.measure and asked.extreme and speaks_of_posts(asked) and not viewers and not asks_for_liked(asked):
        yield "best_post", 1
    under = speaks(slots["under_posts"], asked.folded)
    if speaks(slots["that_post"], asked.folded) and (under or not asked.about_reviews):
        yield "post", 2 if under else 1
