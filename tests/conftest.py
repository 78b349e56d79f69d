"""What every test shares: no network, a clean environment, and small real things to work with."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
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

_LOCAL = ("127.0.0.1", "localhost", "::1")


@pytest.fixture(autouse=True)
def _no_outside_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to anything but this machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in _LOCAL:
            raise AssertionError(f"a test tried to reach {address}")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting or key of the developer's own shell reach a test."""
    for name in os.environ:
        if name.startswith(("HUICHAO_", "OPENAI_")) and name != "HUICHAO_BENCH_DATA":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def bench_data() -> Path:
    """Give the folder of benchmark data, or skip saying that it is not there."""
    place = Path(os.environ.get("HUICHAO_BENCH_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not place.is_dir():
        pytest.skip(f"no benchmark data at {place}")
    return place


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


_WORKER = """
import pathlib, sys
from copilot.adapters.presence import FilePresence
here = FilePresence(pathlib.Path(sys.argv[1]))
print(here.name, flush=True)
sys.stdin.read()
"""


def start_working(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """Start a process that is at work in a folder of presences; returns it and its name there. To be killed."""
    line = [sys.executable, "-c", _WORKER, str(folder)]
    worker = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    return worker, worker.stdout.readline().strip()


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    data = tmp_path_factory.mktemp("sample") / "data"
    workspace = build(Settings(data=data, embed_seconds=0))
    path, files = sample_files()
    return Finished(workspace, run_whole(workspace, read_dossier(path), files), data)
