"""The sample film taken through the whole job once, for every test that reads the result."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from copilot.bootstrap import build
from copilot.config import Settings
from copilot.services.films import read_dossier
from copilot.services.sample import sample_files
from copilot.services.whole import Done, run_whole
from copilot.services.workspace import Workspace


@dataclass(frozen=True)
class Finished:
    """A workspace with the sample film in it, and what the whole job gave."""

    workspace: Workspace
    done: Done
    data: Path

    @property
    def film(self) -> str:
        return self.done.film

    @property
    def as_json(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.done.model_dump_json(by_alias=True))
        return loaded


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    data = tmp_path_factory.mktemp("sample") / "data"
    workspace = build(Settings(data=data, embed_seconds=0))
    path, files = sample_files()
    return Finished(workspace, run_whole(workspace, read_dossier(path), files), data)
