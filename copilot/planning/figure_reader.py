"""What planning needs of figures: a value and its evidence for a query."""

from __future__ import annotations

from typing import Protocol

from copilot.domain.evidence import Evidence


class FigureReader(Protocol):
    """Answers figure queries about one film."""

    def value(self, query: str) -> float | None:
        """Return the query's value, None when the data does not hold it."""

    def evidence(self, query: str, text: str) -> Evidence | None:
        """Return the value as evidence read aloud by `text`, None when the data does not hold it."""
