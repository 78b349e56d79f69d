"""Fills sentence patterns with a film's material, turning through patterns and material draft by draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, zip_longest
from typing import TypeVar

from copilot.domain.evidence import Evidence
from copilot.writing.bank import Bank, Filler, Person
from copilot.writing.phrases import Pattern, Phrasebook
from copilot.writing.quotable import Quotable

T = TypeVar("T")
_CHARACTER = frozenset({"lead", "star", "note", "second"})
_SHOWN_ONCE = ("core", "place", "plot", "note", "quote", "asked", "crowd", "misread", "vow")
"""Slots whose filling is long enough to be noticed when it comes twice in one draft."""
_ABOUT = ("lead", "second", "star", "theme", "issue")
_OPTIONS = 8
_STRIDE = 11
"""Coprime to most numbers of alternatives, so that another attempt meets other ones."""
_QUOTES_PER_UNIT = 3
_MARKS = {"zh": ("「", "」"), "en": ("“", "”")}


@dataclass(frozen=True)
class Sentence:
    """A realised pattern."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    pattern: str = ""
    shown: frozenset[str] = frozenset()
    """Long fillings it shows; two sentences of a draft should not share one."""
    quotes: bool = False
    """It gives a viewer's words."""
    follows: bool = False
    """It only makes sense after a viewer has been quoted."""
    names: frozenset[str] = frozenset()
    """Characters, people and topics it is about."""


@dataclass(frozen=True)
class Turn:
    """Which draft of the film this is."""

    serial: int
    """Number among all drafts of the film: every channel's first variant, then every second."""
    lap: int
    """How many drafts of the same angle come before."""
    angle: str

    def later(self, attempt: int) -> Turn:
        """Return the same draft's turn with other patterns and material, for another attempt."""
        return Turn(self.serial + attempt * _STRIDE, self.lap + attempt, self.angle)


@dataclass
class Teller:
    """One draft's way through patterns and material; the same turn always tells the same."""

    bank: Bank
    book: Phrasebook
    turn: Turn
    _drawn: dict[str, int] = field(default_factory=dict)
    _topic: str = ""

    def options(self, patterns: Sequence[Pattern], start: int) -> list[Sentence]:
        """Realise up to eight of the patterns that the film has material for, beginning at `start`."""
        usable = [p for p in _rotated(patterns, start) if not self._too_early(p)]
        told = (sentence for p in usable if (sentence := self.tell(p)))
        return list(islice(told, _OPTIONS))

    def angle(self, move: str, angle: str = "", start: int | None = None) -> list[Sentence]:
        """Realise patterns of an angle's move, quoting on that angle only; the draft's own when none is named."""
        self._topic = angle or self.turn.angle
        patterns = self.book.angles.get(self._topic, {}).get(move, ())
        found = self.options(patterns, self.turn.lap if start is None else start)
        self._topic = ""
        return found

    def move(self, *path: str) -> list[Sentence]:
        """Realise patterns of a shared move."""
        return self.options(self.book.patterns(*path), self.turn.serial + self._count("/".join(path)))

    def quotes(self) -> list[Sentence]:
        """Realise the shared frames with the next viewers' clauses, each clause as a first and as a later quote."""
        start = self.turn.serial + 5 * self._count("frame")
        first, more = (_rotated(self.book.patterns(name), start) for name in ("quote", "quote_more"))
        found = []
        for one, other in islice(zip(first, more, strict=False), _QUOTES_PER_UNIT):
            clause = self._next_quote()
            told = (self.tell(frame, clause) for frame in (one, other) if clause and not self._too_early(frame))
            pair = [sentence for sentence in told if sentence]
            found += [replace(s, follows=number == 1) for number, s in enumerate(pair)]
        return found

    def tell(self, pattern: Pattern, clause: Quotable | None = None) -> Sentence | None:
        """Fill one pattern, with a given quote or the next; None when the film lacks material for a slot."""
        fillers: dict[str, Filler] = {}
        if pattern.slots & _CHARACTER:
            fillers |= self._cast(pattern.slots)
        if "quote" in pattern.slots:
            fillers |= self._viewer("quote", clause or self._next_quote())
        elif "asked" in pattern.slots:
            fillers |= self._viewer("asked", _nth(self.bank.clauses.asked, self.turn.lap))
        for slot in pattern.slots - fillers.keys():
            filler = self._simple(slot)
            if filler is None:
                return None
            fillers[slot] = filler
        if {"film", "lead"} <= fillers.keys() and fillers["film"].text.strip("《》") == fillers["lead"].text:
            return None
        return self._realise(pattern, fillers)

    def _realise(self, pattern: Pattern, fillers: dict[str, Filler]) -> Sentence:
        text = pattern.text
        for slot in sorted(pattern.slots):
            text = text.replace("{" + slot + "}", fillers[slot].text)
        evidence = _evidence(fillers, pattern.slots)
        shown = frozenset(fillers[slot].text for slot in _SHOWN_ONCE if slot in pattern.slots)
        about = frozenset(fillers[slot].text for slot in _ABOUT if slot in pattern.slots)
        return Sentence(
            tidy(text, self.bank.language), evidence, pattern.text, shown, quotes="quote" in pattern.slots, names=about
        )

    def _cast(self, slots: frozenset[str]) -> dict[str, Filler]:
        needed = slots & {"lead", "star", "note"}
        people = [person for person in self.bank.people if needed <= person.keys()]
        if not people:
            return {}
        place = 0 if "second" in slots else self.turn.lap % min(2, len(people))
        chosen: Person = people[place]
        others = [person["lead"] for person in self.bank.people if person["lead"].text != chosen["lead"].text]
        return {slot: chosen[slot] for slot in needed} | ({"second": others[0]} if others else {})

    def _viewer(self, slot: str, clause: Quotable | None) -> dict[str, Filler]:
        if clause is None:
            return {}
        opening, closing = _MARKS[self.bank.language]
        site = self.book.words["site"].get(clause.platform.lower(), "")
        names = [p.text for p in self.book.patterns("voice") if site or "{site}" not in p.text]
        voice = names[(self.turn.serial + self._count("voice")) % len(names)].replace("{site}", site)
        words = Filler(f"{opening}{clause.evidence.text}{closing}", (clause.evidence,))
        return {slot: words, "voice": Filler(voice)}

    def _simple(self, slot: str) -> Filler | None:
        if slot in self.bank.fixed:
            return self.bank.fixed[slot]
        pools = {
            "plot": self.bank.plots,
            "crowd": self.bank.crowds,
            "vow": self.bank.vows,
            "misread": self.bank.misread,
            "theme": self.bank.themes,
            "issue": self.bank.issues,
        }
        return _nth(pools.get(slot, ()), self.turn.serial)

    def _next_quote(self) -> Quotable | None:
        hands = self.bank.clauses.by_angle
        if self._topic:
            return _nth(hands.get(self._topic, ()), self.turn.lap)
        rest = [clause for deal in zip_longest(*hands.values()) for clause in deal if clause]
        return _nth(rest, self.turn.serial * _QUOTES_PER_UNIT + self._count("quote"))

    def _too_early(self, pattern: Pattern) -> bool:
        rule = self.book.words["after_only"]
        return self.bank.day < 1 and bool(pattern.slots & {"quote", "asked"} or re.search(rule, pattern.text))

    def _count(self, name: str) -> int:
        self._drawn[name] = self._drawn.get(name, -1) + 1
        return self._drawn[name]


def tidy(text: str, language: str) -> str:
    """Mend the joints where a filling meets the pattern's punctuation."""
    if language == "zh":
        return re.sub(r"([，。：])\1+", r"\1", re.sub(r"([？！?!])」。", r"\1」", text)).strip()
    mended = re.sub(r"\b([Aa]) (?=[aeiouAEIOU]\w)", r"\1n ", re.sub(r"([?!.])”\.", r"\1”", text)).strip()
    return re.sub(r"^[a-z]|(?<=[.!?] )[a-z](?![\w.]*@)", lambda first: first.group().upper(), mended)


def _evidence(fillers: dict[str, Filler], slots: frozenset[str]) -> tuple[Evidence, ...]:
    rests_on = {e.id: e for slot in sorted(slots) for e in fillers[slot].evidence}
    return tuple(rests_on.values())


def _rotated(patterns: Sequence[Pattern], start: int) -> list[Pattern]:
    begin = start % len(patterns) if patterns else 0
    return [*patterns[begin:], *patterns[:begin]]


def _nth(items: Sequence[T], n: int) -> T | None:
    return items[n % len(items)] if items else None
