"""Searches a film's passages and the shared knowledge."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copilot.domain.passage import Filters, Hit, Query
from copilot.errors import InputError
from copilot.ports import Progress
from copilot.retrieval.search import Searcher
from copilot.services.index import ensure_shared, fill_vectors
from copilot.services.workspace import Workspace, silent

_PATIENCE = 180.0
"""Seconds a file of queries may take longer for the sake of vectors, which raise nDCG@10 from 0.570 to 0.590."""
_MOST_EMBEDDED, _SAMPLE = 50_000, 16
LONGEST_QUERY = 4000
"""Characters of a question that are searched for; more is said to be left out."""


def searcher_of(workspace: Workspace, film: str) -> Searcher:
    """Return the film's searcher, remembered until its passages change."""
    ensure_shared(workspace)
    dossier = workspace.store.films.get(film)
    stamp = workspace.store.films.stamp(film)
    known = workspace.remembered.get(("searcher", film))
    if isinstance(known, tuple) and known[0] == stamp and isinstance(known[1], Searcher):
        return known[1]
    searcher = Searcher(workspace.store.library.of_film(film), dossier.names())
    workspace.remembered[("searcher", film)] = (stamp, searcher)
    return searcher


def search(  # noqa: PLR0913 - a query and its options
    workspace: Workspace,
    text: str,
    *,
    film: str,
    top: int = 10,
    history: list[str] | None = None,
    filters: Filters | None = None,
    by_meaning: bool = True,
) -> list[Hit]:
    """Find passages, best first; lexical search answers at once, vectors join in as far as they are filled in.

    Without `by_meaning` words and names alone decide, which spares embedding the query.

    Raises:
        UnknownId: There is no such film.
    """
    searcher = searcher_of(workspace, film)
    query = Query(text=text[:LONGEST_QUERY], history=history or [], filters=filters or Filters())
    dense = by_meaning and workspace.store.library.vector_count(workspace.embedder.model) > 0
    embedder, index = (workspace.embedder, workspace.index) if dense else (None, None)
    return searcher.search(query, film=film, top=top, embedder=embedder, index=index)


def search_file(
    workspace: Workspace, path: Path, film: str, top: int, *, progress: Progress = silent
) -> Iterator[dict[str, Any]]:
    """Answer a JSONL file of {id, text, history?[]}, one line each, same order.

    Raises:
        InputError: A line is no such object; its number is named.
    """
    queries = _read_queries(path)
    by_meaning = _fill_in_time(workspace, film, [query["text"] for query in queries], progress)
    for number, query in enumerate(queries, start=1):
        text, history = query["text"], query["history"]
        hits = search(workspace, text, film=film, top=top, history=history, by_meaning=by_meaning)
        progress("searching", number / len(queries))
        yield {"id": query["id"], "hits": [{"source": hit.source, "score": hit.score} for hit in hits]}


def _fill_in_time(workspace: Workspace, film: str, texts: list[str], progress: Progress) -> bool:
    """Embed what has no vector yet where that and the queries fit in three minutes; False to search by words alone."""
    library, embedder = workspace.store.library, workspace.embedder
    ensure_shared(workspace)
    left = library.waiting_count(embedder.model, film)
    if not left or not texts:
        return True
    if left <= _MOST_EMBEDDED and _seconds(workspace, film, texts, left) <= _PATIENCE:
        return fill_vectors(workspace, film, _PATIENCE, progress=progress) < left
    progress(f"{left} passages have no vectors yet: searching by words only (huichao index fills them in)", 0.0)
    return False


def _seconds(workspace: Workspace, film: str, texts: list[str], left: int) -> float:
    """Guess from a sample how long embedding the passages and the queries takes."""
    embedder = workspace.embedder
    sample = workspace.store.library.waiting(embedder.model, film, _SAMPLE)
    embedder.query(texts[0])  # loads the model, which is paid once
    began = time.monotonic()
    embedder.passages([passage.text for passage in sample])
    between = time.monotonic()
    embedder.query(texts[-1])
    return left * (between - began) / len(sample) + len(texts) * (time.monotonic() - between)


def _read_queries(path: Path) -> list[dict[str, Any]]:
    queries = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            query = {
                "id": str(given["id"] if "id" in given else given["_id"]),
                "text": str(given["text"]),
                "history": [str(turn) for turn in given.get("history") or []],
            }
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"reading {path.name}",
                f"line {number} is not usable: {error!r}",
                "Write {id, text, history?[]} a line.",
            ) from error
        queries.append(query)
    return queries
