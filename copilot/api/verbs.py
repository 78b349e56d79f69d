"""What can run as a durable job: each verb reads plain arguments, calls one service, and returns plain data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from copilot.ports import Progress
from copilot.services.films import read_dossier
from copilot.services.index import fill_vectors
from copilot.services.ingest import Upload, ingest_files
from copilot.services.sample import sample_files
from copilot.services.whole import run_whole
from copilot.services.workspace import Workspace

Verb = Callable[[dict[str, Any], Progress], dict[str, Any]]


def verbs_of(workspace: Workspace) -> dict[str, Verb]:
    """Name the verbs that can be started as jobs."""

    def ingest(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        accounts = ingest_files(
            workspace,
            arguments["film"],
            [Upload(Path(path), arguments["kind"]) for path in arguments["files"]],
            mapping=arguments["mapping"],
            progress=progress,
        )
        return {"files": [account.model_dump(mode="json") for account in accounts]}

    def run(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        dossier = workspace.store.films.get(arguments["film"])
        done = run_whole(workspace, dossier, [], as_of=arguments.get("as_of"), progress=progress)
        return {"film": done.film, "report": done.report, "seconds": done.seconds}

    def index(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        return {"left": fill_vectors(workspace, arguments.get("film"), float("inf"), progress=progress)}

    def sample(_arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        path, files = sample_files()
        done = run_whole(workspace, read_dossier(path), files, progress=progress)
        return {"film": done.film, "report": done.report, "seconds": done.seconds}

    return {"ingest": ingest, "run": run, "index": index, "sample": sample}
