"""Gathers what copy can be made of: dossier facts, themes, promises and viewers' words, each with evidence."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from copilot.domain.diagnosis import Diagnosis, Theme
from copilot.domain.evidence import Evidence, figure, passage
from copilot.domain.film import Dossier
from copilot.domain.imported import Rights
from copilot.domain.value import Language
from copilot.insight.case import Case
from copilot.writing.labels import stands_as_noun
from copilot.writing.phrases import phrasebook
from copilot.writing.quotable import Clauses, choose_clauses, unwanted_words
from copilot.writing.secrets import Secrets, closed_secrets

_SENTENCE = re.compile(r"[。！？!?\n]+|(?<=[a-z])\.\s+|\.$")
_FOLDED = re.compile(r"(?<=[㐀-鿿，；：、])\s+(?=[㐀-鿿])")
"""White space a folded YAML line leaves between Han characters."""
_END = " \t\n，,。.；;！!、：:"
LONGEST_CLAUSE: dict[Language, int] = {"zh": 60, "en": 180}
"""Dossier clauses longer than this do not fit into a sentence and are left to the dossier, characters."""
_LONGEST_CROWD: dict[Language, int] = {"zh": 24, "en": 70}
_WORTH_COUNTING = 100
_GENRE_NOUN = re.compile(
    r"(comedy|tragedy|mystery|fantasy|drama|thriller|musical|western|romance|noir|horror|film|movie)$"
)


class Figures(Protocol):
    """Gives the value of a figure query."""

    def value(self, query: str) -> float | None:
        """Return the value, or None when the data does not hold it."""


@dataclass(frozen=True)
class Filler:
    """What fills a slot, and what it rests on."""

    text: str
    evidence: tuple[Evidence, ...] = ()


Person = dict[str, Filler]
"""Slots lead, note, star of one character, those that are known."""


@dataclass(frozen=True)
class Material:
    """A trailer, poster or other asset that copy may show."""

    id: str
    title: str
    rights: Rights


@dataclass(frozen=True)
class Bank:
    """All material of a film on a day."""

    dossier: Dossier
    language: Language
    day: int
    """Day of release the copy is for; release day is 1."""
    fixed: dict[str, Filler]
    """Slots that have one filling: film, date, core, place, maker, genre."""
    people: tuple[Person, ...]
    plots: tuple[Filler, ...]
    crowds: tuple[Filler, ...]
    vows: tuple[Filler, ...]
    misread: tuple[Filler, ...]
    """Promises viewers found broken, as the audience had understood them."""
    themes: tuple[Filler, ...]
    """Topics viewers raise that can be used as nouns."""
    issues: tuple[Filler, ...]
    """Those of them viewers disagree about."""
    clauses: Clauses
    assets: tuple[Material, ...]
    """The campaign's own material."""
    secrets: Secrets


def gather(case: Case, diagnosis: Diagnosis, figures: Figures | None = None, *, day: int | None = None) -> Bank:
    """Collect the material once per film and day; every channel is composed from the same bank.

    Args:
        case: The film's data.
        diagnosis: Its themes and promise ledger give topics and corrections.
        figures: Counts the reviews read; None leaves the count out of copy.
        day: Day of release the copy is for; None takes the day of the case.
    """
    dossier = case.dossier
    on = dossier.day_of_release(case.as_of) if day is None else day
    secrets = closed_secrets(dossier, on)
    return Bank(
        dossier=dossier,
        language=dossier.language,
        day=on,
        fixed=_fixed(dossier, secrets) | _counted(dossier, figures),
        people=_people(dossier, secrets),
        plots=_told(dossier, _SENTENCE.split(dossier.synopsis), secrets),
        crowds=_told(dossier, dossier.audiences, secrets, longest=_LONGEST_CROWD),
        vows=_told(dossier, [promise.text for promise in dossier.promises], secrets),
        misread=_misread(diagnosis, secrets, unwanted_words(dossier)),
        themes=_themes(diagnosis.themes, dossier, secrets),
        issues=_themes([theme for theme in diagnosis.themes if theme.kind == "argues"], dossier, secrets),
        clauses=choose_clauses(case.voices, dossier, secrets),
        assets=tuple(Material(asset.id, asset.title, dossier.rights_of(asset)) for asset in case.assets),
        secrets=secrets,
    )


def spoken_date(day: date, language: Language) -> str:
    """Say a date the way copy does: 6月24日, June 24."""
    return f"{day.month}月{day.day}日" if language == "zh" else f"{month_name[day.month]} {day.day}"


def _fixed(dossier: Dossier, secrets: Secrets) -> dict[str, Filler]:
    zh = dossier.language == "zh"
    title = f"《{dossier.title.strip('《》')}》" if zh else dossier.title
    found = {
        "film": Filler(title),
        "date": _fact(dossier, spoken_date(dossier.release_date, dossier.language), dossier.release_date.isoformat()),
    }
    longer = {"core": [dossier.core_emotion], "place": _SENTENCE.split(dossier.positioning)}
    for slot, texts in longer.items():
        told = _told(dossier, texts, secrets)
        found |= {slot: told[0]} if told else {}
    makers = next((people for role, people in dossier.credits.items() if _is_director(role)), [])
    if makers:
        found["maker"] = _fact(dossier, ("、" if zh else " and ").join(makers[:2]))
    if dossier.genres:
        found["genre"] = _fact(dossier, dossier.genres[0].removesuffix("片") if zh else _genre(dossier.genres[0]))
    return found


def _genre(name: str) -> str:
    """Make a noun of an English genre: a family film, but a comedy."""
    return name if re.search(_GENRE_NOUN, name) else f"{name} film"


def _is_director(role: str) -> bool:
    return role.strip().lower() in {"director", "directors", "导演", "directed by"}


def _people(dossier: Dossier, secrets: Secrets) -> tuple[Person, ...]:
    found = []
    for character in dossier.characters:
        person: Person = {"lead": _fact(dossier, character.name)}
        if character.actor:
            person["star"] = _fact(dossier, character.actor, f"{character.name}: {character.actor}")
        if told := _told(dossier, _SENTENCE.split(character.note), secrets):
            person["note"] = told[0]
        found.append(person)
    return tuple(found)


def _counted(dossier: Dossier, figures: Figures | None) -> dict[str, Filler]:
    """Count the reviews that were read; small counts are nothing to mention."""
    query = f"count/reviews?film={dossier.id}&watched=1"
    value = figures.value(query) if figures else None
    if value is None or value < _WORTH_COUNTING:
        return {}
    return {"counted": Filler(f"{value:.0f}", (figure(dossier.id, query, value, f"{value:.0f}"),))}


def _told(
    dossier: Dossier, texts: list[str], secrets: Secrets, *, longest: dict[Language, int] = LONGEST_CLAUSE
) -> tuple[Filler, ...]:
    """Keep the dossier's clauses that speak to the public, are short enough and give nothing away."""
    words = phrasebook(dossier.language).words
    inside, internal = re.compile(words["aside"]), re.compile(words["internal"], re.IGNORECASE)
    clean = [_FOLDED.sub("", inside.sub("", text)).strip(_END) for text in texts if text]
    return tuple(
        _fact(dossier, text)
        for text in clean
        if text and len(text) <= longest[dossier.language] and not secrets.tells(text) and not internal.search(text)
    )


def _fact(dossier: Dossier, text: str, source_text: str = "") -> Filler:
    return Filler(text, (passage(dossier.id, source_text or text),))


def _misread(diagnosis: Diagnosis, secrets: Secrets, unwanted: list[str]) -> tuple[Filler, ...]:
    broken = [entry for entry in diagnosis.ledger if entry.state == "broken"]
    return tuple(
        Filler(text, (passage(entry.promise.asset, entry.promise.text), *(entry.against or entry.evidence)[:1]))
        for entry in broken
        if (text := entry.promise.text.strip(_END)) and len(text) <= 24 and not secrets.tells(text)
        if not any(word in text for word in unwanted)
    )


def _themes(themes: list[Theme], dossier: Dossier, secrets: Secrets) -> tuple[Filler, ...]:
    """Take the topics viewers raise, leaving complaints to the plan and what is no noun to the quotes."""
    labels = [(theme.label.strip(_END), theme) for theme in themes if theme.kind != "complains" and theme.evidence]
    return tuple(
        Filler(label, tuple(theme.evidence[:2]))
        for label, theme in labels
        if stands_as_noun(label, dossier) and not secrets.tells(label)
    )
