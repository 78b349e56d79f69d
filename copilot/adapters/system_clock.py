"""The machine's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime


class SystemClock:
    """See `copilot.ports.Clock`."""

    def now(self) -> datetime:
        """Return the present moment, aware, UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return today's date where the product runs."""
        return datetime.now().astimezone().date()
