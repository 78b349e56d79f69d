"""Reads numbers as people and exports write them: 1.2万, 10万+, 129.48亿, 15.5%, $1,234, 0:25:10."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

_NUMBER = re.compile(
    r"[约~≈>≥<≤]?\s*([+-]?)\s*[¥￥$€£]?\s*(\d[\d,，]*(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,2}))?\s*"
    r"(万亿|千万|百万|亿|万|千|[kKwWmMbB](?![A-Za-z]))?\s*(美元|元|人次|人|次|场|天|条|块|%|％)?\s*\+?"
)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2})(?:\.\d+)?")
_SPOKEN = re.compile(
    r"(?:(\d+)\s*(?:小时|时|h))?\s*(?:(\d+)\s*(?:分钟|分|min|m))?\s*(?:(\d+(?:\.\d+)?)\s*(?:秒|sec|s))?"
)
_MOST = 1e18
"""Larger numbers are noise, not counts or money."""


class Numbers:
    """Number reader of one import.

    Args:
        values: The file knowledge/sources/values.yaml.
    """

    def __init__(self, values: dict[str, Any]) -> None:
        self._unknown = frozenset(values["unknown"])
        self._powers = {word: round(math.log10(scale)) for word, scale in values["scale"].items()}

    def is_unknown(self, value: object) -> bool:
        """Say whether a cell states that nothing is known."""
        return value is None or (isinstance(value, str) and value.strip().casefold() in self._unknown)

    def number(self, value: object) -> float | None:
        """Read a number; None for unknown and for what is no number. A share sign is ignored here."""
        if isinstance(value, str):
            return float(value) if value.isascii() and value.isdigit() and len(value) < 16 else self._spelled(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if abs(value) < _MOST and math.isfinite(value) else None

    def whole(self, value: object) -> int | None:
        """Read a count; None when unknown or negative."""
        found = self.number(value)
        return int(found) if found is not None and found >= 0 else None

    def _spelled(self, text: str) -> float | None:
        match = _NUMBER.fullmatch(text.strip())
        if match is None:
            return None
        sign, digits, power, scale, _ = match.groups()
        exponent = int(power or 0) + (self._powers[scale.lower()] if scale else 0)
        found = float(f"{digits.replace(',', '').replace('，', '')}e{exponent}")
        return (-found if sign == "-" else found) if found < _MOST else None

    def seconds(self, value: object) -> float | None:
        """Read a duration in seconds: 0:25:10, 12s, 1分20秒, or a plain number of seconds."""
        if not isinstance(value, str):
            return self.number(value)
        text = value.strip()
        if match := _CLOCK.fullmatch(text):
            return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3])
        if text and (match := _SPOKEN.fullmatch(text)) and any(match.groups()):
            return int(match[1] or 0) * 3600 + int(match[2] or 0) * 60 + float(match[3] or 0)
        return self.number(text)

    def share(self, *, of_hundred: bool) -> Callable[[object], float | None]:
        """Make a reader of shares, 0 to 1.

        Args:
            of_hundred: True when the column counts in hundredths (some value lies above 1.5 or carries a % sign).
        """

        def read(value: object) -> float | None:
            found = self.number(value)
            return None if found is None else (round(found / 100, 8) if of_hundred else found)

        return read
