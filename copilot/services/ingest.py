"""Imports files into the store, resuming where a killed import stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from copilot.domain.imported import Asset, Document, FileKind, ImportedFile, Post, Rejected
from copilot.domain.passage import Passage
from copilot.errors import InputError
from copilot.ingest.reading import Reading, read_file
from copilot.ingest.terms import Terms
from copilot.ports import Progress
from copilot.retrieval.chunking import passages_of_asset, passages_of_document, passages_of_post
from copilot.services.label import label_film
from copilot.services.workspace import Workspace, silent
from copilot.store import Item

Kind = FileKind | Literal["auto"]


@dataclass(frozen=True)
class Upload:
    """A file to import and what to read it as."""

    path: Path
    kind: Kind = "auto"


def ingest_files(
    workspace: Workspace,
    film: str,
    files: Sequence[Upload],
    *,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> list[ImportedFile]:
    """Import files for a film, in order, then label what is new.

    Every row is kept, a duplicate or rejected with a reason. The same file again keeps no new row; a file whose import
    was killed goes on with nothing lost or doubled, because rows are named by their content.

    Raises:
        UnknownId: There is no such film.
        FileRefused: A file cannot be read; the files before it stay imported.
        InputError: A file is not there.
    """
    workspace.store.films.get(film)
    missing = [str(file.path) for file in files if not file.path.is_file()]
    if missing:
        raise InputError("importing files", f"not there: {', '.join(missing)}", "Check the paths.")
    accounts = []
    for number, file in enumerate(files):

        def share(doing: str, part: float, number: int = number) -> None:
            progress(doing, (number + part) / len(files) * 0.8)

        accounts.append(_import(workspace, film, file, mapping=mapping, progress=share))
    label_film(workspace, film, progress=lambda doing, part: progress(doing, 0.8 + part * 0.2))
    return accounts


def _import(
    workspace: Workspace, film: str, file: Upload, *, mapping: Mapping[str, str] | None, progress: Progress
) -> ImportedFile:
    dossier = workspace.store.films.get(film)
    terms = Terms(workspace.clock.today(), workspace.salt)
    with read_file(file.path, film=dossier, kind=file.kind, mapping=mapping, terms=terms) as reading:
        done = workspace.store.imports.open(reading.file_id, film, reading.name, workspace.clock.now())
        if done is not None:
            return _again(done)
        account = _store(workspace, reading, progress)
    workspace.store.imports.close(film, account, workspace.clock.now())
    return account


def _again(done: ImportedFile) -> ImportedFile:
    """Account for a file imported before: what was kept then is a duplicate now."""
    return done.model_copy(update={"kept": 0, "duplicates": done.kept + done.duplicates})


def _store(workspace: Workspace, reading: Reading, progress: Progress) -> ImportedFile:
    rows = kept = duplicates = 0
    rejected: list[Rejected] = []
    for batch in reading.batches():
        added = workspace.store.imports.add(batch.items)
        workspace.store.library.put([p for item in batch.items for p in _passages(item)])
        rows, kept, duplicates = rows + batch.rows, kept + added.kept, duplicates + added.duplicates
        rejected += batch.rejected
        progress(f"{reading.name}: {rows}", batch.share)
    return ImportedFile(
        id=reading.file_id,
        file=reading.name,
        kind=reading.kind,
        source=reading.source,
        rows=rows,
        kept=kept,
        duplicates=duplicates,
        rejected=rejected,
        encoding=reading.encoding,
        mapping=reading.mapping,
        notes=reading.notes,
    )


def _passages(item: Item) -> list[Passage]:
    """Cut what is findable as soon as it is stored; reviews follow once labelled, measures are not text."""
    if isinstance(item, Asset):
        return passages_of_asset(item)
    if isinstance(item, Document):
        return passages_of_document(item)
    return passages_of_post(item) if isinstance(item, Post) else []
