"""Reads a JSON array element by element through a moving window, so that its size does not matter."""

from __future__ import annotations

import io
import json
import re

from copilot.ingest.refusal import Refusal

_BLOCK = 1 << 18
_BLANK = re.compile(r"[ \t\r\n]*")


class Window:
    """The part of an array being read.

    Args:
        text: The document from its beginning.
        longest: Characters one element may have.
    """

    def __init__(self, text: io.TextIOBase, longest: int) -> None:
        self._text, self._longest = text, longest
        self._held, self._place, self.passed = "", 0, 0
        self._more()
        self._held = self._held.removeprefix("\ufeff")

    def _more(self) -> bool:
        """Read on; the window doubles, so that a long element costs no more than twice its length."""
        left = self._held[self._place :]
        block = self._text.read(max(_BLOCK, len(left)))
        self._held, self._place = left + block, 0
        self.passed += len(block)
        return bool(block)

    def at(self, mark: str) -> bool:
        """Say whether the next character that is not white space is the mark."""
        while True:
            match = _BLANK.match(self._held, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._held) or not self._more():
                return self._held.startswith(mark, self._place)

    def skip(self, mark: str) -> bool:
        """Pass the mark if it is next; say whether it was."""
        found = self.at(mark)
        self._place += len(mark) if found else 0
        return found

    def value(self, number: int, decoder: json.JSONDecoder) -> object:
        """Decode the next element.

        Args:
            number: Its row, for the message.
            decoder: Decides what counts as strange; its own error type passes through and leaves the place unchanged.

        Raises:
            Refusal: `json_broken` when what follows is no JSON, or never ends.
        """
        self.at("")
        while True:
            try:
                value, end = decoder.raw_decode(self._held, self._place)
            except (json.JSONDecodeError, RecursionError) as error:
                if len(self._held) - self._place < self._longest and self._more():
                    continue
                raise Refusal("json_broken", row=number, detail=self.ahead()) from error
            if end == len(self._held) and self._more():
                continue
            self._place = end
            return value

    def separate(self, number: int) -> None:
        """Pass the comma after an element; the last element has none.

        Raises:
            Refusal: `json_broken` when something else stands there.
        """
        if self.at("]"):
            return
        if not self.skip(",") or self.at("]"):
            raise Refusal("json_broken", row=number + 1, detail=self.ahead())

    def finish(self, number: int) -> None:
        """Pass the end of the array.

        Raises:
            Refusal: `json_broken` when anything follows it.
        """
        self.skip("]")
        self.at("")
        if self._place < len(self._held):
            raise Refusal("json_broken", row=number, detail=self.ahead())

    def ahead(self) -> str:
        """Show what stands at the place."""
        return self._held[self._place : self._place + 60].strip()
