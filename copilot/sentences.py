"""Says in Chinese sentences that the code writes in English: they are known, what they fill in stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, zip_longest

_LONGEST = 4000
"""Characters looked at; a longer sentence quotes a file and stays as it is."""


class Chinese:
    """Sentences known in Chinese.

    Args:
        rows: (English with {} for what is filled in, the same in Chinese).
    """

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        # Those with most words of their own come first: {} must not swallow a longer one.
        ordered = sorted(rows, key=lambda row: len(row[0].replace("{}", "")), reverse=True)
        self._known = [(template(english), chinese) for english, chinese in ordered]

    def say(self, said: str) -> str:
        """Say a sentence in Chinese; one that is not known stays, so that nothing is hidden."""
        if len(said) > _LONGEST:
            return said
        for pattern, chinese in self._known:
            found = pattern.fullmatch(said)
            if found:
                return "".join(chain(*zip_longest(chinese.split("{}"), found.groups(), fillvalue="")))
        return said


def template(sentence: str) -> re.Pattern[str]:
    """Turn a sentence with {} for what is filled in into a pattern of it."""
    return re.compile("(.*?)".join(map(re.escape, sentence.split("{}"))), re.DOTALL)
