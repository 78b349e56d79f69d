"""Checks statements about the film against its dossier: names, dates, figures, places, genre and honours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.draft import Score
from copilot.evaluation.checks.names import misnamed
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.dates import release_dates
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item
from copilot.evaluation.patterns import pattern
from copilot.evaluation.text import clauses, sentences


def check_fact(item: Item, context: EvaluationContext) -> Score:
    """Find statements the dossier contradicts or, for honours and credits, does not know."""
    found = [*misnamed(item, context)]
    for name in item.fields:
        found += _dates(item, context, name)
        found += _runtime(item, context, name)
        found += _genre(item, context, name)
        found += _unknown(item, context, name)
        found += _places(item, context, name)
    return score("fact", item, context, found)


def _dates(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    release = context.dossier.release_date
    known = (
        f"{release.month}月{release.day}日" if item.language == "zh" else f"{release:%B} {release.day}, {release.year}"
    )
    for stated in release_dates(item.fields[name]):
        if not stated.matches(release) and not stated.is_in(context.public_text):
            values = {"known": known, "found": stated.text}
            yield Finding("fact_date", [item.span(name, stated.start, stated.end)], values)


def _runtime(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    facts = [(key, value) for key, value in context.dossier.facts.items() if pattern("fact.runtime_key").search(key)]
    known = {number for _, value in facts for number in re.findall(r"\d{2,3}", str(value))}
    for match in pattern("fact.runtime").finditer(item.fields[name]):
        stated = next(group for group in match.groups() if group)
        if known and stated not in known:
            values = {"name": facts[0][0], "known": facts[0][1], "found": match[0]}
            yield Finding("fact_number", [item.span(name, *match.span())], values)


def _genre(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    lists = context.lexicons.genres
    own = {genre for genre, words in lists["genres"].items() if _has(words, context.dossier.genres)}
    if not own:
        return
    by_word = {word: genre for genre, words in lists["genres"].items() for word in words}
    names = "|".join(sorted(map(re.escape, by_word), key=len, reverse=True))
    for told_as in lists["told_as"][item.language]:
        for match in re.finditer(told_as.replace("{genre}", names), item.fields[name], re.IGNORECASE):
            word = match[1].lower()
            told = {genre for genre, words in lists["genres"].items() if word in words}
            before = item.fields[name][max(0, match.start() - 14) : match.start(1)].lower()
            if not told & own and not any(denied in before for denied in lists["denied"]):
                values = {"found": match[1], "known": "、".join(context.dossier.genres)}
                yield Finding("fact_genre", [item.span(name, *match.span(1))], values)


def _has(words: list[str], genres: list[str]) -> bool:
    stated = [genre.lower() for genre in genres]
    return any(word == genre or (len(word) >= 2 and word in genre) for word in words for genre in stated)


def _unknown(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    text, denied = item.fields[name], pattern("fact.denied")
    for sentence in sentences(text):
        for clause in clauses(sentence):
            match = pattern("fact.honour").search(clause.text)
            if match and not denied.search(clause.text) and not _is_known_honour(match[0], context.dossier_text):
                span = item.span(name, clause.start + match.start(), clause.start + match.end())
                yield Finding("fact_award", [span], {"found": match[0].strip()})
        origin = pattern("fact.origin").search(sentence.text)
        known = pattern("fact.origin_known").search(context.dossier_text)
        if origin and not known and not denied.search(sentence.text):
            span = item.span(name, sentence.start + origin.start(), sentence.start + origin.end())
            yield Finding("fact_origin", [span], {"found": origin[0]})


def _is_known_honour(claim: str, dossier_text: str) -> bool:
    found = pattern("fact.honour_names").findall(claim)
    return any(part in dossier_text for part in [claim, *found])


def _places(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    facts = [(key, str(value)) for key, value in context.dossier.facts.items() if pattern("fact.place_key").search(key)]
    for match in pattern("fact.set_in").finditer(item.fields[name]):
        place = match["place"]
        parts = [place[i : i + 2] for i in range(len(place) - 1)] if "一" <= place[0] <= "鿿" else [place]
        if facts and not any(part in value for part in parts for _, value in facts):
            if any(part in context.public_text for part in parts):
                continue
            values = {"name": facts[0][0], "known": facts[0][1], "found": place}
            yield Finding("fact_place", [item.span(name, *match.span("place"))], values)
