"""Reads SRT and VTT subtitles as timed lines."""

from __future__ import annotations

import html
import re

Timed = tuple[str, float | None, float | None]
_TIMES = re.compile(
    r"(-?)(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?\s*-->\s*(-?)(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?"
)
_TAGS = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")


def cues(text: str) -> list[Timed]:
    """Read the cues in order of the file; tags are removed, overlapping and negative times kept as they are."""
    found: list[Timed] = []
    for block in re.split(r"\n\s*\n", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip().split("\n")
        at = next((place for place, line in enumerate(lines[:3]) if _TIMES.search(line)), None)
        if at is None:
            continue
        match = _TIMES.search(lines[at])
        said = " ".join(html.unescape(_TAGS.sub("", line)).strip() for line in lines[at + 1 :])
        if match is not None and said.strip():
            found.append((said.strip(), _seconds(match, 1), _seconds(match, 6)))
    return found


def _seconds(match: re.Match[str], first: int) -> float:
    sign, hours, minutes, seconds, fraction = match.group(*range(first, first + 5))
    total = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction or 0}")
    return -total if sign else total
