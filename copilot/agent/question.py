"""Reads what a question about a film asks for: intent, topic, filters, days, and the words that are left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from copilot.agent.question_numbers import numbers_in, stated_day
from copilot.domain.film import Dossier
from copilot.domain.value import Language, is_cjk, language_of
from copilot.errors import KnowledgeError
from copilot.evaluation.text import tagged
from copilot.retrieval.names import Names
from copilot.retrieval.search import shipped_attributes
from copilot.retrieval.text import fold
from copilot.shipped import folder

_TITLE = re.compile(r"《([^》]{1,60})》")
_QUOTED = re.compile(r"[“「\"‘']([^”」\"’']{1,40})[”」\"’']")
_PREMISE = re.compile(
    r"既然(.+?)[，,？?]|凭(.+?)[，,]|^(.+?)(?:之后|以后)(?!.*什么时候)|\bsince (it .+?),", re.IGNORECASE
)
_NOUN = "n"
_EMPTY_KINDS = frozenset(["d", "ad", "a", "r", "p", "m", "q", "c", "u", "ul", "uj", "y", "t", "f"])
"""Parts of speech that carry no matter of their own: adverbs, adjectives, pronouns, numerals, times, places."""
_PARTICLES = "有的了是在得着"
_LATIN = re.compile(r"[A-Za-zÀ-ɏ][\w'’-]*")
_NAMELIKE = frozenset(["nr", "nrt", "nrfg", "ns", "nt", "nz"])
"""Parts of speech of people, places, organisations and other proper names."""


@dataclass(frozen=True)
class Question:
    """A question read."""

    text: str
    folded: str
    language: Language
    intent: str
    """A key of `intents` in answer_words.yaml, or empty."""
    verifies: bool
    asks_why: bool
    wants: str
    """who, when or how_many where the answer must be a person, a day or a number; else empty."""
    speaks_of_fall: bool
    about_reviews: bool
    overall: bool
    aspect: str
    polarity: str
    watched: bool | None
    series: str
    measure: str
    span: str
    """opening, opening_weekend, total or empty."""
    day: date | None
    topic: list[str]
    """Names of the film's people and characters, and quoted words, that it speaks of."""
    rest: list[str]
    """Content words left when everything understood is taken away."""
    matter: list[str]
    """Those of `rest` that are nouns, names, verbs or Latin words."""
    premise: list[str]
    """Content words and numbers of what the question takes for granted in so many words, as after 既然."""
    rivals: list[str]
    """Causes of a fall it names, by the names of `CauseName`."""
    strange: list[str]
    """Of those, the ones that look like proper names, and titles of other films."""
    numbers: list[str]


@cache
def answer_words() -> Mapping[str, Any]:
    """Read knowledge/lexicons/answer_words.yaml once."""
    path = folder("knowledge") / "lexicons" / "answer_words.yaml"
    try:
        return dict(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted((fold(str(word)) for word in words), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in ordered))


def _has(section: Any, folded: str) -> bool:  # noqa: ANN401 - a list from YAML
    return bool(_pattern(tuple(map(str, section))).search(folded))


def _first(section: Mapping[str, Sequence[str]], folded: str) -> str:
    return next((key for key, words in section.items() if _has(words, folded)), "")


def read_question(text: str, dossier: Dossier) -> Question:
    """Read a question about a film."""
    words, folded = answer_words(), fold(text)
    titles = [title for title in _TITLE.findall(text) if fold(title) not in fold(_own_titles(dossier))]
    topic = [*_names_in(folded, dossier), *_QUOTED.findall(_TITLE.sub("", text))]
    rest, named = _left_over(folded, dossier, topic)
    bare = _without_titles(folded, dossier)
    watched = _first(words["watched"], folded)
    return Question(
        text=text,
        folded=folded,
        language=language_of(text) if text.strip() else dossier.language,
        intent=_first({k: v for k, v in words["intents"].items() if k != "verify"}, folded),
        verifies=_has(words["intents"]["verify"], folded)
        or bool(re.match(r"(is|are|was|were|did|does|do|has)\b", folded)),
        asks_why=_has(words["why_words"], folded),
        wants=_first({key: words[key] for key in ("when", "who", "how_many")}, folded),
        speaks_of_fall=_has(words["drop_words"], folded),
        about_reviews=_has(words["reviewish"], folded),
        overall=_has(words["overall"], folded),
        aspect=_first(words["aspects"], folded),
        polarity="negative" if _has(words["polarity"]["negative"], folded) else _first(words["polarity"], folded),
        watched={"before": False, "after": True}.get(watched),
        series=_first(words["series"], folded),
        measure=_first(words["measures"], folded),
        span=_first(words["days"], folded),
        day=stated_day(folded, dossier),
        topic=list(dict.fromkeys(topic)),
        rest=rest,
        matter=[word for word in rest if not _is_light(word)],
        premise=_premise(bare, dossier, topic),
        rivals=[name for name, called in words["rivals"].items() if _has(called, folded)],
        strange=[*titles, *named],
        numbers=numbers_in(bare),
    )


def _without_titles(folded: str, dossier: Dossier) -> str:
    for name in (dossier.title, dossier.original_title):
        if name.strip():
            folded = folded.replace(fold(name), " ")
    return folded


def _premise(bare: str, dossier: Dossier, topic: Sequence[str]) -> list[str]:
    match = _PREMISE.search(bare)
    if match is None:
        return []
    clause = next(group for group in match.groups() if group)
    return [*_left_over(clause, dossier, topic)[0], *numbers_in(clause)]


def _own_titles(dossier: Dossier) -> str:
    return f"{dossier.title}\n{dossier.original_title}\n" + "\n".join(map(str, dossier.facts.values()))


def _names_in(folded: str, dossier: Dossier) -> list[str]:
    names = [name for name in dossier.names() if name not in (dossier.title, dossier.original_title)]
    known = Names(names)
    by_number = {known.number(name): name for name in reversed(names)}
    named = [by_number[number] for number in known.mentions(folded) if number in by_number]
    return [*named, *_kin_in(folded, dossier)]


def _kin_in(folded: str, dossier: Dossier) -> list[str]:
    """List characters whom the question means by their kinship, where the dossier puts it right before their name."""
    told = "\n".join([dossier.synopsis, *(one.note for one in dossier.characters)])
    asked = [str(word) for word in answer_words()["kin"] if word in folded]
    return [one.name for one in dossier.characters if any(f"{word}{one.name}" in told for word in asked)]


def _left_over(folded: str, dossier: Dossier, topic: Sequence[str]) -> tuple[list[str], list[str]]:
    bare = _without_titles(folded, dossier)
    for name in topic:
        bare = bare.replace(fold(name), " ")
    rest = [str(key) for key in answer_words()["synonyms"] if key in bare]
    for key in rest:
        bare = bare.replace(key, " ")
    bare = _pattern(_understood()).sub(" ", bare)
    named: list[str] = []
    for cut, kind in tagged(bare):
        word = "" if _is_empty(cut) else cut.strip(_PARTICLES) or cut
        said = len(word) > 1 or kind == _NOUN or len(cut) > len(word) > 0
        if said and any(map(is_cjk, word)) and not _is_empty(word):
            rest.append(word)
            if kind in _NAMELIKE and not _names_cause(word):
                named.append(word)
    rest += [word for word in _LATIN.findall(bare) if len(word) > 2 and not _is_empty(word)]
    return list(dict.fromkeys(rest)), list(dict.fromkeys(named))


def _is_light(word: str) -> bool:
    return all(kind in _EMPTY_KINDS for _, kind in tagged(word)) and not word.isascii()


def _names_cause(word: str) -> bool:
    return any(word in str(called) for section in answer_words()["rivals"].values() for called in section)


def _is_empty(word: str) -> bool:
    empty = _empty_words()
    return word in empty or (len(word) < 4 and all(char in empty for char in word))


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(map(str, answer_words()["empty"]))


@cache
def _understood() -> tuple[str, ...]:
    """Words of the lexicon that say what is asked; longest first when matched."""
    words = answer_words()
    sections = ("intents", "aspects", "polarity", "watched", "series", "measures", "days", "platforms")
    nested = [words[key] for key in sections]
    flat = [str(word) for section in nested for group in section.values() for word in group]
    flat += [
        str(word) for key in ("drop_words", "reviewish", "overall", "why_words", "role_asks") for word in words[key]
    ]
    return tuple(dict.fromkeys(word for word in flat if len(word) > 1 or not is_cjk(word)))


def wanted_attributes(question: Question) -> set[int]:
    """List the attribute groups asked for, see `copilot.retrieval.attributes`."""
    return shipped_attributes().wanted(question.folded)
