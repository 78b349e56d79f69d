"""Labels a film's new reviews, and labels the rows of a file for the label command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from copilot.domain.imported import Review
from copilot.domain.passage import Passage
from copilot.domain.signals import ASPECTS, Signals
from copilot.ingest.columns import read_columns
from copilot.ingest.terms import Terms
from copilot.insight.cleaning import clean
from copilot.insight.voices import Labels
from copilot.ports import Progress
from copilot.retrieval.chunking import passages_of_review
from copilot.services.workspace import Workspace

_AT_ONCE = 5000
_TELLING, _LIKED = 15, 10
"""Characters from which on, or likes from which on, a review is embedded before the short and unnoticed ones."""


def label_film(workspace: Workspace, film: str, *, progress: Progress) -> int:
    """Label every review of a film that this labeller has not seen; returns how many."""
    labeller, audience = workspace.labeller, workspace.store.audience
    done = 0
    while waiting := audience.unlabelled(film, labeller.version, _AT_ONCE):
        ids, texts = zip(*waiting, strict=True)
        labels = labeller.label(texts)
        workspace.store.library.put(_findable(audience.reviews(ids), labels))
        audience.add_labels(ids, labels, labeller.version)
        done += len(waiting)
        progress(f"labelled {done}", 1 - _AT_ONCE / (_AT_ONCE + done))
    return done


def _findable(reviews: Sequence[Review], labels: Labels) -> list[Passage]:
    """Turn labelled reviews into passages, with what a search may filter on."""
    found = []
    for place, review in enumerate(reviews):
        spoken = [
            aspect for aspect, value in zip(ASPECTS, labels.aspects[place].tolist(), strict=True) if value == value
        ]
        polarity = round(float(labels.polarity[place]), 3)
        telling = len(review.text) >= _TELLING or (review.likes or 0) >= _LIKED
        found += [
            passage if telling else passage.model_copy(update={"priority": passage.priority + 1})
            for passage in passages_of_review(review, polarity=polarity, aspects=spoken)
        ]
    return found


class LabelledRow(Signals):
    """One line of the label command's output."""

    row: int
    duplicate_of: int | None = None
    """Row this one nearly repeats, the earliest of its group."""


def label_file(workspace: Workspace, path: Path, column: str) -> Iterator[LabelledRow]:
    """Label one column of a table, one line a row in the same order; a row without text is labelled as empty.

    Raises:
        FileRefused: The file is no table or has no such column.
    """
    rows = read_columns(path, [column], Terms(workspace.clock.today()))
    yield from label_texts(workspace, [_text(row.get(column)) for row in rows])


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def label_texts(workspace: Workspace, texts: Sequence[str]) -> Iterator[LabelledRow]:
    """Label texts in order, telling which nearly repeat an earlier one."""
    import numpy as np

    nothing = [""] * len(texts)
    _, cluster = clean(texts, nothing, np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[D]"), nothing)
    first: dict[int, int] = {}
    for number, (text, group) in enumerate(zip(texts, cluster.tolist(), strict=True), start=1):
        earliest = first.setdefault(group, number) if group >= 0 else number
        duplicate_of = earliest if earliest != number else None
        yield LabelledRow(row=number, duplicate_of=duplicate_of, **workspace.labeller.read(text).__dict__)
