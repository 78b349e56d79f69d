"""Turns rows and prose into documents and assets."""

from __future__ import annotations

from pathlib import PurePath

from copilot.domain.ids import make_id
from copilot.ingest.frame import Frame, file_days
from copilot.ingest.privacy import Privacy
from copilot.ingest.refusal import BadRow
from copilot.ingest.tables import Row

Item = dict[str, object]
_ID_COLUMNS = ("_id", "id", "docid", "passage_id")


class DocumentMaker:
    """Makes one document of each row: its text, then every other column as `column: value`.

    Args:
        frame: The setting.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._text, self._title = frame.cell("text"), frame.cell("title")
        columns = frame.table.columns
        by_name = {str(column).strip().lower(): place for place, column in reversed(list(enumerate(columns)))}
        ids = frame.places("item_id") or [by_name[name] for name in _ID_COLUMNS if name in by_name]
        self._id = ids[0] if ids else None
        used = {place for name in ("text", "title") for place in frame.places(name)[:1]} | set(ids[:1])
        shield = Privacy(frame.lore.privacy, frame.job.salt).shield
        self._others = [
            (place, str(name), shield(str(name))) for place, name in enumerate(columns) if place not in used
        ]
        self._bare = columns == ["text"]

    def make(self, row: Row) -> list[Item]:
        """Make the document of a row.

        Raises:
            BadRow: `empty_row`.
        """
        frame, cells = self._frame, row.cells
        text, title = frame.text(self._text(cells)), frame.text(self._title(cells))
        said = [(name, shield(frame.text(cells[place]))) for place, name, shield in self._others]
        paragraphs = ([text] if text else []) + [f"{name}: {value}" for name, value in said if value]
        if not paragraphs and not title:
            raise BadRow("empty_row")
        given = frame.text(cells[self._id]) if self._id is not None else ""
        return [document(frame, title, paragraphs or [title], row=row.number, source=given)]


def document(frame: Frame, title: str, paragraphs: list[str], *, row: int = 1, source: str = "") -> Item:
    """Make a document value."""
    film = frame.job.film.id
    return {
        "id": make_id("document", film, source or title, *paragraphs),
        "film": film,
        "file": frame.job.file,
        "row": row,
        "source": source,
        "title": title,
        "paragraphs": paragraphs,
    }


class AssetMaker:
    """Makes one asset of each row.

    Args:
        frame: The setting.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._text, self._title, self._form = frame.cell("text"), frame.cell("title"), frame.cell("form")
        self._channel, self._when = frame.cell("source"), frame.cell("published_at")
        self._rights = frame.cell("rights")

    def make(self, row: Row) -> list[Item]:
        """Make the asset of a row.

        Raises:
            BadRow: `no_text`.
        """
        frame, cells = self._frame, row.cells
        lines = [line.strip() for line in frame.text(self._text(cells)).splitlines() if line.strip()]
        if not lines:
            raise BadRow("no_text")
        title = frame.text(self._title(cells)) or lines[0][:40]
        said = frame.text(self._form(cells))
        timed: list[Timed] = [(line, None, None) for line in lines]
        item = asset(frame, title, timed, row=row.number, form=form_of(frame, said) or form_of(frame, title))
        day = frame.dates.moment(self._when(cells))[1]
        channel = frame.platform(self._channel(cells))
        rights = rights_of(frame, frame.text(self._rights(cells)))
        return [{**item, "channel": channel, "day": day.isoformat() if day else item["day"], "rights": rights}]


Timed = tuple[str, float | None, float | None]
"""Text, begin and end in seconds."""


def asset(frame: Frame, title: str, lines: list[Timed], *, row: int = 1, form: str = "") -> Item:
    """Make an asset value; form and day come from the file name where nothing else tells."""
    film, days = frame.job.film.id, file_days(frame.job.name)
    return {
        "id": make_id("asset", film, title, *(text for text, _, _ in lines)),
        "film": film,
        "file": frame.job.file,
        "row": row,
        "title": title,
        "form": form or form_of(frame, frame.job.name) or "other",
        "channel": "",
        "day": days[0].isoformat() if days else None,
        "lines": [
            {"number": place + 1, "text": text, "start": start, "end": end}
            for place, (text, start, end) in enumerate(lines)
        ],
    }


def form_of(frame: Frame, words: str) -> str:
    """Name the form of an asset by words of its title or file name; empty when none tells."""
    forms: dict[str, list[str]] = frame.lore.values["forms"]
    lowered = words.casefold()
    return next((form for form, hints in forms.items() if lowered == form or any(h in lowered for h in hints)), "")


def rights_of(frame: Frame, words: str) -> str:
    """Read what a cell says of the right to use an asset; words that refuse are looked for first."""
    said: dict[str, list[str]] = frame.lore.values["rights"]
    lowered = words.strip().casefold()
    return next((name for name, hints in said.items() if lowered and any(h in lowered for h in hints)), "not_stated")


def title_of(name: str) -> str:
    """Make a title of a file name: without folder and endings."""
    bare = PurePath(name.removesuffix(".gz"))
    return bare.stem or bare.name
