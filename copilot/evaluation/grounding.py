"""Keeps of an answer only what its citations bear out: quotes verbatim, numbers tied, sentences supported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence
from copilot.errors import InputError
from copilot.evaluation.said_numbers import is_tied, said_numbers
from copilot.evaluation.statements import Reader, Statement
from copilot.evaluation.text import sentences

SourceText = Callable[[str], str | None]
"""The stored text of a source id; None when nothing is stored under it."""
FigureValue = Callable[[str], float | None]
"""The value of a figure query today; None when the data does not hold it."""
Fault = Literal["no_citation", "not_verbatim", "number", "quotation", "name", "contradicts", "unsupported"]

_COVERED = 0.55
"""Share of a sentence's content words that its citations must hold; see decision 0019 for how it was chosen."""
_COVERED_BY_FIGURE = 0.3
"""The same for sentences that read a figure aloud, whose words a query says in other terms."""
_CLOSE = 0.35
"""Two sentences that share this much speak of the same matter, so that a conflict between them counts."""
_QUOTED = re.compile(
    r"“([^”\n]{2,400})”|「([^」\n]{2,400})」|『([^』\n]{2,400})』|\"([^\"\n]{2,400})\"|《([^》\n]{1,60})》"
)
_EXACT = 1e-6


@dataclass(frozen=True)
class Grounded:
    """What is left of an answer."""

    claims: list[Claim]
    citations: list[Evidence]
    """Only what a kept claim rests on, in order of first use, each once."""
    cut: list[str]
    """Sentences that nothing bore out."""
    faults: list[Fault]
    """Why, one for each cut sentence."""


def claims_of(cited: Sequence[tuple[str, Sequence[str]]], known: Mapping[str, Evidence]) -> list[Claim]:
    """Turn (sentence, citation ids) as a model gives them into claims; ids that were never offered are dropped."""
    return [Claim(text=text, evidence=[known[one] for one in ids if one in known]) for text, ids in cited]


def ground(
    claims: Sequence[Claim],
    *,
    source_text: SourceText,
    figure_value: FigureValue,
    reader: Reader,
    names: Sequence[str] = (),
) -> Grounded:
    """Check each claim against its own citations and keep those that hold.

    Args:
        claims: Sentences with the evidence they cite.
        source_text: Looks stored texts up, so that a made-up quote or passage is found out.
        figure_value: Computes figure queries again, so that a made-up number is found out.
        reader: Reads statements, to find contradictions.
        names: Titles, people and characters; one that a sentence speaks of must stand in its citations.
    """
    kept: list[Claim] = []
    cut: list[str] = []
    faults: list[Fault] = []
    for claim in claims:
        real = [one for one in claim.evidence if is_real(one, source_text, figure_value)]
        fault = _no_evidence(claim) if not real else _fault(claim.text, real, reader, names)
        if fault is None:
            kept.append(Claim(text=claim.text, evidence=real))
        else:
            cut.append(claim.text)
            faults.append(fault)
    citations = {one.id: one for claim in kept for one in claim.evidence}
    return Grounded(kept, list(citations.values()), cut, faults)


def _no_evidence(claim: Claim) -> Fault:
    return "not_verbatim" if claim.evidence else "no_citation"


def is_real(one: Evidence, source_text: SourceText, figure_value: FigureValue) -> bool:
    """Say whether evidence is what it says it is: the very words of its source, or the value its query gives."""
    if one.kind == "figure":
        try:
            value = figure_value(one.query or "")
        except InputError:
            return False
        return value is not None and one.value is not None and abs(value - one.value) <= _EXACT * max(1, abs(value))
    text = source_text(one.source)
    if text is None:
        return False
    if one.kind == "quote":
        return text[one.start : one.end] == one.text
    return bool(one.text.strip()) and _squeezed(one.text) in _squeezed(text)


def _squeezed(text: str) -> str:
    """Drop blank space: passages join lines that the source keeps apart."""
    return "".join(text.split())


def _fault(text: str, evidence: Sequence[Evidence], reader: Reader, names: Sequence[str]) -> Fault | None:
    texts = [one.text for one in evidence]
    joined = "\n".join(texts)
    values = [one.value for one in evidence if one.kind == "figure" and one.value is not None]
    if any(not is_tied(said, texts, values) for said in said_numbers(text)):
        return "number"
    if any(_squeezed(words) not in _squeezed(joined) for words in quoted(text)):
        return "quotation"
    if any(name in text and name not in joined for name in names if len(name) > 1):
        return "name"
    claim = reader.read(text)
    if any(_contradicts(reader, claim, reader.read(piece.text)) for one in texts for piece in sentences(one)):
        return "contradicts"
    needed = _COVERED_BY_FIGURE if values else _COVERED
    return None if coverage(reader, text, joined) >= needed else "unsupported"


def quoted(text: str) -> list[str]:
    """List what stands between quotation or title marks."""
    return [next(group for group in match.groups() if group) for match in _QUOTED.finditer(text)]


def _contradicts(reader: Reader, claim: Statement, piece: Statement) -> bool:
    return reader.overlap(claim, piece) >= _CLOSE and reader.conflict(claim, piece) is not None


def coverage(reader: Reader, text: str, evidence: str) -> float:
    """Return the share of a sentence's content words and names that its evidence holds; 1.0 when it has none."""
    wanted = reader.read(text).concepts
    held = reader.read(evidence).concepts
    found = sum(1 for word in wanted if word in held or word.lstrip("@") in evidence.lower())
    return found / len(wanted) if wanted else 1.0
