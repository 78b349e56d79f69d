"""Takes away what is understood of a question, and keeps the content words and names that are left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from copilot.agent.lexicon_words import answer_words, chinese_of, pattern, slot_words, speaks
from copilot.agent.name_readings import named_in_latin
from copilot.domain.film import Dossier
from copilot.domain.value import is_cjk
from copilot.evaluation.text import tagged
from copilot.retrieval.names import Names
from copilot.retrieval.text import fold, stem

_EITHER = re.compile(r"([\u4e00-\u9fff])不\1([\u4e00-\u9fff])")
"""恐不恐高 asks about 恐高."""
_NOUN = "n"
_EMPTY_KINDS = frozenset(["d", "ad", "a", "r", "p", "m", "q", "c", "u", "ul", "uj", "y", "t", "f"])
"""Parts of speech that carry no matter of their own: adverbs, adjectives, pronouns, numerals, times, places."""
_PARTICLES = "有的了是在得着"
_LATIN = re.compile(r"[34][dk]\b|[A-Za-zÀ-ɏ][A-Za-z0-9À-ɏ'’-]*")
_PERSONS = frozenset(["nr", "nrt", "nrfg"])
_FOREIGN = frozenset(["nrt", "nz"])
_PLACES = frozenset(["ns", "nt"])
"""Parts of speech of people, and of places and organisations."""
_NOUNS = frozenset(["n", "nr", "ns", "nt", "nz", "nrt", "vn", "eng", "j", "l", "i", "x"])
_FULL_NAME = 3
_TITLES = ("老师", "导", "工", "哥", "姐")
_SHORT_LATIN = 3
_SHORT_THINGS = frozenset(["cg", "3d", "4d", "4k", "vr", "ai", "tv", "ip", "np"])
"""Latin words too short to be looked at otherwise that name a thing."""
_CLAUSE = re.compile(r"[，,。；;！!\n]|(?<=[？?])|\s+(?=[\u4e00-\u9fff])")
_STARS = re.compile(r"[一二两三四五1-5]\s*(?:颗)?星级?|\b(?:one|two|three|four|five|[1-5])[- ]?stars?\b")
_AMOUNT = re.compile(
    r"[\d一二两三四五六七八九十]+\s*[天个条次位名场句部篇支版种号点]|[\d.]+[多来几]?[千百万亿%]*|[一二两三四五六七八九十]+[多来几]?[千百万亿][多来几]?[万亿]?"
)
_COUNTED = re.compile(
    r"(?<![那这前])(?:几|多少|好几)\s*来?[下倍个只条次圈层块张台场遍封句部位人名支版首集秒度级辆瓶套种件根对座家趟步碗道天晚夜年岁月周斤米]"
)


def without_titles(folded: str, dossier: Dossier) -> str:
    """Blank the film's own titles out of a folded text."""
    for name in (dossier.title, dossier.original_title):
        if name.strip():
            folded = folded.replace(fold(name), " ")
    return folded


def names_in(folded: str, dossier: Dossier) -> tuple[list[str], list[str]]:
    """List the film's people and characters that a folded text means, and the words it calls them by."""
    names = [name for name in dossier.names() if name not in (dossier.title, dossier.original_title)]
    known = Names(names)
    by_number = {known.number(name): name for name in reversed(names)}
    named = [by_number[number] for number in known.mentions(folded) if number in by_number]
    called = [fold(name) for name in named]
    bare = folded
    for word in called:
        bare = bare.replace(word, " ")
    for alias, name in _aliases(dossier).items():
        if alias in bare and name not in named:
            longer = next(
                (n for n in names if n != name and n.endswith(name) and n[: -len(name)].strip("的") in folded), name
            )
            named.append(longer)
            called.append(alias)
    for name, spelt in named_in_latin(bare, dossier):
        if name not in named:
            named.append(name)
            called.append(spelt)
            bare = bare.replace(spelt, " ")
    for word, name in [*_kin_in(bare, dossier), *_parent_in(bare, dossier)]:
        if name not in named:
            named.append(name)
            called.append(word)
    return named, called


def _aliases(dossier: Dossier) -> dict[str, str]:
    """Map how people are called for short to their names: 小满, 老谭, 贺老师; a form that two share means the first."""
    found: dict[str, str] = {}
    people = [one.name for one in dossier.characters] + [name for group in dossier.credits.values() for name in group]
    for name in people:
        for alias in aliases_of(name):
            found.setdefault(alias, name)
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))


def aliases_of(name: str) -> list[str]:
    """List how a person of a three-character Chinese name is called for short; empty for other names."""
    whole = fold(name)
    if len(whole) != _FULL_NAME or not all(map(is_cjk, whole)):
        return []
    return [whole[1:], f"老{whole[0]}", f"小{whole[0]}", *(whole[0] + title for title in _TITLES)]


@cache
def kin_words() -> frozenset[str]:
    """List the words that name someone by kinship."""
    pairs = answer_words()["pairs"].values()
    return frozenset([*map(str, answer_words()["kin"]), *(str(word) for words in pairs for word in words)])


def _kin_in(folded: str, dossier: Dossier) -> list[tuple[str, str]]:
    """List characters whom the question means by their kinship, where the dossier puts it right before their name."""
    told = "\n".join([dossier.synopsis, *(one.note for one in dossier.characters)])
    found = []
    for word in map(str, answer_words()["kin"]):
        if pattern((word,)).search(folded):
            called = [word, *chinese_of().get(word, [])]
            found += [
                (word, one.name) for one in dossier.characters if any(f"{kin}{one.name}" in told for kin in called)
            ]
    return found


def _parent_in(folded: str, dossier: Dossier) -> list[tuple[str, str]]:
    """List the first character where the question means a parent and the dossier tells of a pair such as 父女."""
    told = "\n".join([dossier.synopsis, dossier.positioning, *(one.note for one in dossier.characters)])
    for pair, called in answer_words()["pairs"].items():
        word = next((str(one) for one in called if pattern((str(one),)).search(folded)), "")
        if word and fold(str(pair)) in fold(told) and dossier.characters:
            return [(word, dossier.characters[0].name)]
    return []


def main_clauses(folded: str) -> str:
    """Leave out clauses that only say why one asks, where another clause does the asking."""
    slots = slot_words()
    parts = [part for part in _CLAUSE.split(folded) if part.strip()]
    asking = [part for part in parts if _cues().search(part)]
    kept = [part for part in parts if part in asking or not speaks(slots["asides"], part)]
    told = [part for part in kept if not (speaks(slots["asides"], part) and len(asking) > 1 and part != asking[0])]
    return "，".join(told or kept or parts) if len(parts) > 1 else folded


@cache
def _cues() -> re.Pattern[str]:
    return pattern(tuple(map(str, slot_words()["cues"])))


def left_over(folded: str, called: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the content words left when everything understood is taken away, and those that look like names."""
    bare = folded
    for name in called:
        bare = bare.replace(name, " ")
    rest = [str(key) for key in answer_words()["synonyms"] if key in bare]
    for key in rest:
        bare = bare.replace(key, " ")
    bare = _EITHER.sub(r"\1\2", bare)
    bare = _COUNTED.sub(" ", pattern(_understood()).sub(" ", _STARS.sub(" ", bare)))
    bare = _AMOUNT.sub(" ", bare)
    named: list[str] = []
    for cut, kind in tagged(bare):
        word = "" if _is_empty(cut) else cut.strip(_PARTICLES) or cut
        said = len(word) > 1 or kind == _NOUN or len(cut) > len(word) > 0
        if said and any(map(is_cjk, word)) and not _is_empty(word):
            rest.append(word)
            if _is_namelike(word, kind) and not _names_cause(word):
                named.append(word)
    latin = [re.sub(r"['’]s?$", "", word) for word in _LATIN.findall(bare)]
    latin = [word for word in latin if len(word) >= _SHORT_LATIN or word in _SHORT_THINGS]
    rest += [word for word in latin if not _is_empty(word) and not _is_empty(stem(word))]
    return list(dict.fromkeys(rest)), list(dict.fromkeys(named))


def _is_namelike(word: str, kind: str) -> bool:
    """Say whether a word looks like a proper name; one of a person begins with a family name."""
    if kind in _FOREIGN and len(word) >= _FULL_NAME:
        return True
    return kind in _PLACES or (kind in _PERSONS and word[0] in str(slot_words()["family_names"]))


def is_light(word: str) -> bool:
    """Say whether a word carries no matter of its own."""
    return all(kind in _EMPTY_KINDS for _, kind in tagged(word)) and not word.isascii()


def nouns(words: Sequence[str]) -> list[str]:
    """List those of some words that name a thing, which a general answer would pass over."""
    return [word for word in words if word.isascii() or any(kind in _NOUNS for _, kind in tagged(word))]


def _names_cause(word: str) -> bool:
    return any(word in str(called) for section in answer_words()["rivals"].values() for called in section)


def _is_empty(word: str) -> bool:
    empty = _empty_words()
    return word in empty or (len(word) < 4 and all(char in empty for char in word))


@cache
def _empty_words() -> frozenset[str]:
    slots = slot_words()
    spoken = [*answer_words()["empty"], *slots["generic_english"]]
    spoken += [word for key in ("informal", "means", "lists", "exists", "compares", "cues") for word in slots[key]]
    return frozenset(map(str, spoken))


@cache
def _understood() -> tuple[str, ...]:
    """Words of the lexicons that say what is asked; longest first when matched."""
    words, slots = answer_words(), slot_words()
    nested = [words[key] for key in ("intents", "aspects", "polarity", "watched", "platforms")]
    nested += [slots[key] for key in ("series", "extremes", "measures", "days", "line_places", "forms", "asset_titles")]
    flat = [str(word) for section in nested for group in section.values() for word in group]
    flat += [str(w) for key in ("drop_words", "reviewish", "overall", "why_words", "role_asks") for w in words[key]]
    flat += [
        str(w)
        for key in (
            "informal",
            "describes",
            "plays",
            "lists",
            "exists",
            "moves",
            "sells",
            "posts",
            "asides",
            "spoilers",
            "that_post",
            "which_platform",
            "foreign",
            "liked",
        )
        for w in slots[key]
    ]
    flat += [str(word) for one in slots["expects"].values() for word in one["asked"]]
    return tuple(dict.fromkeys(word for word in flat if len(word) > 1 or not is_cjk(word)))
