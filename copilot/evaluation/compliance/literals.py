"""Derives from a regular expression the literals one of which stands in whatever it finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from re import _constants as code  # type: ignore[attr-defined]  # the only parser that reads what `re` reads
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from copilot.evaluation.compliance.scanner import WORD_START

_MOST = 160
"""Strings a part of a pattern may stand for before it is taken as unlistable."""
_HAN_COST = (0.0, 0.6, 0.03, 0.005)
_LATIN_COST = (0.0, 4.0, 0.8, 0.15, 0.04, 0.01)
"""How often a literal of one, two, three … characters stands in a text by chance, roughly; longer ones as the last."""
_MARKS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.DOTALL)
"""What a pattern is written of: escaped characters, classes, brackets and bars, and plain stretches."""
Exact = frozenset[str] | None
"""All strings a part can match, None when they cannot be listed."""


def literals_of(pattern: str) -> frozenset[str]:
    """Return literals one of which stands in every match of a pattern; empty when none are known.

    Args:
        pattern: A regular expression for lower-case text, case ignored.

    Returns:
        In lower case; those beginning with `WORD_START` stand at the beginning of a Latin word.

    Source:
        Covers of a pattern by literals as in Cox 2012, "Regular Expression Matching with a Trigram Index".
    """
    return _cleaned(_cover(_parser.parse(pattern)) or frozenset())


def alternatives(pattern: str) -> list[str]:
    """Split a pattern at the bars outside brackets; an empty pattern has none."""
    parts, depth = [""], 0
    for mark in _MARKS.findall(pattern):
        if mark == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += mark
            depth += (mark == "(") - (mark == ")")
    return [part for part in parts if part]


def chance(literal: str) -> float:
    """Return roughly how often a literal stands in a text by chance; for comparison only."""
    text = literal.lstrip(WORD_START)
    table = _LATIN_COST if text.isascii() else _HAN_COST
    return table[min(len(text), len(table) - 1)] / (3 if literal[0] == WORD_START else 1)


def _cover(items: Iterable[Any]) -> Exact:
    """Return the cheapest set of literals one of which stands in every match of a sequence."""
    runs: list[frozenset[str]] = []
    run: frozenset[str] = frozenset({""})
    for item in items:
        exact = _exact(item)
        joined = None if exact is None else _joined(run, exact)
        if joined is None:
            runs += [run, *_covers_inside(item)]
            run = exact or frozenset({""})
        else:
            run = joined
    usable = [one for one in map(_cleaned, [*runs, run]) if one]
    return min(usable, key=_cost, default=None)


def _covers_inside(item: Any) -> Iterator[frozenset[str]]:  # noqa: ANN401 - the parser's own nodes
    """Yield the covers of one part that cannot be listed, if it must be matched at all."""
    kind, value = item
    found: Exact = None
    if kind is code.SUBPATTERN:
        found = _cover(value[3])
    elif kind is code.BRANCH:
        covers = [_cover(branch) for branch in value[1]]
        found = frozenset().union(*covers) if all(covers) else None  # type: ignore[arg-type]  # all are sets here
    elif kind in (code.MAX_REPEAT, code.MIN_REPEAT) and value[0]:
        found = _cover(value[2])
    if found:
        yield found


def _exact(item: Any) -> Exact:  # noqa: ANN401
    """Return all strings one part can match."""
    kind, value = item
    if kind is code.LITERAL:
        return frozenset({chr(value).lower()})
    if kind is code.AT:
        return frozenset({WORD_START if value is code.AT_BOUNDARY else ""})
    if kind in (code.ASSERT, code.ASSERT_NOT):
        return frozenset({""})
    if kind is code.IN:
        return _listed(value)
    if kind is code.SUBPATTERN:
        return _sequence(value[3])
    if kind is code.BRANCH:
        return _united([_sequence(branch) for branch in value[1]])
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT) and value[:2] in ((0, 1), (1, 1)):
        once = _sequence(value[2])
        return None if once is None else once | ({""} if not value[0] else set())
    return None


def _listed(members: list[Any]) -> Exact:
    """Return the characters of a class; None for one that excludes, names a category or is wide."""
    found: set[str] = set()
    for kind, value in members:
        if kind is code.LITERAL:
            found.add(chr(value).lower())
        elif kind is code.RANGE and value[1] - value[0] < _MOST:
            found.update(chr(number).lower() for number in range(value[0], value[1] + 1))
        else:
            return None
    return frozenset(found) if len(found) <= _MOST else None


def _sequence(items: Iterable[Any]) -> Exact:
    found: Exact = frozenset({""})
    for item in items:
        exact = _exact(item)
        if exact is None or found is None:
            return None
        found = _joined(found, exact)
    return found


def _united(parts: list[Exact]) -> Exact:
    known = [part for part in parts if part is not None]
    whole = frozenset().union(*known)
    return whole if len(known) == len(parts) and len(whole) <= _MOST else None


def _joined(first: frozenset[str], second: frozenset[str]) -> Exact:
    if len(first) * len(second) > _MOST:
        return None
    return frozenset(a + b for a, b in product(first, second))


def _cleaned(found: frozenset[str]) -> frozenset[str]:
    """Keep of each string its longest stretch without a word's edge inside, and no string that holds another."""
    best = {max(_stretches(one), key=len, default="") for one in found}
    if "" in best:
        return frozenset()
    return frozenset(one for one in best if not any(other != one and other in one for other in best))


def _stretches(text: str) -> Iterator[str]:
    """Yield the parts of a string between the edges of words; the mark stays before a Latin letter or digit."""
    for number, part in enumerate(text.split(WORD_START)):
        begins_word = number and part and part[0].isascii() and part[0].isalnum()
        if part:
            yield WORD_START + part if begins_word else part


def _cost(found: frozenset[str]) -> float:
    return sum(map(chance, found))
