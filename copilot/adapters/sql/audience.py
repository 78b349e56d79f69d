"""Reviews with their labels, daily measures, posts, assets and documents in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, or_, select, update

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.adapters.sql.rows import replace, rows_by_key
from copilot.domain.imported import Asset, Document, Measure, Post, Review
from copilot.domain.signals import ASPECTS
from copilot.insight.voices import Labels

_REVIEW = tuple(Review.model_fields)
_LABEL = ("english", "p_positive", "polarity", "emotions", "signals", "kept", "broken")
_TYPES = {
    "english": np.bool_,
    "p_positive": np.float32,
    "polarity": np.float32,
    "emotions": np.uint16,
    "signals": np.uint32,
    "kept": np.uint16,
    "broken": np.uint16,
}


class SqlAudience:
    """See `copilot.store.Audience`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unlabelled(self, film: str, labeller: str, limit: int) -> list[tuple[str, str]]:
        """List (review id, text) not yet labelled by this labeller."""
        mine = t.labels.c.review.is_(None) | (t.labels.c.labeller != labeller)
        joined = t.reviews.outerjoin(t.labels, t.labels.c.review == t.reviews.c.id)
        wanted = select(t.reviews.c.id, t.reviews.c.text).select_from(joined)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.where(t.reviews.c.film == film, mine).limit(limit))
            return [(row.id, row.text) for row in rows]

    def add_labels(self, ids: Sequence[str], labels: Labels, labeller: str) -> None:
        """Store labels, one a review."""
        aspects = labels.aspects.astype(np.float16)
        columns = [getattr(labels, name).tolist() for name in _LABEL]
        rows = [
            {"review": ids[i], "labeller": labeller, "aspects": aspects[i].tobytes()}
            | {name: column[i] for name, column in zip(_LABEL, columns, strict=True)}
            for i in range(len(ids))
        ]
        with self._database.writing() as connection:
            replace(connection, t.labels, rows)

    def labelled(self, film: str, labeller: str, until: date | None) -> tuple[list[Review], Labels]:
        """Return the film's labelled reviews written up to a day, oldest first, with their labels; undated ones too."""
        joined = t.reviews.join(t.labels, t.labels.c.review == t.reviews.c.id)
        wanted = select(*(t.reviews.c[name] for name in _REVIEW), t.labels.c.aspects, *(t.labels.c[n] for n in _LABEL))
        wanted = wanted.select_from(joined).where(t.reviews.c.film == film, t.labels.c.labeller == labeller)
        if until is not None:
            wanted = wanted.where(or_(t.reviews.c.day.is_(None), t.reviews.c.day <= until))
        wanted = wanted.order_by(t.reviews.c.day, t.reviews.c.written_at, t.reviews.c.file, t.reviews.c.row)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        return [_review(row) for row in rows], _labels(rows)

    def mark_duplicates(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Record (review, the earlier review it nearly repeats)."""
        with self._database.writing() as connection:
            for review, earlier in pairs:
                changed = update(t.reviews).where(t.reviews.c.id == review).values(duplicate_of=earlier)
                connection.execute(changed)

    def reviews(self, ids: Sequence[str]) -> list[Review]:
        """Return the reviews of these ids, in that order; unknown ids are left out."""
        with self._database.reading() as connection:
            rows = rows_by_key(connection, t.reviews.c.id, ids, *(t.reviews.c[name] for name in _REVIEW))
        found = {row.id: _review(row) for row in rows}
        return [found[i] for i in ids if i in found]

    def measures(self, film: str, until: date | None) -> list[Measure]:
        """Return daily measures up to a day; where files disagree the later import wins."""
        wanted = select(*(t.measures.c[name] for name in Measure.model_fields)).where(t.measures.c.film == film)
        if until is not None:
            wanted = wanted.where(t.measures.c.day <= until)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(t.measures.c.number)).all()
        latest = {(row.name, row.basis, row.territory, row.day): row for row in rows}
        return [
            Measure.model_construct(**row._mapping) for row in sorted(latest.values(), key=lambda r: (r.day, r.name))
        ]

    def posts(self, film: str) -> list[Post]:
        """Return posts, oldest first."""
        wanted = select(t.posts.c.content).where(t.posts.c.film == film).order_by(t.posts.c.day, t.posts.c.row)
        with self._database.reading() as connection:
            return [Post.model_validate(row) for row in connection.scalars(wanted)]

    def assets(self, film: str) -> list[Asset]:
        """Return assets in the order they were imported."""
        wanted = select(t.assets.c.content).where(t.assets.c.film == film).order_by(t.assets.c.number)
        with self._database.reading() as connection:
            return [Asset.model_validate(row) for row in connection.scalars(wanted)]

    def documents(self, film: str) -> list[Document]:
        """Return documents in the order they were imported."""
        wanted = select(t.documents.c.content).where(t.documents.c.film == film).order_by(t.documents.c.number)
        with self._database.reading() as connection:
            return [Document.model_validate(row) for row in connection.scalars(wanted)]

    def text_of(self, source: str) -> str | None:
        """Return the stored text a quote of this source must be part of; None when there is no such source."""
        with self._database.reading() as connection:
            review = connection.scalar(select(t.reviews.c.text).where(t.reviews.c.id == source))
            if review is not None:
                return str(review)
            for table in (t.assets, t.posts, t.documents):
                content = connection.scalar(select(table.c.content).where(table.c.id == source))
                if content is not None:
                    return _words(content)
        return None

    def film_of(self, source: str) -> str | None:
        """Return the film a review, asset, post or document belongs to; None when there is no such source."""
        with self._database.reading() as connection:
            for table in (t.reviews, t.assets, t.posts, t.documents):
                film = connection.scalar(select(table.c.film).where(table.c.id == source))
                if film is not None:
                    return str(film)
        return None

    def last_day(self, film: str, until: date | None = None) -> date | None:
        """Return the last day, up to a given one, with a review or a measure."""
        with self._database.reading() as connection:
            days = []
            for table in (t.reviews, t.measures):
                wanted = select(func.max(table.c.day)).where(table.c.film == film)
                wanted = wanted.where(table.c.day <= until) if until else wanted
                days.append(connection.scalar(wanted))
        known = [day for day in days if day is not None]
        return max(known) if known else None


def _review(row: Any) -> Review:  # noqa: ANN401  (a database row)
    return Review.model_construct(**{name: getattr(row, name) for name in _REVIEW})


def _labels(rows: Sequence[Any]) -> Labels:
    blob = b"".join(row.aspects for row in rows)
    aspects = np.frombuffer(blob, dtype=np.float16).reshape(len(rows), len(ASPECTS)).astype(np.float32)
    columns: dict[str, NDArray[Any]] = {
        name: np.array([getattr(row, name) for row in rows], dtype=kind) for name, kind in _TYPES.items()
    }
    return Labels(aspects=aspects, **columns)


def _words(content: dict[str, Any]) -> str:
    """Join the words of an asset, post or document as `copilot.retrieval.chunking` does, one line a piece."""
    if "lines" in content:
        return "\n".join(line["text"] for line in content["lines"])
    if "paragraphs" in content:
        return "\n".join(content["paragraphs"])
    return "\n".join(part for part in (content["title"], content["text"]) if part)
