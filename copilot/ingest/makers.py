"""Chooses what turns the rows of a kind into items, and turns prose into one item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from copilot.domain.ids import make_id
from copilot.ingest.documents import AssetMaker, DocumentMaker, asset, document, title_of
from copilot.ingest.frame import Frame, file_days
from copilot.ingest.opening import Content
from copilot.ingest.posts import PostMaker
from copilot.ingest.privacy import Privacy
from copilot.ingest.recognising import Reading
from copilot.ingest.refusal import Refusal
from copilot.ingest.reviews import ReviewMaker
from copilot.ingest.surveying import film_places
from copilot.ingest.tables import Row, Table
from copilot.ingest.takings import TakingsMaker

Item = dict[str, object]
_TREATMENTS = {"drop": "dropped", "hash": "hashed", "mask": "masked", "coarsen": "coarsened"}


class Maker(Protocol):
    """Turns rows into items."""

    def make(self, row: Row) -> list[Item]:
        """Make the items of a row; raises `BadRow`."""


def maker_of(frame: Frame) -> tuple[str, Maker]:
    """Return where the items of a kind go in a batch, and their maker; tells how personal columns are treated."""
    treated = Privacy(frame.lore.privacy, frame.job.salt).treated(frame.table.columns)
    _tell_unused(frame, {column for columns in treated.values() for column in columns})
    for rule, note in _TREATMENTS.items():
        if rule in treated:
            frame.notes.say(note, columns="、".join(treated[rule]))
    if frame.reading.kind == "reviews":
        return "reviews", ReviewMaker(frame)
    if frame.reading.kind == "boxoffice":
        return "measures", TakingsMaker(frame)
    if frame.reading.kind in ("posts", "campaign"):
        return "posts", PostMaker(frame)
    return ("assets", AssetMaker(frame)) if frame.reading.kind == "asset" else ("documents", DocumentMaker(frame))


def _tell_unused(frame: Frame, treated: set[str]) -> None:
    """Name the columns that hold something we do not import."""
    if frame.reading.kind == "document":
        return
    used = {column for columns in frame.reading.fields.values() for column in columns} | treated
    films = {frame.table.columns[place] for place in film_places(frame.reading, frame.table, frame.lore)}
    unused = [column for column in frame.table.columns if column not in used | films]
    if unused:
        frame.notes.say("unused", columns="、".join(unused[:20]) + ("…" if len(unused) > 20 else ""))


def prose_table(content: Content) -> tuple[Table, Reading]:
    """Read prose as reviews, one a paragraph."""
    texts = _texts(content)

    def rows() -> Iterator[Row]:
        return (Row(place + 1, [text]) for place, text in enumerate(texts))

    return Table(["text"], rows, lambda: 1.0, headerless=True), Reading("reviews", None, {"text": ["text"]})


def prose_item(frame: Frame, content: Content, kind: str) -> tuple[str, Item]:
    """Make the one item that prose or subtitles are.

    Raises:
        Refusal: `no_text`.
    """
    if content.prose is not None:
        prose = content.prose
        for code, count in (("hidden", prose.hidden), ("white", prose.white), ("comments", prose.comments)):
            if count:
                frame.notes.say(code, count=count)
        if content.prose.pages_without_text:
            frame.notes.say("pages_without_text", count=content.prose.pages_without_text)
    texts = [frame.text(text) for text in _texts(content)]
    if not texts:
        raise Refusal("no_text")
    title = title_of(frame.job.name)
    if kind == "asset":
        timed = content.timed or [(text, None, None) for text in texts]
        lines = [(frame.text(text), start, end) for text, start, end in timed]
        return "assets", {**asset(frame, title, lines), "channel": frame.platform()}
    if kind == "posts":
        return "posts", _post(frame, title, "\n".join(texts))
    return "documents", document(frame, title, texts)


def _texts(content: Content) -> list[str]:
    return content.prose.paragraphs if content.prose is not None else [text for text, _, _ in content.timed]


def _post(frame: Frame, title: str, text: str) -> Item:
    days, film, channel = file_days(frame.job.name), frame.job.film.id, frame.platform()
    return {
        "id": make_id("post", film, channel, title, text),
        "film": film,
        "file": frame.job.file,
        "row": 1,
        "channel": channel,
        "title": title,
        "text": text,
        "day": days[0].isoformat() if days else None,
    }
