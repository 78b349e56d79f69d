"""Turns rows into posts with their results."""

from __future__ import annotations

from collections.abc import Callable

from copilot.domain.ids import make_id
from copilot.ingest.duplicates import normalise
from copilot.ingest.frame import Frame
from copilot.ingest.refusal import BadRow
from copilot.ingest.tables import Cells, Row

Item = dict[str, object]
_TOTALS = {"total", "合计", "总计", "汇总"}


class PostMaker:
    """Makes one post of each row.

    Args:
        frame: The setting.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        cell = frame.cell
        self._title, self._text, self._item = cell("title"), cell("text"), cell("item_id")
        self._when, self._url, self._channel = cell("published_at"), cell("url"), cell("source")
        self._own = cell("own")
        self._notes = [(place, str(frame.table.columns[place])) for place in frame.places("note")]
        words = frame.lore.values["watched"]
        self._no = frozenset(words["no"])
        source = frame.reading.source
        self._usually_own = source is None or source.own
        self._results = [(name, cell(name), read) for name, read in _results(frame) if frame.has(name)]

    def make(self, row: Row) -> list[Item]:
        """Make the post of a row.

        Raises:
            BadRow: `total_row` or `no_text`.
        """
        frame, cells = self._frame, row.cells
        title, text = frame.text(self._title(cells)), frame.text(self._text(cells))
        given = frame.text(self._item(cells))
        if (title or given).casefold() in _TOTALS or (given.casefold() in _TOTALS):
            raise BadRow("total_row")
        if not title and not text:
            raise BadRow("no_text")
        moment, day = frame.dates.moment(self._when(cells))
        item: Item = {
            "film": frame.job.film.id,
            "file": frame.job.file,
            "row": row.number,
            "channel": frame.platform(self._channel(cells)),
            "source": given,
            "title": title,
            "text": text,
            "published_at": moment.isoformat() if moment else None,
            "day": day.isoformat() if day else None,
            "url": frame.text(self._url(cells)),
            "results": {name: found for name, at, read in self._results if (found := read(at(cells))) is not None},
            "own": self._usually_own and str(self._own(cells)).strip().casefold() not in self._no,
            "note": self._note(row.cells),
        }
        key = [given] if given else [normalise(title), normalise(text), item["published_at"] or item["day"] or ""]
        return [{**item, "id": make_id("post", item["film"], item["channel"], *key)}]

    def _note(self, cells: Cells) -> str:
        """Join what the team wrote; of several columns each is named."""
        said = [(name, self._frame.text(cells[place])) for place, name in self._notes]
        if len(self._notes) == 1:
            return said[0][1]
        return "；".join(f"{name}：{text}" for name, text in said if text)


def _results(frame: Frame) -> list[tuple[str, Callable[[object], float | None]]]:
    names, numbers = frame.lore.values["results"], frame.numbers
    return [
        *((name, numbers.share(of_hundred=name in frame.survey.of_hundred)) for name in names["share"]),
        *((name, numbers.seconds) for name in names["seconds"]),
        *((name, numbers.number) for name in names["number"]),
    ]
