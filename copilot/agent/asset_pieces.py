"""Finds which trailer or poster a question means: by title, by form, by what kind of poster, or by a line it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copilot.agent.at_hand import AtHand
from copilot.agent.lexicon_words import all_of, slot_words
from copilot.agent.question import Question
from copilot.domain.imported import Asset, AssetLine
from copilot.retrieval.text import fold

_LONGEST = 120
_SHORTEST = 4
"""Characters of a quoted line by which the asset that holds it is found."""
_META = re.compile(r"虚构|fictional|^【.*】《")
_HEADING = re.compile(r"^\d+月\d+日\s+\S|^[A-Z][a-z]+ \d{1,2}\b")


@dataclass(frozen=True)
class Piece:
    """A trailer, or one poster of a file that holds several."""

    asset: Asset
    heading: AssetLine | None
    """The dated line a poster stands under in its file."""
    lines: Sequence[AssetLine]

    @property
    def called(self) -> str:
        """What it may be called by, folded."""
        return fold(f"{self.asset.title} {self.heading.text if self.heading else ''}")


def pieces_meant(question: Question, at_hand: AtHand, terms: list[list[str]]) -> tuple[list[Piece], list[list[str]]]:
    """List the pieces a question means, and of its terms those that are left for their lines."""
    pieces = [piece for asset in assets_of(question, at_hand) for piece in pieces_of(asset)]
    left = [*terms, *_sorts(question, pieces)]
    said = {id(piece): [group for group in left if any(word in piece.called for word in group)] for piece in pieces}
    most = max((len(groups) for groups in said.values()), default=0)
    best = [piece for piece in pieces if len(said[id(piece)]) == most]
    if not most or not best:
        return pieces, left
    return best, [group for group in left if not any(word in best[0].called for word in group)]


def assets_of(question: Question, at_hand: AtHand) -> list[Asset]:
    """List the assets a question means: by title, by what people call them, by their form, by a line it quotes."""
    slots = slot_words()
    titles = all_of(slots["asset_titles"], question.folded)
    forms = all_of(slots["forms"], question.folded)
    held = at_hand.case.assets
    named = (
        [one for one in held if any(word in one.title for word in titles)]
        if "poster" not in forms or not titles
        else []
    )
    named = named or [one for one in held if fold(one.title) in question.folded]
    named = named or [one for one in held if one.form in forms]
    return named or [one for one in held if quotes_line(question, one)]


def quotes_line(question: Question, asset: Asset) -> bool:
    """Say whether a question quotes a line of an asset."""
    long = [words for words in question.quoted if len(words) >= _SHORTEST]
    return any(holds_words(fold(line.text), [fold(words)]) for words in long for line in asset.lines)


def pieces_of(asset: Asset) -> Iterator[Piece]:
    """Cut a file of posters at its dated headings; a trailer stays whole."""
    lines = [line for line in asset.lines if line.text.strip() and len(line.text) < _LONGEST]
    lines = [line for line in lines if not _META.search(line.text)]
    heads = [at for at, line in enumerate(lines) if asset.form == "poster" and _HEADING.search(line.text)]
    if not heads:
        yield Piece(asset, None, lines)
        return
    for at, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        yield Piece(asset, lines[at], [line for line in lines[at + 1 : end] if not line.text.startswith(("（", "("))])


def holds_words(text: str, group: Sequence[str]) -> bool:
    """Say whether a folded line holds any of the words, whatever marks stand between."""
    bare = re.sub(r"\W", "", text)
    return any(word in text or ((plain := re.sub(r"\W", "", word)) and plain in bare) for word in group)


def _sorts(question: Question, pieces: Sequence[Piece]) -> list[list[str]]:
    """List the sorts of poster a question names, by which their headings are told apart."""
    headed = any(piece.heading for piece in pieces)
    return [[key] for key in all_of(slot_words()["asset_titles"], question.folded) if headed]
