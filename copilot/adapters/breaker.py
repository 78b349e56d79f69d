"""Stops asking a provider that keeps failing, and tries it again after a rest."""

from __future__ import annotations

import threading
from collections.abc import Callable

FAILURES = 5
REST = 30.0
"""Seconds; both are our own choice: with three attempts a call, two failing calls open the breaker."""


class Breaker:
    """Counts failures in a row; open after `failures`, it lets one trial through after `rest` seconds.

    Args:
        now: Monotonic clock in seconds.
        failures: Failures in a row that open it.
        rest: Seconds it stays open before a trial.
    """

    def __init__(self, now: Callable[[], float], *, failures: int = FAILURES, rest: float = REST) -> None:
        self._now, self._failures, self._rest = now, failures, rest
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._open_until: float | None = None

    def wait(self) -> float:
        """Return 0 when a call may go out, else the seconds to wait; the first caller after the rest is the trial."""
        with self._lock:
            if self._open_until is None:
                return 0.0
            left = self._open_until - self._now()
            if left > 0:
                return left
            self._open_until = self._now() + self._rest
            return 0.0

    def succeeded(self) -> None:
        """Close it."""
        with self._lock:
            self._in_a_row, self._open_until = 0, None

    def failed(self) -> None:
        """Count a failure; opens at the last one allowed."""
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row >= self._failures:
                self._open_until = self._now() + self._rest
