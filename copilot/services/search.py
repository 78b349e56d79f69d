"""Searches a film's passages and the shared knowledge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copilot.domain.passage import Filters, Hit, Query
from copilot.errors import InputError
from copilot.ports import Progress
from copilot.retrieval.search import Searcher
from copilot.services.index import ensure_shared
from copilot.services.workspace import Workspace, silent

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


def search(
    workspace: Workspace,
    text: str,
    *,
    film: str,
    top: int = 10,
    history: list[str] | None = None,
    filters: Filters | None = None,
) -> list[Hit]:
    """Find passages, best first; lexical search answers at once, vectors join in as far as they are filled in.

    Raises:
        UnknownId: There is no such film.
    """
    searcher = searcher_of(workspace, film)
    query = Query(text=text[:LONGEST_QUERY], history=history or [], filters=filters or Filters())
    dense = workspace.store.library.vector_count(workspace.embedder.model) > 0
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
    for number, query in enumerate(queries, start=1):
        hits = search(workspace, query["text"], film=film, top=top, history=query["history"])
        progress("searching", number / len(queries))
        yield {"id": query["id"], "hits": [{"source": hit.source, "score": hit.score} for hit in hits]}


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
