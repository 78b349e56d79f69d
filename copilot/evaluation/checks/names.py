"""Checks that people, roles, characters and the title are named as in the dossier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from copilot.domain.film import Dossier
from copilot.domain.value import is_cjk
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.credits import Credit, CreditFinder
from copilot.evaluation.findings import Finding
from copilot.evaluation.item import Item

_BOOK_TITLE = re.compile(r"《([^》]{1,40})》")
_CAPITALISED = re.compile(r"[A-Z][\w'’-]*")
_WORD = re.compile(r"[\w'’-]+")
_POSSESSIVE = re.compile(r"['’]s$")
_SHORTEST_FUZZY = 6


def misnamed(item: Item, context: EvaluationContext) -> Iterator[Finding]:
    """Find wrong credits, wrong casting, and misspelt titles and names."""
    for name, text in item.fields.items():
        for credit in finder(context).find(text):
            yield from _wrong_credit(item, context, name, credit)
        yield from _misspelt_title(item, context, name, text)
        yield from _misspelt_names(item, context, name, text)


def finder(context: EvaluationContext) -> CreditFinder:
    """Return the credit finder of a context's film, built once."""
    return _finder(context)


@lru_cache(maxsize=64)
def _finder(context: EvaluationContext) -> CreditFinder:
    film = context.dossier
    return CreditFinder(context.lexicons, [n for n in film.names() if n not in (film.title, film.original_title)])


def people_of(dossier: Dossier, role: str, keys: Sequence[str]) -> list[str]:
    """List who the dossier gives a role; the cast includes everyone who plays a character."""
    wanted = {key.lower() for key in keys}
    people = [name for key, names in dossier.credits.items() if key.lower() in wanted for name in names]
    return people + [c.actor for c in dossier.characters if c.actor] if role == "cast" else people


def _wrong_credit(item: Item, context: EvaluationContext, name: str, credit: Credit) -> Iterator[Finding]:
    span = item.span(name, credit.start, credit.end)
    if credit.character:
        yield from _wrong_casting(context, credit, span)
        return
    role = context.lexicons.names["roles"][credit.role]
    known = people_of(context.dossier, credit.role, role["keys"])
    if any(_same_person(credit.person, person) for person in known):
        return
    values = {"found": credit.person, "role": role[item.language], "known": _list(item, known)}
    if credit.role == "cast" and any(_same_person(credit.person, c.name) for c in context.dossier.characters):
        return
    if known and not any(_same_person(credit.person, n) for n in known):
        yield Finding("fact_credit", [span], values)
    elif context.dossier.credits:
        yield Finding("fact_credit_unknown", [span], values, "warn")


def _wrong_casting(context: EvaluationContext, credit: Credit, span: object) -> Iterator[Finding]:
    for character in context.dossier.characters:
        if character.actor and _same_person(credit.character, character.name):
            if not _same_person(credit.person, character.actor):
                values = {"found": credit.person, "character": character.name, "known": character.actor}
                yield Finding("fact_casting", [span], values)  # type: ignore[list-item]
            return


def _same_person(left: str, right: str) -> bool:
    a, b = left.casefold().strip(" .’'的"), right.casefold()
    return bool(a) and (a == b or (len(a) >= 2 and (a in b.split() or b in a or a in b)))


def _list(item: Item, people: Sequence[str]) -> str:
    return ("、" if item.language == "zh" else ", ").join(people[:4])


def _misspelt_title(item: Item, context: EvaluationContext, name: str, text: str) -> Iterator[Finding]:
    film = context.dossier
    titles = [t for t in (film.title, film.original_title) if t]
    for match in _BOOK_TITLE.finditer(text):
        yield from _near_title(item, context, name, match.span(1), titles)
    for match in re.finditer(r"#\s?([^#\s，。！？]{2,24})", text):
        yield from _near_title(item, context, name, match.span(1), titles)


def _near_title(
    item: Item, context: EvaluationContext, name: str, place: tuple[int, int], titles: Sequence[str]
) -> Iterator[Finding]:
    found = item.fields[name][slice(*place)]
    folded = re.sub(r"\s+", "", found).casefold()
    plain = [re.sub(r"\s+", "", title).casefold() for title in titles]
    if any(title in folded for title in plain):
        return
    for title, flat in zip(titles, plain, strict=True):
        limit = context.lexicons.gate["name_similarity"] if len(flat) > 4 else 100 * (len(flat) - 1) / len(flat) - 1
        if len(flat) >= 2 and abs(len(flat) - len(folded)) <= 2 and fuzz.ratio(folded, flat) >= limit:
            yield Finding("fact_title", [item.span(name, *place)], {"found": found, "known": title})
            return


def _misspelt_names(item: Item, context: EvaluationContext, name: str, text: str) -> Iterator[Finding]:
    for known in context.dossier.names():
        is_title = known in (context.dossier.title, context.dossier.original_title)
        if is_cjk(known[0]):
            places = _near_han(known, text, context.dossier_text) if len(known) >= (4 if is_title else 3) else ()
        else:
            places = _near_latin(known, text, context.dossier_text)
        for start, end in places:
            phrase = "fact_title" if is_title else "fact_name"
            yield Finding(phrase, [item.span(name, start, end)], {"found": text[start:end], "known": known})


def _near_han(known: str, text: str, dossier_text: str) -> Iterator[tuple[int, int]]:
    size = len(known)
    for start in range(len(text) - size + 1):
        window = text[start : start + size]
        if window[0] != known[0] or window == known or not all(map(is_cjk, window)):
            continue
        differ = sum(a != b for a, b in zip(window, known, strict=True))
        if differ == 1 and window not in dossier_text and not _shares_shorter_name(window, known):
            yield start, start + size


def _shares_shorter_name(window: str, known: str) -> bool:
    """A three-character name cut to two (林晚 of 林晚秋) before another word is not a misspelling."""
    return len(known) == 3 and window[:2] == known[:2] and window[2] in "的在和与是把被说又也对一不从用为想给会跟就向到"


def _near_latin(known: str, text: str, dossier_text: str) -> Iterator[tuple[int, int]]:
    size = len(known.split())
    tokens = _word_places(text, capitalised=size == 1)
    for i in range(len(tokens) - size + 1):
        start, end = tokens[i][0], tokens[i + size - 1][1]
        window = _POSSESSIVE.sub("", text[start:end])
        if window.casefold() == known.casefold() or not window[0].isupper() or len(window) < _SHORTEST_FUZZY:
            continue
        if size == 1 and (len(known) < _SHORTEST_FUZZY or window.casefold() in _folded(dossier_text)):
            continue
        if "\n" not in window and fuzz.ratio(window, known) >= 85 and window not in dossier_text:
            yield start, start + len(window)


@lru_cache(maxsize=64)
def _word_places(text: str, *, capitalised: bool) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in (_CAPITALISED if capitalised else _WORD).finditer(text))


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    return text.casefold()
