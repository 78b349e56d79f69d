"""Reads what a turn of a conversation looks for, in the light of the turns before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from copilot.domain.passage import Query
from copilot.retrieval.attributes import Attributes
from copilot.retrieval.names import Names
from copilot.retrieval.text import fold, tokens

_TURNS = 6
"""Turns looked back on; what was said earlier than that has mostly left the talk."""
_DECAY = 0.7
"""Each turn further back than the one before counts this much of the next."""
_LONGEST_TURN = 2000
_CONTEXT = 400
"""Characters of talk handed to the embedder, the latest ones."""
NAME_TOKEN = "§"
_K = TypeVar("_K", str, int)


@dataclass(frozen=True, eq=False)
class Understood:
    """A query read: the turn itself, the one before it, and all earlier ones as one."""

    folded: str
    words: tuple[dict[str, float], dict[str, float], dict[str, float]]
    """Token → weight for the current turn, the previous one, and the earlier ones."""
    names: tuple[dict[int, float], dict[int, float], dict[int, float]]
    """Name number → how surely it is meant, for the same three."""
    wanted: set[int]
    """Attribute groups asked for."""
    asks: bool
    context: str
    """The talk as one text, to be embedded."""
    in_talk: bool
    """Whether there were earlier turns."""


def understand(query: Query, names: Names, attributes: Attributes) -> Understood:
    """Read a query with its history, oldest turn first."""
    turns = [fold(turn[:_LONGEST_TURN]) for turn in [query.text, *reversed(query.history[-_TURNS:])]]
    read = [(_words(turn, names), names.mentions(turn)) for turn in turns]
    current, previous = read[0], read[1] if len(read) > 1 else ({}, {})
    earlier_words: dict[str, float] = {}
    earlier_names: dict[int, float] = {}
    for back, (words, named) in enumerate(read[2:]):
        _merge(earlier_words, words, _DECAY**back)
        _merge(earlier_names, named, _DECAY**back)
    context = "\n".join([*query.history[-2:], query.text])[-_CONTEXT:]
    return Understood(
        folded=turns[0],
        words=(current[0], previous[0], earlier_words),
        names=(current[1], previous[1], earlier_names),
        wanted=attributes.wanted(turns[0]),
        asks=attributes.is_question(turns[0]),
        context=context,
        in_talk=bool(query.history),
    )


def _words(folded: str, names: Names) -> dict[str, float]:
    found = dict.fromkeys(tokens(folded), 1.0)
    for number in names.mentions(folded):
        found[f"{NAME_TOKEN}{number}"] = 1.0
    return found


def _merge(into: dict[_K, float], more: dict[_K, float], weight: float) -> None:
    for key, value in more.items():
        into[key] = max(into.get(key, 0.0), value * weight)
