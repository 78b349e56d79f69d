"""Lays what the film's folder says outside the reviews out as single sentences, each with what it belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from copilot.agent.lexicon_words import answer_words
from copilot.domain.imported import Document
from copilot.domain.passage import Passage
from copilot.insight.case import Case
from copilot.retrieval.facts import fact_of
from copilot.retrieval.sentences import sentences
from copilot.retrieval.text import fold

_ASKS = re.compile(r"[？?][*_”\s]*$|^[*_#\s]*(?:问|Q)[:：]")
_STOPS = "。！？!?…."
_ANSWERS = 3
"""Sentences after a question that are taken for its answer."""
_HEADING = 24
"""Characters of a line without a stop that is taken for the heading of what follows."""


@dataclass(frozen=True)
class Unit:
    """One sentence that may answer a question."""

    source: str
    text: str
    """Verbatim."""
    context: str
    """Folded title, heading or question that it stands under, and the sentence before it."""
    kind: str
    """fact, secret, told, post or asset."""
    folded: str
    asked: str = ""
    """Folded question of an interview that it answers first."""


def units_of(facts: Sequence[Passage], documents: Sequence[Document], case: Case) -> list[Unit]:
    """List every sentence of dossier, documents, posts and assets; the dossier's spoilers are of kind secret."""
    found = [*_of_facts(facts)]
    found += [_unit(case.dossier.id, one.text, "", "secret") for one in case.dossier.spoilers]
    posts, assets = case.posts, case.assets
    for document in documents:
        found += _of_document(document)
    for post in posts:
        channel = " ".join(map(str, answer_words()["platforms"].get(post.channel, [post.channel])))
        head = fold(f"{post.title} {channel} {post.day or ''}")
        for text in (post.title, post.text, post.note):
            found += [_unit(post.id, sentence, head, "post") for sentence in sentences(text)]
    for asset in assets:
        head = fold(asset.title)
        found += [_unit(asset.id, line.text, head, "asset") for line in asset.lines if line.text.strip()]
    return found


def _unit(source: str, text: str, context: str, kind: str) -> Unit:
    return Unit(source, text, context, kind, fold(text))


def _of_facts(facts: Sequence[Passage]) -> Iterator[Unit]:
    for entry in facts:
        fact = fact_of(entry.text)
        if fact is None:
            continue
        pieces = sentences(fact.value)
        for number, piece in enumerate(pieces):
            head = fold(f"{fact.attribute} {pieces[0] if number else ''}")
            yield _unit(entry.source, piece, head, "fact")


def _of_document(document: Document) -> Iterator[Unit]:
    """Take headings, and questions of an interview, as the context of what follows them."""
    source, head, fresh = document.source or document.id, "", 0
    for paragraph in document.paragraphs:
        if _ASKS.search(paragraph) or (len(paragraph) <= _HEADING and paragraph[-1:] not in _STOPS):
            head, fresh = fold(paragraph), 0
            continue
        before = ""
        for sentence in sentences(paragraph):
            asked = head if head and _ASKS.search(head) and fresh < _ANSWERS else ""
            yield Unit(source, sentence, f"{head} {before}", "told", fold(sentence), asked)
            before, fresh = fold(sentence), fresh + 1


def rarity(units: Sequence[Unit], terms: Sequence[Sequence[str]]) -> list[float]:
    """Weigh each term by how few units hold it in any of its spellings; a term no unit holds weighs most."""
    held: Counter[int] = Counter()
    for unit in units:
        for number, spellings in enumerate(terms):
            held[number] += any(word in unit.folded or word in unit.context for word in spellings)
    return [log((len(units) + 1) / (held[number] + 0.5)) for number in range(len(terms))]
