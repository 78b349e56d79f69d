"""Labels a film's new reviews, and labels the rows of a file for the label command."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from copilot.domain.imported import Review
from copilot.domain.passage import Passage
from copilot.domain.signals import ASPECTS, Signals
from copilot.ingest.columns import film_column, read_rows
from copilot.ingest.terms import Terms
from copilot.insight.codes import LONGEST
from copilot.insight.labelling import BATCH
from copilot.insight.near import Repeats
from copilot.insight.voices import Labels
from copilot.ports import Progress
from copilot.retrieval.chunking import passages_of_review
from copilot.services.polarity_tiers import Films, Refine, Tiers, refiner_of
from copilot.services.workspace import Workspace

FilmsOf = Literal["column", "one", "none"]
"""Whose texts a file holds: its own column says, all are one film's, or each is read by itself."""
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
    refined: bool = False
    """Whether the slower tier judged its polarity again; spans and signals are always the default tier's."""
    moved: float = 0.0
    """By how much its log-odds moved because of how its film pleases; see `copilot.insight.film_prior`."""
    problem: str | None = None
    """Why less than the whole text was read: `no_text`, `cut` (read up to `LONGEST`), or why the row is unreadable."""


def label_file(
    workspace: Workspace,
    path: Path,
    column: str,
    *,
    refine: Refine | None = None,
    films: FilmsOf = "column",
    progress: Progress = lambda _doing, _share: None,
) -> Iterator[LabelledRow]:
    """Label one column of a table, one line a row in the same order; a row without text is labelled as empty.

    The file is read twice, first to find repeats and then to label, so that its texts are never held at once: what
    stays in memory is 150 bytes a row.

    Args:
        workspace: The open product.
        path: The table.
        column: Column that holds the text.
        refine: Have the slower tier judge polarity again; such rows say so.
        films: Whose texts they are: how many of a film's texts are pleased bears on each of them, and rows say by how
            much. `column` reads the film from the table's own column for it, where it has one.
        progress: Told what is being done.

    Raises:
        FileRefused: The file is no table or has no such column.
        KnowledgeError: The slower tier's files are missing or do not belong together.
    """
    refiner, by_film = refiner_of(workspace, refine), Films(workspace.labeller)
    terms = Terms(workspace.clock.today())
    repeats, count = Repeats(), 0
    for part in _parts(read_rows(path, [column], terms)):
        texts = [_text(cells.get(column)) for _, cells in part]
        repeats.add(texts)
        if films != "none":
            by_film.add(texts, _films(films, [cells for _, cells in part]))
        count += len(part)
        progress(f"compared {count}", 0.0)
    earliest = _earliest(repeats.groups())
    tiers = Tiers(refiner, by_film.shifts(earliest))
    waiting: deque[list[tuple[str, str]]] = deque()
    done = 0
    for read in workspace.labeller.read_stream(_texts(read_rows(path, [column], terms), column, waiting)):
        source = waiting.popleft()
        judged = tiers.judge(read, [text for _, text in source], done)
        for at, (signals, (problem, text)) in enumerate(zip(read, source, strict=True)):
            done += 1
            yield LabelledRow.model_construct(
                row=done,
                duplicate_of=earliest[done - 1],
                problem=problem or _shortened(len(text)),
                **(signals.__dict__ | judged.get(at, {})),
            )
        progress(f"labelled {done}", done / max(count, 1))


def _films(films: FilmsOf, rows: Sequence[dict[str, object]]) -> list[str | None]:
    """Name the film of each row; None where none is known."""
    if films == "one":
        return [""] * len(rows)
    named = film_column(next(filter(None, rows), {}))
    said = [_text(cells.get(named)).strip() if named else "" for cells in rows]
    return [film or None for film in said]


def _parts(rows: Iterable[tuple[str, dict[str, object]]]) -> Iterator[list[tuple[str, dict[str, object]]]]:
    source = iter(rows)
    while part := list(islice(source, BATCH)):
        yield part


def _texts(
    rows: Iterable[tuple[str, dict[str, object]]], column: str, read: deque[list[tuple[str, str]]]
) -> Iterator[list[str]]:
    """Yield the texts of rows part by part, leaving each one's problem and text in `read`."""
    for part in _parts(rows):
        texts = [_text(cells.get(column)) for _, cells in part]
        read.append([(problem, text) for (problem, _), text in zip(part, texts, strict=True)])
        yield texts


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _shortened(length: int) -> str | None:
    return "no_text" if not length else "cut" if length > LONGEST else None


def _earliest(group: NDArray[np.int32]) -> list[int | None]:
    """Give each row the number of the first row of its group; None to that row itself and to rows alone."""
    _, first, member = np.unique(group, return_index=True, return_inverse=True)
    rows = np.arange(len(group))
    repeated = (group >= 0) & (first[member] != rows)
    return [int(first[kind]) + 1 if again else None for kind, again in zip(member, repeated, strict=True)]
