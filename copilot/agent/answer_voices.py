"""Answers from what viewers wrote: how many, what share, which platform, and in their words."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from copilot.agent.at_hand import AtHand, inner, say
from copilot.agent.film_calendar import day_filters
from copilot.agent.lexicon_words import answer_words, chinese_of, slot_words, speaks
from copilot.agent.name_readings import is_reading
from copilot.agent.question import Question
from copilot.agent.question_words import aliases_of, kin_words
from copilot.domain.draft import Claim
from copilot.domain.value import Language
from copilot.insight.figures import read_aloud
from copilot.insight.quotes import Quoter
from copilot.retrieval.text import fold, stem

_QUOTES = 3
SENTENCE = re.compile(r"[^。！!?？；;\n]+[。！!?？；;]*")
_FULL_NAME = 3
_SHARED_KEYS = ("watched", "from_", "to", "platform")


def filters_of(question: Question, at_hand: AtHand) -> dict[str, object]:
    """Turn what a question says about reviews into figure filters."""
    held = set(at_hand.case.voices.platforms)
    platform = next((name for name in question.platforms if name in held), None)
    groups = groups_of(question, at_hand)
    return {
        "watched": question.watched,
        "polarity": question.polarity or None,
        "aspect": (question.aspect or None) if not groups else None,
        "contains": "&".join("|".join(group) for group in groups) or None,
        "platform": platform,
        "stars": question.stars,
        **{"from_": None, "to": None, **day_filters(question.windows)},
        "language": "en" if speaks(slot_words()["foreign"], question.folded) else None,
    }


def groups_of(question: Question, at_hand: AtHand) -> list[list[str]]:
    """List what a review must speak of, each in the ways viewers may write it; it must hold one way of each."""
    people = [name for name in question.topic if name not in question.quoted]
    found = [[words] for words in question.quoted]
    found += [_spoken_names(name, question, at_hand) for name in people]
    things = slot_words()["aspect_things"]
    spoken_of = [str(way) for word in things if speaks((word,), question.folded) for way in things[word]]
    found += [list(dict.fromkeys(spoken_of))] if spoken_of else []
    spoken = slot_words()["spoken_things"]
    found += [list(map(str, spoken[word])) for word in spoken if speaks((word,), question.folded)][:1]
    left = [word for word in question.rest if not question.aspect or not _is_of_aspect(word, question.aspect)]
    if not question.aspect or not found:
        found += [_held(spellings(word), at_hand) for word in left]
    return found


def words_of(question: Question, at_hand: AtHand) -> list[str]:
    """List all those ways."""
    return list(dict.fromkeys(word for group in groups_of(question, at_hand) for word in group))


def spellings(word: str) -> list[str]:
    """List a word with the others viewers use for it, in both languages."""
    folded = fold(word)
    other = answer_words()["synonyms"].get(word, [])
    chinese = chinese_of().get(folded) or chinese_of().get(stem(folded)) or []
    return list(dict.fromkeys([folded, *map(fold, map(str, other)), *map(fold, chinese)]))


def _held(spelt: list[str], at_hand: AtHand) -> list[str]:
    held = [one for one in spelt if any(one in text for text in at_hand.folded_reviews)]
    return list(dict.fromkeys([spelt[0], *held]))


def _spoken_names(name: str, question: Question, at_hand: AtHand) -> list[str]:
    """Return how viewers call someone: by the whole name, without the family name, or as the question does."""
    whole = fold(name)
    short = whole[1:] if len(whole) == _FULL_NAME and not whole.isascii() else whole
    own = [one for one in question.called if one in aliases_of(name) or (one.isascii() and is_reading(one, name))]
    kin = [one for one in question.called if one in kin_words()]
    if kin:
        return _held([way for one in kin for way in spellings(one)] + [fold(name)[1:]], at_hand)
    return _held(list(dict.fromkeys([whole, short, *own])), at_hand)


def _is_of_aspect(word: str, aspect: str) -> bool:
    return any(word in str(said) or str(said) in word for said in answer_words()["aspects"].get(aspect, []))


def _terms(filters: dict[str, object], language: Language) -> str:
    ways: dict[str, Callable[[object], str]] = {
        "watched": lambda seen: say("terms.watched" if seen else "terms.unwatched", language),
        "aspect": lambda aspect: say(f"aspect_names.{aspect}", language),
        "polarity": lambda side: say(f"terms.{side}", language),
        "contains": lambda _: say("terms.contains", language, words=_read_words(filters)),
        "stars": lambda count: say("terms.stars", language, count=count),
        "platform": lambda platform: platform_name(str(platform), language),
        "to": lambda last: say("terms.days", language, first=filters["from_"], last=last),
        "language": lambda _: say("terms.english", language),
    }
    said = [way(filters[key]) for key, way in ways.items() if filters[key] is not None]
    return ("、" if language == "zh" else ", ").join(said) or say("terms.all", language)


def _read_words(filters: dict[str, object]) -> str:
    """Read the words of a filter aloud: the first way of each group."""
    return "＋".join(group.split("|")[0] for group in str(filters["contains"]).split("&"))


def answer_count(question: Question, at_hand: AtHand) -> list[Claim]:
    """Count the reviews a question describes and give their share; empty when none match."""
    filters = filters_of(question, at_hand)
    query, value = at_hand.figures.ask("count", "reviews", **filters)
    if not value:
        return []
    language = question.language
    share_query, share = at_hand.figures.ask("share", "reviews", **filters)
    narrowed = any(filters[key] for key in ("aspect", "polarity", "contains", "stars"))
    count = say("count", language, count=read_aloud(value, "count", language), terms=_terms(filters, language))
    if not narrowed or share is None:
        evidence = at_hand.figures.evidence(query, count)
        return [Claim(text=count, evidence=[evidence])] if evidence else []
    glue = "" if language == "zh" else " "
    text = count + glue + say("share", language, share=percent(share))
    found = [at_hand.figures.evidence(query, text), at_hand.figures.evidence(share_query, text)]
    return [Claim(text=text, evidence=[one for one in found if one])]


def percent(share: float) -> str:
    """Say a share in percent with one decimal."""
    return f"{share * 100:.1f}%"


def answer_opinion(question: Question, at_hand: AtHand) -> list[Claim]:
    """Say how many speak of the topic, how many favourably, and quote some; empty when nobody does."""
    filters = filters_of(question, at_hand)
    topical = {key: filters[key] for key in ("aspect", "contains", "stars", "language", *_SHARED_KEYS)}
    if not any(filters[key] for key in ("aspect", "contains", "stars")):
        return [*_overall(question, at_hand, filters), *_quotes(question, at_hand, filters)]
    count_query, count = at_hand.figures.ask("count", "reviews", **topical)
    good_query, good = at_hand.figures.ask("count", "reviews", **{**topical, "polarity": "positive"})
    if not count:
        return []
    language = question.language
    spoken = {"count": read_aloud(count, "count", language), "positive": read_aloud(good or 0, "count", language)}
    text = say("topic", language, topic=_topic(filters, language), **spoken)
    evidence = [at_hand.figures.evidence(count_query, text), at_hand.figures.evidence(good_query, text)]
    claim = Claim(text=text, evidence=[one for one in evidence if one])
    return [claim, *(_quotes(question, at_hand, filters) or _quotes(question, at_hand, {**filters, "polarity": None}))]


def _topic(filters: dict[str, object], language: Language) -> str:
    aspect = say(f"aspect_names.{filters['aspect']}", language) if filters["aspect"] else ""
    mark = "“{}”" if language == "zh" else " “{}”"
    named = mark.format(_read_words(filters)) if filters["contains"] else ""
    stars = say("terms.stars", language, count=filters["stars"]) if filters["stars"] else ""
    return (aspect + named + stars).strip()


def _overall(question: Question, at_hand: AtHand, filters: dict[str, object]) -> list[Claim]:
    """Say how pleased those are who watched; of those who have not, only how many wrote."""
    platform, language = filters["platform"], question.language
    if filters["watched"] is False or filters["polarity"]:
        return answer_count(question, at_hand)
    base = {key: filters[key] for key in ("platform", "from_", "to", "language")}
    share_query, share = at_hand.figures.ask("share", "reviews", watched=True, polarity="positive", **base)
    count_query, count = at_hand.figures.ask("count", "reviews", watched=True, **base)
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
    return [Claim(text=say("quote", question.language, words=inner(one.text)), evidence=[one]) for one in quotes]


def answer_spoken(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote viewers who speak of every word that is left of a question, in any of its usual other words."""
    asked = [*question.topic, *question.rest]
    if not asked:
        return []
    groups = groups_of(question, at_hand)
    if question.series:
        groups.append([fold(str(one)) for one in answer_words()["series_words"].get(question.series, [])])
    if not all(groups):
        return []
    texts = at_hand.folded_reviews
    rows = [row for row, text in enumerate(texts) if all(any(word in text for word in group) for group in groups)]
    pattern = re.compile("|".join(map(re.escape, groups[0])), re.IGNORECASE)
    chosen = Quoter(at_hand.case).choose(rows, lambda text: [m.span() for m in pattern.finditer(text)], _QUOTES)
    return [Claim(text=say("quote", question.language, words=inner(one.text)), evidence=[one]) for one in chosen]


def _spoken_of(question: Question, filters: dict[str, object]) -> re.Pattern[str]:
    """Match the words a quote must hold: the topic's, or any sentence when there is none."""
    words = [str(word) for word in answer_words()["aspects"].get(question.aspect, [])] if filters["aspect"] else []
    words += [word for group in str(filters["contains"] or "").split("&") for word in group.split("|") if word]
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE) if words else SENTENCE
