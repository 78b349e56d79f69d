"""Groups what viewers ask for, and why they pass a film on, by what it is about."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import yaml
from numpy.typing import NDArray

from copilot.errors import KnowledgeError
from copilot.insight.case import Case
from copilot.shipped import folder

FEWEST_VOICES = 3
"""Voices before a request is a theme, not one viewer's wish …"""
FEWEST_SHARE = 0.002
"""… and the share of all voices, so that a large film does not list what hardly anybody says."""
_PLAIN = ("recommend", "support")
"""Praise that says nothing of why or with whom: listed last."""
MOST_WORDINGS = 12
"""Wordings a request is counted again by."""
_DENIED = re.compile(
    r"(?:不|没|没有|别|不会|不想|不太|并不|毫不|拒绝|不值得|不建议|不推荐|无法|not|n't|never|no|cannot)\s*(?:再|要|去|be|a)?\s*$",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"求|想看|想要|想买|想知道|有没有|能不能|可不可以|希望|期待|坐等|什么时候|啥时候|哪里|哪儿|在哪|谁能|谁来|怎么没|啥意思|什么意思"
    r"|请|赶紧出|快出|官方|[?？吗]|\b(?:please|want|wish|hope|need|waiting|where|when|what|can|could|would|give us)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。！!?？；;\n]+[?？!！]*")
_ENDS = re.compile(r"[?？，,。!！~～ ]+$")


@dataclass(frozen=True, eq=False)
class Request:
    """One thing asked for, or one way the film is passed on, and who says so."""

    name: str
    label: str
    """The wording most viewers use."""
    key: str
    """Their wordings, most used first, so that `contains` counts the same voices."""
    reviews: NDArray[np.int64]
    voices: float
    pattern: re.Pattern[str]
    asked: bool

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Find where a text asks for it."""
        return spans_of(self.pattern, text, asked=self.asked)


def requests_in(case: Case, kind: Literal["asks", "shares"], *, among: NDArray[np.bool_]) -> list[Request]:
    """Group the reviews marked in `among` by request, most voices first, plain praise last.

    Requests of fewer than three voices are left out.
    """
    voices, found = case.voices, []
    chosen = np.flatnonzero(among & (voices.weight > 0.5))
    fewest = max(FEWEST_VOICES, FEWEST_SHARE * len(chosen))
    for name, pattern in _patterns(kind).items():
        wordings: Counter[str] = Counter()
        reviews = []
        for index in chosen:
            said = spans_of(pattern, voices.texts[index], asked=kind == "asks")
            if said:
                reviews.append(index)
                wordings.update({_ENDS.sub("", voices.texts[index][start:end]).casefold() for start, end in said})
        weight = float(voices.weight[reviews].sum()) if reviews else 0.0
        if weight >= fewest:
            label = max(wordings, key=lambda wording: (wordings[wording], len(wording), wording))
            key = "|".join(wording for wording, _ in wordings.most_common(MOST_WORDINGS))
            found.append(Request(name, label, key, np.array(reviews, dtype=np.int64), weight, pattern, kind == "asks"))
    return sorted(found, key=lambda request: (request.name in _PLAIN, -request.voices, request.name))


def spans_of(pattern: re.Pattern[str], text: str, *, asked: bool = False) -> list[tuple[int, int]]:
    """Find what a pattern matches in a text and is not denied right before; when asked, in a wish or question only."""
    matches = [m for m in pattern.finditer(text) if not _DENIED.search(text[max(0, m.start() - 8) : m.start()])]
    return [m.span() for m in matches if not asked or _asks(text, m.start())]


def _asks(text: str, at: int) -> bool:
    sentence = next((m.group() for m in _SENTENCE.finditer(text) if m.start() <= at < m.end()), "")
    return bool(_ASKING.search(sentence))


@cache
def _patterns(kind: str) -> dict[str, re.Pattern[str]]:
    path = folder("knowledge") / "lexicons" / "requests.yaml"
    try:
        groups: dict[str, list[str]] = yaml.safe_load(path.read_text("utf-8"))[kind]
        return {name: re.compile("|".join(words), re.IGNORECASE) for name, words in groups.items()}
    except (OSError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error
