"""Keeps shared knowledge findable and fills in vectors, most useful first."""

from __future__ import annotations

import time

from copilot.planning.knowledge_passages import framework_passages, playbook_passages
from copilot.ports import Progress
from copilot.services.workspace import Workspace, silent

_AT_ONCE = 16


def ensure_shared(workspace: Workspace) -> None:
    """Store the framework's and the playbook's passages once a process; unchanged ones stay as they are."""
    if "shared knowledge" not in workspace.remembered:
        workspace.store.library.put([*framework_passages(), *playbook_passages()])
        workspace.remembered["shared knowledge"] = True


def fill_vectors(workspace: Workspace, film: str | None, seconds: float, *, progress: Progress = silent) -> int:
    """Embed passages without a vector for at most some seconds, by priority; returns how many are still without.

    Vectors go to SQL first and then to the index, so a stop at any moment loses nothing.
    """
    ensure_shared(workspace)
    library, embedder = workspace.store.library, workspace.embedder
    end, done = time.monotonic() + seconds, 0
    left = library.waiting_count(embedder.model, film)
    if not left:
        return 0
    index = workspace.index  # opened first, so that it meets SQL in the state it was left in
    while time.monotonic() < end and (waiting := library.waiting(embedder.model, film, _AT_ONCE)):
        ids = [passage.id for passage in waiting]
        vectors = embedder.passages([passage.text for passage in waiting])
        library.add_vectors(embedder.model, ids, vectors)
        index.upsert(ids, [passage.film for passage in waiting], vectors)
        done += len(waiting)
        progress(f"vectors {done}/{left}", done / left)
    return max(0, left - done)
