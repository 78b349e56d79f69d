"""Reads what a question about a film asks for: its slots, filters, days, names, and the words that are left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from copilot.agent.film_calendar import Window
from copilot.agent.lexicon_words import all_of, answer_words, asked_attributes, first_of, pattern, slot_words, speaks
from copilot.agent.question_days import speaks_of_total, windows_in
from copilot.agent.question_numbers import numbers_in
from copilot.agent.question_series import series_in
from copilot.agent.question_words import is_light, left_over, main_clauses, names_in, without_titles
from copilot.domain.film import Dossier
from copilot.domain.value import Language, is_cjk, language_of
from copilot.retrieval.text import fold

_TITLE = re.compile(r"《([^》]{1,60})》")
_QUOTED = re.compile(r"[“「\"‘']([^”」\"’']{2,60})[”」\"’'](?![a-z])")
_WRITTEN = re.compile(
    r"[“「‘]([\u4e00-\u9fff])[”」’]|(?:含有?|带有?|出现|提到|写到|写了|提及|说到|有)([\u4e00-\u9fff])(?:这个|一个|个)?字"
)
"""One character that reviews are to hold."""
_PREMISE = re.compile(
    r"既然(.+?)[，,？?]|凭(.+?)[，,]|^(.+?)(?:之后|以后)(?!.*什么时候)|\bsince (it .+?),|\bnow that (.+?),",
    re.IGNORECASE,
)
_STARS = re.compile(r"([一二两三四五1-5])\s*(?:颗)?星|(one|two|three|four|five|[1-5])[- ]?stars?\b")
_COUNTED = re.compile(
    r"(?<![那这前第])(?:几|多少)\s*(?:来)?([{units}])".replace(
        "{units}", "下倍个只条次圈层块张台场遍封句部位人名支版首集秒度级辆瓶套种件根对座家趟步碗道天晚夜年岁月周斤米"
    )
)
_UNCOUNTED = re.compile("[第那这好]几")
"""几 that asks for a place in order, or points, and counts nothing."""
_STAR_WORDS = ("one", "two", "three", "four", "five")
_ENGLISH_VERB = re.compile(r"(is|are|was|were|did|does|do|has)\b")


@dataclass(frozen=True)
class Question:
    """A question read."""

    text: str
    folded: str
    language: Language
    intent: str
    """A key of `intents` in answer_words.yaml, or empty."""
    intents: list[str]
    """All such keys whose words it speaks."""
    verifies: bool
    asks_why: bool
    wants: str
    """who, when or how_many where the answer must be a person, a day or a number; else empty."""
    expects: list[str]
    """Keys of `expects` in question_slots.yaml: what a passage must hold to answer."""
    counted: str
    """The classifier it counts with, such as 只 in 几只; empty when it counts nothing."""
    speaks_of_fall: bool
    about_reviews: bool
    overall: bool
    aspect: str
    polarity: str
    watched: bool | None
    stars: int | None
    platforms: list[str]
    series: str
    all_series: list[str]
    measure: str
    extreme: str
    """max, min or empty."""
    compares: bool
    windows: list[Window]
    total: bool
    topic: list[str]
    """Names of the film's people and characters, and quoted words, that it speaks of."""
    called: list[str]
    """How the question calls those people, folded."""
    quoted: list[str]
    rest: list[str]
    """Content words left when everything understood is taken away."""
    matter: list[str]
    """Those of `rest` that are nouns, names, verbs or Latin words."""
    premise: list[str]
    """Content words and numbers of what the question takes for granted in so many words, as after 既然."""
    rivals: list[str]
    """Causes of a fall it names, by the names of `CauseName`."""
    strange: list[str]
    """Of the words left, the ones that look like proper names, and titles of other films."""
    numbers: list[str]
    dayless: str
    """The folded question without its titles, quotations and days."""
    kinds: dict[str, float] = field(default_factory=dict)
    """What it asks for by meaning: kind of question_prototypes.yaml → probability; empty when meaning was not read."""


def read_question(text: str, dossier: Dossier, as_of: date | None = None) -> Question:
    """Read a question about a film; `as_of` is the day its data is read on."""
    words, slots, folded = answer_words(), slot_words(), main_clauses(fold(text))
    bare = without_titles(folded, dossier)
    named, called = names_in(bare, dossier)
    quoted = list(dict.fromkeys([*_QUOTED.findall(_TITLE.sub("", text)), *_written(text)]))
    windows, dayless = windows_in(_unquoted(bare), dossier, as_of)
    series, plain = series_in(dayless, bool(windows))
    rest, strange = left_over(plain, [*called, *map(fold, quoted)])
    intents = [key for key, said in words["intents"].items() if key != "verify" and speaks(said, folded)]
    return Question(
        text=text,
        folded=folded,
        language=_language(text, [*called, *quoted], dossier),
        intent=next(iter(intents), ""),
        intents=intents,
        verifies=speaks(words["intents"]["verify"], folded) or bool(_ENGLISH_VERB.match(folded)),
        asks_why=speaks(words["why_words"], folded),
        wants=_wanted(folded),
        expects=_expected(bare),
        counted=next(iter(_COUNTED.findall(bare)), ""),
        speaks_of_fall=speaks(words["drop_words"], folded),
        about_reviews=speaks(words["reviewish"], folded) or bool(re.search(slots["mentions"], dayless)),
        overall=speaks(words["overall"], folded),
        aspect=first_of(words["aspects"], folded),
        polarity="negative" if speaks(words["polarity"]["negative"], folded) else first_of(words["polarity"], folded),
        watched={"before": False, "after": True}.get(first_of(words["watched"], folded)),
        stars=_stars(folded),
        platforms=all_of(words["platforms"], folded),
        series=next(iter(series), ""),
        all_series=series,
        measure=first_of(slots["measures"], folded),
        extreme=first_of(slots["extremes"], folded),
        compares=speaks(slots["compares"], folded),
        windows=windows,
        total=speaks_of_total(folded),
        topic=list(dict.fromkeys([*named, *quoted])),
        called=called,
        quoted=quoted,
        rest=rest,
        matter=[word for word in rest if not is_light(word)],
        premise=_premise(bare, [*called, *map(fold, quoted)]),
        rivals=[name for name, said in words["rivals"].items() if speaks(said, folded)],
        strange=[*_other_titles(text, dossier), *strange],
        numbers=numbers_in(dayless),
        dayless=dayless,
    )


def _language(text: str, names: list[str], dossier: Dossier) -> Language:
    """Tell the question's own language, whatever script the names in it have."""
    bare = text
    platforms = (word for words in answer_words()["platforms"].values() for word in words if str(word).isascii())
    for name in (*names, dossier.title, dossier.original_title, *map(str, platforms)):
        bare = re.sub(re.escape(name), " ", bare, flags=re.IGNORECASE) if name else bare
    bare = _TITLE.sub(" ", _QUOTED.sub(" ", bare))
    if not bare.strip(" ？?。.!！"):
        return language_of(text) if text.strip() else dossier.language
    return "zh" if any(map(is_cjk, bare)) and language_of(bare) == "zh" else language_of(bare)


def _wanted(folded: str) -> str:
    words = answer_words()
    bare = _UNCOUNTED.sub(" ", folded)
    return first_of({key: words[key] for key in ("when", "who", "how_many")}, bare)


def _expected(bare: str) -> list[str]:
    """List the kinds of thing the answer must hold; 第几 asks for a place in order and counts nothing."""
    uncounted = bare.replace("第几", " ")
    asked = {key: one["asked"] for key, one in slot_words()["expects"].items()}
    return [key for key, said in asked.items() if speaks(said, bare if key in ("ordinal", "when") else uncounted)]


def _unquoted(bare: str) -> str:
    """Blank out what stands between quotation marks, so that no day or series is read in it."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), bare)


def _written(text: str) -> list[str]:
    return [found for match in _WRITTEN.finditer(text) if (found := match[1] or match[2])]


def _stars(folded: str) -> int | None:
    match = _STARS.search(folded)
    if match is None:
        return None
    if match[2]:
        return _STAR_WORDS.index(match[2]) + 1 if match[2] in _STAR_WORDS else int(match[2])
    return int(match[1]) if match[1].isdigit() else "一二三四五".index(match[1].replace("两", "二")) + 1


def _premise(bare: str, called: list[str]) -> list[str]:
    match = _PREMISE.search(bare)
    if match is None:
        return []
    clause = next(group for group in match.groups() if group)
    return [*left_over(clause, called)[0], *numbers_in(clause)]


def _other_titles(text: str, dossier: Dossier) -> list[str]:
    return [title for title in _TITLE.findall(text) if fold(title) not in fold(_own_titles(dossier))]


def _own_titles(dossier: Dossier) -> str:
    return f"{dossier.title}\n{dossier.original_title}\n" + "\n".join(map(str, dossier.facts.values()))


def wanted_attributes(question: Question) -> set[int]:
    """List the attribute groups asked for, see `copilot.retrieval.attributes`."""
    return asked_attributes().wanted(question.folded)


__all__ = ["Question", "answer_words", "pattern", "read_question", "wanted_attributes"]
