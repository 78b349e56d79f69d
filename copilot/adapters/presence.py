"""Says which process works on something and whether it still runs, by locks that end with their process."""

from __future__ import annotations

import secrets
import time
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

_KEPT_SECONDS = 86_400
_WAIT = 0.2
"""Seconds a lock is waited for: another process may be asking the same question just now."""


class FilePresence:
    """See `copilot.ports.Presence`; the operating system frees a lock however its process ends.

    Args:
        folder: Where the locks lie; processes that share it know of each other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def name(self) -> str:
        """This process, for as long as it runs; locks that crashed processes left a day ago are cleared away."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob("*.lock"):
            if time.time() - left.stat().st_mtime > _KEPT_SECONDS and self.is_gone(left.stem):
                left.unlink(missing_ok=True)
        name = secrets.token_hex(8)
        self._mine = FileLock(str(self._place(name)), thread_local=False)
        self._mine.acquire()
        return name

    def is_gone(self, name: str) -> bool:
        """Say whether a process has ended; one that never worked in this folder may run elsewhere."""
        if name == self.__dict__.get("name") or not self._place(name).is_file():
            return False
        try:
            with FileLock(str(self._place(name)), timeout=_WAIT):
                return True
        except Timeout:
            return False

    def _place(self, name: str) -> Path:
        return self._folder / f"{name}.lock"
