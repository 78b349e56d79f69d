"""Gathers what an answer may rest on, and says its sentences from the phrase file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

import yaml

from copilot.agent.units import Unit, units_of
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence
from copilot.domain.imported import AssetLine, Document, Post
from copilot.domain.passage import Hit, Passage
from copilot.domain.plan import Action, RepairPlan
from copilot.domain.value import Language
from copilot.errors import KnowledgeError
from copilot.evaluation.grounding import is_real
from copilot.evaluation.said_numbers import is_tied, said_numbers
from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.retrieval.chunking import passages_of_dossier
from copilot.retrieval.facts import Fact, fact_of
from copilot.retrieval.text import fold
from copilot.shipped import folder

_NOTED = re.compile(r"^[^；;]{0,40}[；;]\s*(?:复盘备注|复盘|备注|notes?)\s*[:：]\s*(.+)$", re.DOTALL | re.IGNORECASE)


@cache
def _phrases() -> Mapping[str, Any]:
    path = folder("knowledge") / "lexicons" / "answer_phrases.yaml"
    try:
        return dict(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error


def say(key: str, language: Language, **values: object) -> str:
    """Fill in a sentence of knowledge/lexicons/answer_phrases.yaml; dots lead into sections."""
    found: Any = _phrases()
    for part in key.split("."):
        found = found[part]
    return str(found[language]).format(**values)


def inner(words: str) -> str:
    """Write the quotation marks of words that will themselves stand between quotation marks."""
    return words.replace("“", "‘").replace("”", "’")


def noted(note: str) -> str:
    """Leave out the labels of a post's note up to what was learnt, where it carries labels."""
    match = _NOTED.search(note)
    return match[1] if match else note


def spoken_day(day: date, language: Language) -> str:
    """Say a day as people write it; the year is left to the data."""
    return f"{day.month}月{day.day}日" if language == "zh" else f"{day:%B} {day.day}"


def posted_on(post: Post) -> str:
    """Write the day of a post as its source is quoted."""
    return post.day.isoformat() if post.day else ""


def time_of(line: AssetLine) -> str:
    """Write when a line comes, in minutes and seconds; empty for lines without time."""
    return "" if line.start is None else f"{int(line.start // 60)}:{line.start % 60:04.1f}"


def end_of(line: AssetLine) -> str:
    """Write when a line ends, in minutes and seconds; empty for lines without time."""
    return "" if line.end is None else f"{int(line.end // 60)}:{line.end % 60:04.1f}"


@dataclass(frozen=True, eq=False)
class AtHand:
    """Everything at hand for one answer."""

    case: Case
    hits: Sequence[Hit]
    diagnosis: Diagnosis | None
    figures: Figures
    plan: RepairPlan | None = None
    """The film's latest stored plan."""
    documents: Sequence[Document] = ()
    """Interviews, notes and other papers the team imported."""

    @cached_property
    def units(self) -> list[Unit]:
        """Every sentence outside the reviews."""
        return units_of(self.facts, self.documents, self.case)

    @cached_property
    def facts(self) -> list[Passage]:
        """The dossier as facts."""
        return passages_of_dossier(self.case.dossier)

    @cached_property
    def stated(self) -> list[Fact]:
        """The dossier's facts, read."""
        return [fact for entry in self.facts if (fact := fact_of(entry.text))]

    @cached_property
    def people(self) -> list[str]:
        """The people and characters of the dossier."""
        titles = (self.case.dossier.title, self.case.dossier.original_title)
        return [name for name in self.case.dossier.names() if name not in titles]

    @cached_property
    def speakers(self) -> list[str]:
        """The people whose interview or notes a document is, as its title says."""
        titles = " ".join(f"{document.title} {document.paragraphs[:1]}" for document in self.documents)
        return [name for name in self.people if name in titles]

    @cached_property
    def _texts(self) -> dict[str, str]:
        """Stored texts by source; of shared knowledge and documents, what search found of them."""
        texts: dict[str, str] = {}
        for hit in self.hits:
            texts[hit.source] = f"{texts.get(hit.source, '')}\n{hit.text}"
        for document in self.documents:
            texts[document.source or document.id] = "\n".join((document.title, *document.paragraphs))
        for post in self.case.posts:
            texts[post.id] = "\n".join((post.title, post.text, post.note, posted_on(post)))
        for asset in self.case.assets:
            texts[asset.id] = "\n".join((asset.title, *map(_timed, asset.lines)))
        if self.plan is not None:
            texts[self.plan.id] = "\n".join(text_of_action(one) for one in self.plan.actions())
        spoilers = self.case.dossier.spoilers
        secrets = (f"{spoiler.text}\ntell_from_day: {spoiler.tell_from_day}" for spoiler in spoilers)
        texts[self.case.dossier.id] = "\n".join([*(fact.text for fact in self.facts), *secrets])
        return texts

    @cached_property
    def rows(self) -> dict[str, int]:
        """The place of each review by its id."""
        return {review: at for at, review in enumerate(self.case.voices.ids)}

    def holds(self, hit: Hit) -> bool:
        """Say whether a hit belongs to the case: a review written after its day does not."""
        return hit.kind != "review" or hit.source in self.rows

    def source_text(self, source: str) -> str | None:
        """Look a stored text up."""
        row = self.rows.get(source)
        return self._texts.get(source) if row is None else self.case.voices.texts[row]

    @cached_property
    def known(self) -> str:
        """All words at hand but the reviews', folded."""
        return fold("\n".join([*self._texts.values(), self.case.dossier.title, self.case.dossier.original_title]))

    @cached_property
    def folded_reviews(self) -> list[str]:
        """The reviews in lower case, in order."""
        return [text.casefold() for text in self.case.voices.texts]

    def knows(self, word: str) -> bool:
        """Say whether a word stands anywhere in this film's data."""
        return word in self.known or any(word in text for text in self.folded_reviews)

    def keep(self, claims: Sequence[Claim]) -> tuple[list[Claim], list[str]]:
        """Keep claims whose evidence is real and whose numbers are tied; return those and the sentences cut."""
        kept, cut = [], []
        for claim in claims:
            real = [one for one in claim.evidence if is_real(one, self.source_text, self.figures.value)]
            if real and _numbers_hold(claim.text, real):
                kept.append(Claim(text=claim.text, evidence=real))
            else:
                cut.append(claim.text)
        return kept, cut


def _timed(line: AssetLine) -> str:
    return f"{time_of(line)} {line.text} {end_of(line)}".strip()


def text_of_action(action: Action) -> str:
    """Write a plan's action as its source is quoted."""
    return f"{action.what}（{action.channel}，{action.owner}）"


def _numbers_hold(text: str, evidence: Sequence[Evidence]) -> bool:
    texts = [one.text for one in evidence]
    values = [one.value for one in evidence if one.value is not None]
    return all(is_tied(said, texts, values) for said in said_numbers(text))
