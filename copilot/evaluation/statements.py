"""Turns sentences into concepts, and finds where two statements cannot both hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from copilot.domain.value import is_cjk
from copilot.evaluation.lexicons import Lexicons, one_of
from copilot.evaluation.patterns import pattern
from copilot.evaluation.text import HAN, stem, words

_NEGATION_REACH = 4
_CLAUSE_END = re.compile(r"[，,、；;：:。！？!?—]")
_BESIDE = 2
BESIDE_NAMES = ("kin", "trade")
"""Kinds that say something of a person only right beside the name."""
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True)
class Statement:
    """One sentence read.

    Attributes:
        concepts: Names (with @ before them), concept ids and content words.
        order: The same in the order told.
        denied: Concepts with a negator just before them.
        numbers: Unit → values told with it.
    """

    text: str
    concepts: frozenset[str]
    order: tuple[str, ...]
    denied: frozenset[str]
    numbers: Mapping[str, frozenset[float]]


@dataclass(frozen=True)
class Conflict:
    """Why two statements cannot both hold: how, and the two words that clash."""

    how: str
    left: str
    right: str


class Reader:
    """Reads statements of one film.

    Args:
        lexicons: Word lists.
        names: Titles, characters and people, longest first; kept whole and never mistaken for words.
    """

    def __init__(self, lexicons: Lexicons, names: Sequence[str] = ()) -> None:
        self._lexicons = lexicons
        self._of_word = {word.lower(): key for key, group in lexicons.concepts.items() for word in group}
        for kind in (*lexicons.categories.values(), *lexicons.opposites):
            for word in (w for member in kind for w in member if w not in lexicons.concepts):
                self._of_word.setdefault(word.lower(), word)
        for word, key in list(self._of_word.items()):
            if word.isascii() and " " not in word:
                self._of_word.setdefault(stem(word), key)
        self._name = one_of(names) if names else None
        known = [word for word in self._of_word if " " in word or sum(map(is_cjk, word)) >= 2]
        self._known, self._known_latin = one_of(known), one_of([word for word in known if not HAN.search(word)])
        self._stop = frozenset(map(str, lexicons.names["stopwords"]))
        self._negator = frozenset([*lexicons.names["negators"]["zh"], *lexicons.names["negators"]["en"]])
        self.read = lru_cache(maxsize=8192)(self._read)
        self._listed = lru_cache(maxsize=16384)(lambda text: tuple(self._tokens(text)))

    def _read(self, text: str) -> Statement:
        tokens = self._listed(text)
        order = tuple(token for token in tokens if token not in self._stop and token not in self._negator)
        denied = {token for clause in _CLAUSE_END.split(text) for token in self._denied(clause)} & set(order)
        numbers: dict[str, set[float]] = {}
        in_digits = pattern("statement.han_number").sub(lambda m: str(read_numeral(m[0])), text)
        for match in pattern("statement.number").finditer(in_digits):
            numbers.setdefault(match[2].rstrip("s"), set()).add(float(match[1]))
        return Statement(
            text, frozenset(order), order, frozenset(denied), {unit: frozenset(v) for unit, v in numbers.items()}
        )

    def _denied(self, clause: str) -> Iterable[str]:
        tokens = self._listed(clause)
        for i, token in enumerate(tokens):
            if any(t in self._negator for t in tokens[max(0, i - _NEGATION_REACH) : i]):
                yield token

    def _tokens(self, text: str) -> Iterable[str]:
        for chunk, is_name in _split(text, self._name):
            if is_name:
                yield f"@{chunk.lower()}"
                continue
            for part, is_known in _split(chunk, self._known if HAN.search(chunk) else self._known_latin):
                if is_known:
                    yield self._of_word[part.lower()]
                else:
                    yield from map(self._concept, words(_contracted(part)))

    def _concept(self, word: str) -> str:
        bare = word.removesuffix("了") if len(word) > 1 else word
        return self._of_word.get(word) or self._of_word.get(bare) or bare

    def overlap(self, left: Statement, right: Statement) -> float:
        """Return how much of the shorter statement the other also speaks of, 0 to 1."""
        shared = left.concepts & right.concepts
        return len(shared) / max(1, min(len(left.concepts), len(right.concepts)))

    def conflict(self, left: Statement, right: Statement) -> Conflict | None:
        """Find a reason why two statements about the same thing cannot both hold; None when there is none."""
        shared = left.concepts & right.concepts
        return (
            self._opposed(left, right, shared)
            or self._excluded(left, right, shared)
            or _numbers_differ(left, right)
            or _denied(left, right, shared)
            or _swapped(left, right, shared)
        )

    def _opposed(self, left: Statement, right: Statement, shared: frozenset[str]) -> Conflict | None:
        for a, b in self._lexicons.opposites:
            for one, other in ((a, b), (b, a)):
                x, y = (left.concepts & one) - shared, (right.concepts & other) - shared
                if x and y and not (left.concepts & other or right.concepts & one):
                    if bool(x & left.denied) != bool(y & right.denied):
                        continue
                    return Conflict("opposite", min(x), min(y))
        return None

    def _excluded(self, left: Statement, right: Statement, shared: frozenset[str]) -> Conflict | None:
        if not any(concept.startswith("@") for concept in shared):
            return None
        for kind, members in self._lexicons.categories.items():
            if kind in BESIDE_NAMES:
                continue
            x = [m for m in members if m & left.concepts - left.denied]
            y = [m for m in members if m & right.concepts - right.denied]
            if len(x) == 1 and len(y) == 1 and x != y:
                return Conflict(kind, min(x[0] & left.concepts), min(y[0] & right.concepts))
        return None


def _split(text: str, pattern: re.Pattern[str] | None) -> Iterable[tuple[str, bool]]:
    end = 0
    for match in pattern.finditer(text) if pattern else ():
        yield text[end : match.start()], False
        yield match[0], True
        end = match.end()
    yield text[end:], False


def read_numeral(text: str) -> int:
    """Read a Chinese numeral below 1000."""
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _HAN_DIGITS[char]
    return total + digit


def beside(statement: Statement, name: str, members: Iterable[frozenset[str]]) -> list[str]:
    """List the words of a kind told right beside a name, and nearer to it than to any other name."""
    order = statement.order
    places = [i for i, concept in enumerate(order) if concept.startswith("@")]
    words = frozenset().union(*members)
    found = []
    for i, concept in enumerate(order):
        if concept in words and concept not in statement.denied and places:
            nearest = min(places, key=lambda place: abs(place - i))
            if order[nearest] == name and abs(nearest - i) <= _BESIDE:
                found.append(concept)
    return found


def _contracted(text: str) -> str:
    return re.sub(r"n['’]t\b", " not", text)


def _numbers_differ(left: Statement, right: Statement) -> Conflict | None:
    for unit in sorted(left.numbers.keys() & right.numbers.keys()):
        if not left.numbers[unit] & right.numbers[unit]:
            return Conflict("number", f"{min(left.numbers[unit]):g}{unit}", f"{min(right.numbers[unit]):g}{unit}")
    return None


def _denied(left: Statement, right: Statement, shared: frozenset[str]) -> Conflict | None:
    only = sorted(c for c in (left.denied ^ right.denied) & shared if not c.startswith("@"))
    return Conflict("negation", only[0], only[0]) if only else None


def _swapped(left: Statement, right: Statement, shared: frozenset[str]) -> Conflict | None:
    names = sorted(c for c in shared if c.startswith("@"))
    for a, b in permutations(names, 2):
        for verb in sorted(c for c in shared if not c.startswith("@")):
            if _around(left, a, verb, b) and _around(right, b, verb, a):
                return Conflict("roles", f"{a[1:]}→{b[1:]}", f"{b[1:]}→{a[1:]}")
    return None


def _around(statement: Statement, first: str, verb: str, second: str) -> bool:
    places = [statement.order.index(c) for c in (first, verb, second)]
    return places == sorted(places) and places[2] - places[0] <= 4
