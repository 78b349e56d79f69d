"""A process is known to have ended as soon as it has, however it ended."""

from __future__ import annotations

import os
import time
from pathlib import Path

from copilot.adapters.presence import FilePresence
from tests.conftest import start_working


def test_a_killed_process_is_gone_and_a_running_one_is_not(tmp_path: Path) -> None:
    worker, name = start_working(tmp_path)
    here = FilePresence(tmp_path)
    assert not here.is_gone(name)
    worker.kill()
    worker.communicate()
    assert here.is_gone(name)
    assert FilePresence(tmp_path).is_gone(name)


def test_this_process_is_here_and_a_stranger_may_be(tmp_path: Path) -> None:
    here = FilePresence(tmp_path)
    assert not here.is_gone(here.name)
    assert not FilePresence(tmp_path).is_gone(here.name)
    assert not here.is_gone("of-another-machine")
    assert not here.is_gone("")


def test_old_locks_of_ended_processes_are_cleared_away(tmp_path: Path) -> None:
    old, fresh, day = tmp_path / "old.lock", tmp_path / "fresh.lock", 86_400
    old.touch()
    fresh.touch()
    os.utime(old, (time.time() - 2 * day,) * 2)
    assert FilePresence(tmp_path).name
    assert not old.exists()
    assert fresh.exists()
