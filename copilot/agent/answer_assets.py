"""Answers from the lines of trailers and posters: the first, the last, those that hold a word, and which has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copilot.agent.answer_passages import terms_of
from copilot.agent.at_hand import AtHand, say, time_of
from copilot.agent.lexicon_words import all_of, first_of, slot_words, speaks
from copilot.agent.question import Question
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.domain.imported import Asset, AssetLine
from copilot.retrieval.text import fold

_LINES = 6
_CAPTIONS = 9
_LONGEST = 120
_META = re.compile(r"虚构|fictional|^【.*】《")
_HEADING = re.compile(r"^\d+月\d+日\s+\S|^[A-Z][a-z]+ \d{1,2}\b")
_CAPTION = re.compile(r"^[【\[]字幕[】\]]")
_ASKED = re.compile(r"[？?]\s*$")
_ASKS_TIME = ("几秒", "多少秒", "第几秒", "什么时候", "几分", "second", "when", "timecode", "at what")


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


def assets_of(question: Question, at_hand: AtHand) -> list[Asset]:
    """List the assets a question means: by title, by what people call them, by their form; none when it means none."""
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
    return named or [one for one in held if one.form in forms]


def answer_asset(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote the lines a question asks for; empty when it means no asset or no line holds what it asks."""
    place = first_of(slot_words()["line_places"], question.folded)
    pieces = [piece for asset in assets_of(question, at_hand) for piece in _pieces(asset)]
    terms = _terms(question)
    pieces, terms = _meant(pieces, [*terms, *_kinds(question, pieces)])
    if question.wants == "when" and (dated := [one for one in pieces if one.heading]) and not terms:
        return [_line(question, piece, piece.heading) for piece in dated[:_LINES] if piece.heading]
    found = [
        _line(question, piece, line) for piece in pieces for line in _chosen(question, list(piece.lines), place, terms)
    ]
    return found[: _CAPTIONS if speaks(slot_words()["captions"], question.folded) else _LINES]


def _pieces(asset: Asset) -> Iterator[Piece]:
    """Cut a file of posters at its dated headings; a trailer stays whole."""
    lines = [line for line in asset.lines if line.text.strip() and len(line.text) < _LONGEST]
    lines = [line for line in lines if not _META.search(line.text)]
    heads = [at for at, line in enumerate(lines) if asset.form == "poster" and _HEADING.search(line.text)]
    if not heads:
        yield Piece(asset, None, lines)
        return
    for at, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        yield Piece(asset, lines[at], [line for line in lines[at + 1 : end] if not line.text.startswith(("（", "("))])


def _terms(question: Question) -> list[list[str]]:
    return [group for group in terms_of(question) if not set(group) & set(map(str, slot_words()["captions"]))]


def _kinds(question: Question, pieces: Sequence[Piece]) -> list[list[str]]:
    """List the sorts of poster a question names, by which their headings are told apart."""
    headed = any(piece.heading for piece in pieces)
    return [[key] for key in all_of(slot_words()["asset_titles"], question.folded) if headed]


def _meant(pieces: list[Piece], terms: list[list[str]]) -> tuple[list[Piece], list[list[str]]]:
    """Keep the pieces whose title or heading says most of the terms; returns them with the terms left for lines."""
    said = {id(piece): [group for group in terms if any(word in piece.called for word in group)] for piece in pieces}
    most = max((len(groups) for groups in said.values()), default=0)
    best = [piece for piece in pieces if len(said[id(piece)]) == most]
    if not most or not best:
        return pieces, terms
    return best, [group for group in terms if not any(word in best[0].called for word in group)]


def _chosen(question: Question, told: list[AssetLine], place: str, terms: list[list[str]]) -> list[AssetLine]:
    """Choose lines: those that hold all terms with the reply to a question among them, the first, the last, or all."""
    if terms:
        at = [at for at, line in enumerate(told) if _holds(line, terms)]
        replies = [one + 1 for one in at if _ASKED.search(told[one].text) and one + 1 < len(told)]
        return [told[one] for one in sorted({*at, *replies})]
    if speaks(slot_words()["captions"], question.folded):
        told = [line for line in told if _CAPTION.search(line.text)] or told
    if place == "first":
        return told[:1]
    if place == "last":
        return told[-1:]
    return told if speaks(slot_words()["lines"], question.folded) or question.wants == "" else []


def _holds(line: AssetLine, terms: list[list[str]]) -> bool:
    text = fold(line.text)
    bare = re.sub(r"\W", "", text)
    return all(any(word in text or re.sub(r"\W", "", word) in bare for word in group) for group in terms)


def _line(question: Question, piece: Piece, line: AssetLine) -> Claim:
    asset, heading = piece.asset, piece.heading
    evidence = [passage(asset.id, line.text), passage(asset.id, asset.title)]
    if line.start is not None and speaks(_ASKS_TIME, question.folded):
        text = say("asset_time", question.language, asset=asset.title, words=line.text, time=time_of(line))
        return Claim(text=text, evidence=[*evidence, passage(asset.id, time_of(line))])
    words = line.text.replace("“", "‘").replace("”", "’")
    title = f"{asset.title}：{heading.text}" if heading and question.language == "zh" else asset.title
    title = f"{asset.title}, {heading.text}" if heading and question.language == "en" else title
    more = [passage(asset.id, heading.text)] if heading else []
    return Claim(text=say("asset_line", question.language, asset=title, words=words), evidence=[*evidence, *more])
