"""Turns rows into reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from copilot.domain.ids import make_id
from copilot.domain.language import language_of
from copilot.ingest.duplicates import Repeats, normalise
from copilot.ingest.frame import Frame
from copilot.ingest.privacy import Privacy
from copilot.ingest.ratings import rating_reader, scale_of
from copilot.ingest.refusal import BadRow
from copilot.ingest.tables import Cells, Row

Item = dict[str, object]
_PREVIEW_DAYS = 14
"""Days before release in which a rating may come from a preview; an earlier one is an expectation."""


class ReviewMaker:
    """Makes one review of each row.

    Args:
        frame: The setting.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        cell = frame.cell
        self._text, self._title, self._item = cell("text"), cell("title"), cell("item_id")
        self._when, self._rating, self._watched = cell("rated_at"), cell("rating"), cell("watched")
        self._likes, self._replies = cell("likes"), cell("replies")
        self._author, self._region, self._platform = cell("author_hash"), cell("region"), cell("source")
        self._stars = _stars(frame)
        self._privacy = Privacy(frame.lore.privacy, frame.job.salt)
        self._repeats = Repeats()
        self._needs_text = frame.has("text")
        words = frame.lore.values["watched"]
        self._said = {word: answer == "yes" for answer in ("yes", "no") for word in words[answer]}
        self._platforms: dict[object, str] = {}

    def make(self, row: Row) -> list[Item]:
        """Make the review of a row.

        Raises:
            BadRow: `no_text` or `no_rating`.
        """
        frame, cells = self._frame, row.cells
        text = frame.text(self._text(cells)) or frame.text(self._title(cells))
        rating = self._stars(self._rating(cells))
        if not text and (self._needs_text or rating is None):
            raise BadRow("no_text")
        moment, day = frame.dates.moment(self._when(cells))
        item: Item = {
            "film": frame.job.film.id,
            "file": frame.job.file,
            "row": row.number,
            "platform": self._platform_of(cells),
            "item": frame.text(self._item(cells)),
            "text": text,
            "written_at": moment.isoformat() if moment else None,
            "day": day.isoformat() if day else None,
            "rating": rating,
            "likes": frame.numbers.whole(self._likes(cells)),
            "replies": frame.numbers.whole(self._replies(cells)),
            "watched": self._seen(self._watched(cells), rating, day),
            "author": self._privacy.author(frame.text(self._author(cells))),
            "region": self._privacy.region(frame.text(self._region(cells))),
            "language": language_of(text),
        }
        item["id"] = self._id(item)
        return [item]

    def _platform_of(self, cells: Cells) -> str:
        said = self._platform(cells)
        key = said if isinstance(said, str) else None
        found = self._platforms.get(key)
        if found is None:
            found = self._frame.platform(key)
            if len(self._platforms) < 1000:
                self._platforms[key] = found
        return found

    def _id(self, item: Item) -> str:
        film, platform = item["film"], item["platform"]
        if item["item"]:
            return make_id("review", film, platform, item["item"])
        text = normalise(str(item["text"]))
        when = item["written_at"] or item["day"] or ""
        key = (film, platform, item["author"], text, when, item["rating"])
        if item["author"] or item["written_at"]:
            return make_id("review", *key)
        occurrence = self._repeats.occurrence(key, text)
        return make_id("review", *key, *([occurrence] if occurrence else []))

    def _seen(self, said: object, rating: float | None, day: date | None) -> bool | None:
        """Tell whether the author had watched; a rating given no earlier than previews says so too."""
        if said is not None:
            answer = self._said.get(str(said).strip().casefold())
            if answer is not None:
                return answer
        release = self._frame.job.film.release_day
        if day is not None and release is not None:
            if rating is not None:
                return day >= release - timedelta(days=_PREVIEW_DAYS)
            return False if day < release else None
        return True if rating is not None else None


def _stars(frame: Frame) -> Callable[[object], float | None]:
    source = frame.reading.source
    scale = source.rating if source is not None and source.rating != "auto" else scale_of(frame.survey.top_rating)
    if scale != "five" and frame.has("rating"):
        frame.notes.say("rating_scale", scale=frame.lore.messages["scales"][scale][frame.job.film.language])
    return rating_reader(frame.numbers, frame.lore.values, scale)
