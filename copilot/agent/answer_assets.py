"""Answers from the lines of trailers and posters: what they say, when they say it, what is shown, how long they run."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.agent.asset_pieces import Piece, holds_words, pieces_meant
from copilot.agent.at_hand import AtHand, end_of, say, time_of
from copilot.agent.lexicon_words import first_of, slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_terms import is_spread, terms_of, weight_of
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.domain.imported import AssetLine
from copilot.retrieval.text import fold

_LINES = 6
_CAPTIONS = 9
_ENOUGH = 0.5
"""Weighted share of the terms that a line must hold, or hold the characters of."""
_APART = 0.7
_CAPTION = re.compile(r"^[【\[]字幕[】\]]")
_ASKED = re.compile(r"[？?]\s*$")
_REPLIES = 2
_TIME = re.compile(
    r"(?:(?P<minutes>\d+)\s*(?:分钟?|:|：|m(?:in)?)\s*)?第?(?P<seconds>\d+)(?:\.\d+)?\s*(?:秒|s\b|sec|seconds?)"
    r"|(?P<clock>\d{1,2}):(?P<rest>\d{2})"
)


def answer_asset(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote the lines a question asks for; empty when it means no asset or no line holds what it asks."""
    pieces, left = pieces_meant(question, at_hand, _terms(question))
    if not pieces:
        return []
    if speaks(slot_words()["running_times"], question.folded) and not question.quoted and not left:
        return [claim for piece in pieces for claim in _length(question, piece)]
    if at := _time_named(question):
        return [_line(question, piece, line) for piece in pieces for line in _told_at(piece, at)]
    if speaks(slot_words()["pictures"], question.folded) and (headed := [one for one in pieces if one.heading]):
        return [_line(question, piece, piece.heading) for piece in headed[:_LINES] if piece.heading]
    if question.wants == "when" and (dated := [one for one in pieces if one.heading]) and not left:
        return [_line(question, piece, piece.heading) for piece in dated[:_LINES] if piece.heading]
    found = [_line(question, piece, line) for piece in pieces for line in _chosen(question, piece.lines, left)]
    return found[: _CAPTIONS if speaks(slot_words()["captions"], question.folded) else _LINES]


def _terms(question: Question) -> list[list[str]]:
    return [group for group in terms_of(question) if not set(group) & set(map(str, slot_words()["captions"]))]


def _chosen(question: Question, told: Sequence[AssetLine], terms: list[list[str]]) -> list[AssetLine]:
    """Choose lines: those that hold the terms with the reply to a question among them, the first, the last, or all."""
    if terms:
        return _holding(told, terms)
    place = first_of(slot_words()["line_places"], question.folded)
    if speaks(slot_words()["captions"], question.folded):
        told = [line for line in told if _CAPTION.search(line.text)] or told
    if place == "first":
        return list(told[:1])
    if place == "last":
        return list(told[-1:])
    return list(told) if speaks(slot_words()["lines"], question.folded) or question.wants == "" else []


def _holding(told: Sequence[AssetLine], terms: list[list[str]]) -> list[AssetLine]:
    """List the lines that hold most of the terms, each with what answers it where it asks."""
    weights = [weight_of(group) for group in terms]
    shares = [_share(line, terms, weights) for line in told]
    best = max(shares, default=0.0)
    if best < _ENOUGH:
        return []
    chosen: set[int] = set()
    for at, share in enumerate(shares):
        if share == best:
            chosen.add(at)
            while at - min(chosen) < _REPLIES and at + 1 < len(told) and _ASKED.search(told[at].text):
                at += 1
                chosen.add(at)
    return [told[at] for at in sorted(chosen)]


def _share(line: AssetLine, terms: list[list[str]], weights: Sequence[float]) -> float:
    text, held = fold(line.text), 0.0
    for group, weight in zip(terms, weights, strict=True):
        if holds_words(text, group):
            held += weight
        elif any(is_spread(word, text) for word in group):
            held += _APART * weight
    return held / sum(weights)


def _time_named(question: Question) -> float:
    """Return the second of a trailer that a question names; 0 when it names none."""
    match = _TIME.search(question.folded)
    if match is None or not speaks(slot_words()["forms"]["trailer"], question.folded):
        return 0.0
    if match["clock"]:
        return int(match["clock"]) * 60.0 + int(match["rest"])
    return int(match["minutes"] or 0) * 60.0 + int(match["seconds"])


def _told_at(piece: Piece, second: float) -> list[AssetLine]:
    """List the line heard or read at a second, or the next one after it."""
    timed = [line for line in piece.lines if line.start is not None]
    ends = [line for line in timed if (line.end or line.start or 0.0) >= second - 0.5]
    return ends[:1] if timed and second <= (timed[-1].end or timed[-1].start or 0.0) + 1 else []


def _length(question: Question, piece: Piece) -> list[Claim]:
    timed = [line for line in piece.lines if line.end is not None]
    if not timed:
        return []
    time = end_of(timed[-1])
    text = say("asset_length", question.language, asset=piece.asset.title, time=time)
    return [Claim(text=text, evidence=[passage(piece.asset.id, time), passage(piece.asset.id, piece.asset.title)])]


def _line(question: Question, piece: Piece, line: AssetLine) -> Claim:
    asset, heading = piece.asset, piece.heading
    evidence = [passage(asset.id, line.text), passage(asset.id, asset.title)]
    timed = speaks(slot_words()["asset_times"], question.folded) or _time_named(question)
    words = line.text.replace("“", "‘").replace("”", "’")
    if line.start is not None and timed:
        text = say("asset_time", question.language, asset=asset.title, words=words, time=time_of(line))
        return Claim(text=text, evidence=[*evidence, passage(asset.id, time_of(line))])
    mark = "：" if question.language == "zh" else ", "
    title = f"{asset.title}{mark}{heading.text}" if heading and heading is not line else asset.title
    more = [passage(asset.id, heading.text)] if heading else []
    return Claim(text=say("asset_line", question.language, asset=title, words=words), evidence=[*evidence, *more])
