"""Holds back the thoughts some models put before their answer."""

from __future__ import annotations

import re

_OPENS, _CLOSES = "<think>", "</think>"
_THOUGHT = re.compile(rf"\A\s*{_OPENS}.*?{_CLOSES}\s*", re.DOTALL)


def without_thoughts(text: str) -> str | None:
    """Return the answer without its opening thoughts; None when it ends while still thinking."""
    answer = _THOUGHT.sub("", text)
    return None if answer.lstrip().startswith(_OPENS) else answer


class Spoken:
    """Lets the pieces of a streamed answer through once its thoughts are over."""

    def __init__(self) -> None:
        self._held: str | None = ""

    def take(self, piece: str) -> str:
        """Add a piece; returns what may be shown now."""
        if self._held is None:
            return piece
        self._held += piece
        opening = self._held.lstrip()
        if opening.startswith(_OPENS):
            _, closed, rest = opening.partition(_CLOSES)
            rest = rest.lstrip()
            return self._free(rest) if closed and rest else ""
        return "" if _OPENS.startswith(opening) else self._free(opening)

    def rest(self) -> str:
        """Return what is still held when the answer ends without thoughts."""
        held = (self._held or "").lstrip()
        return "" if held.startswith(_OPENS) else held

    def _free(self, text: str) -> str:
        self._held = None
        return text
