"""Evidence: a verbatim quote, a figure with its query, or a passage of knowledge."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from copilot.domain.ids import make_id
from copilot.domain.value import Value


class Evidence(Value):
    """One thing a statement rests on. Build it with `quote`, `figure` or `passage`."""

    id: str
    kind: Literal["quote", "figure", "passage"]
    text: str
    """A quote's or passage's own words; for a figure, how to read it aloud."""
    source: str
    """Id of the review, post, asset, document or knowledge file; for a figure, the film."""
    start: int | None = None
    end: int | None = None
    value: float | None = None
    query: str | None = None
    """For a figure: the query that gives the value again, see `copilot.insight.figures`."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "figure" and (self.value is None or not self.query):
            raise ValueError("a figure needs a value and the query that gives it")
        if self.kind == "quote" and (self.start is None or self.end is None or not self.text):
            raise ValueError("a quote needs words and their span in the source")
        return self


def quote(source: str, source_text: str, start: int, end: int) -> Evidence:
    """Take a verbatim span of a stored text as evidence.

    Raises:
        ValueError: The span is empty or outside the text.
    """
    if not 0 <= start < end <= len(source_text):
        raise ValueError(f"span {start}:{end} is outside a text of {len(source_text)} characters")
    return Evidence(
        id=make_id("evidence", "quote", source, start, end),
        kind="quote",
        text=source_text[start:end],
        source=source,
        start=start,
        end=end,
    )


def figure(film: str, query: str, value: float, text: str) -> Evidence:
    """Take a number as evidence, with the query that gives it and the words that read it aloud."""
    return Evidence(
        id=make_id("evidence", "figure", film, query), kind="figure", text=text, source=film, value=value, query=query
    )


def passage(source: str, text: str, start: int = 0) -> Evidence:
    """Take a piece of knowledge, dossier, asset or campaign history as evidence."""
    return Evidence(
        id=make_id("evidence", "passage", source, start, text),
        kind="passage",
        text=text,
        source=source,
        start=start,
        end=start + len(text),
    )
