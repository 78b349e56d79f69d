"""A store over an empty database, for every promise of the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.adapters.sql import open_store
from copilot.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'huichao.db'}"


@pytest.fixture
def store(url: str) -> Store:
    return open_store(url)
