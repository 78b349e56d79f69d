"""Cuts the shipped framework and playbook into passages that search can find."""

from __future__ import annotations

from pathlib import Path

import yaml

from copilot.domain.ids import make_id
from copilot.domain.passage import Passage, PassageKind
from copilot.domain.playbook import ActionCard
from copilot.domain.value import Bilingual, Language, Value
from copilot.errors import KnowledgeError
from copilot.planning.phrases import fill, say, slots_in
from copilot.planning.playbook import load_cards
from copilot.planning.shelf import parse
from copilot.shipped import folder

_HEADINGS: dict[str, Language] = {"## 中文": "zh", "## English": "en"}
_PRIORITY = 1


class FrameworkPart(Value):
    """Front matter of one file of the framework."""

    id: str
    title: Bilingual
    part: str
    order: int


def framework_passages(place: Path | None = None) -> list[Passage]:
    """Return one passage a paragraph and language, in the order of the parts; the source is the file's id.

    Raises:
        KnowledgeError: A file lacks its front matter or one of its two languages.
    """
    place = place or folder("knowledge") / "framework"
    found: list[tuple[int, list[Passage]]] = []
    for path in sorted(place.glob("*.md")):
        part, bodies = _read(path)
        cut = [
            _passage("framework", part.id, part.title.in_(language), language, paragraph.strip())
            for language, body in bodies.items()
            for paragraph in body.split("\n\n")
            if paragraph.strip()
        ]
        found.append((part.order, cut))
    return [passage for _, cut in sorted(found, key=lambda pair: pair[0]) for passage in cut]


def playbook_passages() -> list[Passage]:
    """Return one passage a card and language; the source is the card's id, slots are said as plain words."""
    languages: tuple[Language, Language] = ("zh", "en")
    return [
        _passage("playbook", card.id, card.title.in_(language), language, _tell(card, language))
        for card in load_cards()
        for language in languages
    ]


def _tell(card: ActionCard, language: Language) -> str:
    texts = [card.title, card.what, *card.steps, card.outputs, card.metric.name, card.stop_rule, card.risk]
    return "\n".join(_speak(text.in_(language), language) for text in texts)


def _speak(text: str, language: Language) -> str:
    """Put the plain name of each slot in its place."""
    names: dict[str, object] = {slot: say(f"slot_{slot}", language) for slot in slots_in(text)}
    return fill(text, names, "a card's passage")


def _passage(kind: PassageKind, source: str, title: str, language: Language, text: str) -> Passage:
    return Passage(
        id=make_id("passage", kind, source, language, text),
        film=None,
        kind=kind,
        source=source,
        text=text,
        title=title,
        language=language,
        priority=_PRIORITY,
    )


def _read(path: Path) -> tuple[FrameworkPart, dict[Language, str]]:
    head, _, body = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
    try:
        front = yaml.safe_load(head)
    except yaml.YAMLError as error:
        raise KnowledgeError(f"reading {path.name}", f"its front matter is no YAML: {error}", "Mend it.") from error
    part = parse(front, FrameworkPart, path, path.stem)
    bodies: dict[Language, str] = {}
    for heading, language in _HEADINGS.items():
        section = body.partition(f"{heading}\n")[2].partition("\n## ")[0].strip()
        if not section:
            raise KnowledgeError(f"reading {path.name}", f"nothing stands under {heading!r}", "Write that language.")
        bodies[language] = section
    return part, bodies
