"""Makes text that every store can hold: what cannot be stored becomes a visible escape, never a silent loss."""

from __future__ import annotations

import re

_UNSTORABLE = re.compile("[\ud800-\udfff\0]")


def is_storable(text: str) -> bool:
    """Say whether a text holds neither lone surrogates nor NUL."""
    return _UNSTORABLE.search(text) is None


def storable(text: str) -> str:
    r"""Write lone surrogates and NUL as \uXXXX; other control characters are kept as they are."""
    return _UNSTORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
