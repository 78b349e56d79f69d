"""Answers from what viewers wrote: how many, what share, and in their words."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from copilot.agent.at_hand import AtHand, say
from copilot.agent.question import Question, answer_words
from copilot.domain.draft import Claim
from copilot.domain.value import Language
from copilot.insight.figures import read_aloud
from copilot.insight.quotes import Quoter
from copilot.retrieval.text import fold

_QUOTES = 3
_LONGEST = {"zh": 80, "en": 220}
_SENTENCE = re.compile(r"[^。！!?？；;\n]+[。！!?？；;]*")


def filters_of(question: Question, at_hand: AtHand) -> dict[str, object]:
    """Turn what a question says about reviews into figure filters."""
    words = [*question.topic, *(question.rest if not question.aspect else [])]
    known = {name.casefold(): name for name in set(at_hand.case.voices.platforms) if name}
    spoken = {name: [name, *answer_words()["platforms"].get(name, [])] for name in known}
    platform, said = next(
        ((known[name], str(word)) for name, called in spoken.items() for word in called if word in question.folded),
        (None, ""),
    )
    words = [word for word in words if not said or said not in word]
    return {
        "watched": question.watched,
        "polarity": question.polarity or None,
        "aspect": question.aspect or None,
        "contains": "|".join(words) or None,
        "platform": platform,
    }


def _terms(filters: dict[str, object], language: Language) -> str:
    said = []
    if filters["watched"] is not None:
        said.append(say("terms.watched" if filters["watched"] else "terms.unwatched", language))
    if filters["aspect"]:
        said.append(say(f"aspect_names.{filters['aspect']}", language))
    if filters["polarity"]:
        said.append(say(f"terms.{filters['polarity']}", language))
    if filters["contains"]:
        said.append(say("terms.contains", language, words=str(filters["contains"]).replace("|", "/")))
    if filters["platform"]:
        said.append(platform_name(str(filters["platform"]), language))
    return ("、" if language == "zh" else ", ").join(said) or say("terms.all", language)


def answer_count(question: Question, at_hand: AtHand, kind: str) -> list[Claim]:
    """Count reviews or give their share; empty when none match."""
    filters = filters_of(question, at_hand)
    query, value = at_hand.figures.ask(kind, "reviews", **filters)
    if not value:
        return []
    spoken = read_aloud(value, kind, question.language)
    text = say(kind, question.language, **{kind: spoken}, terms=_terms(filters, question.language))
    evidence = at_hand.figures.evidence(query, text)
    return [Claim(text=text, evidence=[evidence])] if evidence else []


def answer_opinion(question: Question, at_hand: AtHand) -> list[Claim]:
    """Say how many speak of the topic, how many favourably, and quote some; empty when nobody does."""
    filters = filters_of(question, at_hand)
    topical = {key: filters[key] for key in ("aspect", "contains", "platform", "watched")}
    if not filters["aspect"] and not filters["contains"]:
        return [*_overall(question, at_hand, filters), *_quotes(question, at_hand, filters)]
    count_query, count = at_hand.figures.ask("count", "reviews", **topical)
    good_query, good = at_hand.figures.ask("count", "reviews", **{**topical, "polarity": "positive"})
    if not count:
        return []
    language = question.language
    aspect = say(f"aspect_names.{filters['aspect']}", language) if filters["aspect"] else ""
    mark = "“{}”" if language == "zh" else " “{}”"
    named = mark.format(str(filters["contains"]).replace("|", "/")) if filters["contains"] else ""
    spoken = {"count": read_aloud(count, "count", language), "positive": read_aloud(good or 0, "count", language)}
    text = say("topic", language, topic=(aspect + named).strip(), **spoken)
    evidence = [at_hand.figures.evidence(count_query, text), at_hand.figures.evidence(good_query, text)]
    return [Claim(text=text, evidence=[one for one in evidence if one]), *_quotes(question, at_hand, filters)]


def _overall(question: Question, at_hand: AtHand, filters: dict[str, object]) -> list[Claim]:
    """Say how pleased those are who watched; of those who have not, only how many wrote."""
    platform, language = filters["platform"], question.language
    if filters["watched"] is False or filters["polarity"]:
        return answer_count(question, at_hand, "count")
    share_query, share = at_hand.figures.ask("share", "reviews", watched=True, polarity="positive", platform=platform)
    count_query, count = at_hand.figures.ask("count", "reviews", watched=True, platform=platform)
    if share is None or not count:
        return []
    spoken = {"share": read_aloud(share, "share", language), "count": read_aloud(count, "count", language)}
    place = say("on_platform", language, name=platform_name(str(platform), language)) if platform else ""
    text = place + say("overall", language, **spoken)
    evidence = [at_hand.figures.evidence(share_query, text), at_hand.figures.evidence(count_query, text)]
    return [Claim(text=text, evidence=[one for one in evidence if one])]


def platform_name(platform: str, language: Language) -> str:
    """Name a platform as people do."""
    called = answer_words()["platforms"].get(platform, [platform])
    return str(called[0] if language == "zh" else called[-1] if str(called[-1]).isascii() else platform)


def _quotes(question: Question, at_hand: AtHand, filters: dict[str, object]) -> list[Claim]:
    """Quote reviews that match, those that search found first."""
    plain = {
        key: str(int(value)) if isinstance(value, bool) else str(value)
        for key, value in filters.items()
        if value is not None
    }
    mask: NDArray[np.bool_] = at_hand.figures.mask(**plain)
    rows = np.flatnonzero(mask)
    found = {hit.source for hit in at_hand.hits if hit.kind == "review"}
    first = [int(row) for row in rows if at_hand.case.voices.ids[row] in found]
    pattern = _spoken_of(question, filters)
    quoter = Quoter(at_hand.case)

    def spans(text: str) -> list[tuple[int, int]]:
        return [match.span() for match in pattern.finditer(text)]

    quotes = quoter.choose(first, spans, _QUOTES) if first else []
    if len(quotes) < _QUOTES:
        held = {one.source for one in quotes}
        more = quoter.choose(rows, spans, _QUOTES)
        quotes += [one for one in more if one.source not in held][: _QUOTES - len(quotes)]
    return [Claim(text=say("quote", question.language, words=one.text), evidence=[one]) for one in quotes]


def answer_spoken(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote viewers who speak of every word that is left of a question, in any of its usual other words."""
    other = answer_words()["synonyms"]
    asked = [*question.topic, *question.rest]
    if not asked or not (question.about_reviews or question.series):
        return []
    keys = [key for key in other if key in question.folded]
    groups = [[fold(str(one)) for one in other[key]] for key in keys]
    groups += [[fold(word)] for word in asked if not any(word in key for key in keys)]
    if question.series:
        groups.append([fold(str(one)) for one in answer_words()["series_words"].get(question.series, [])])
    if not all(groups):
        return []
    texts = [text.casefold() for text in at_hand.case.voices.texts]
    rows = [row for row, text in enumerate(texts) if all(any(word in text for word in group) for group in groups)]
    pattern = re.compile("|".join(map(re.escape, groups[0])), re.IGNORECASE)
    chosen = Quoter(at_hand.case).choose(rows, lambda text: [m.span() for m in pattern.finditer(text)], _QUOTES)
    return [Claim(text=say("quote", question.language, words=one.text), evidence=[one]) for one in chosen]


def _spoken_of(question: Question, filters: dict[str, object]) -> re.Pattern[str]:
    """Match the words a quote must hold: the topic's, or any sentence when there is none."""
    words = [str(word) for word in answer_words()["aspects"].get(question.aspect, [])] if question.aspect else []
    words += str(filters["contains"]).split("|") if filters["contains"] else []
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE) if words else _SENTENCE
