"""What every test shares: no network, a clean environment, and small real things to work with."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

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
