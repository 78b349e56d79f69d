"""Answers from the lines of trailers and posters: the first, the last, those that hold a word, and when they come."""

from __future__ import annotations

import re

from copilot.agent.answer_passages import terms_of
from copilot.agent.at_hand import AtHand, say, time_of
from copilot.agent.lexicon_words import all_of, first_of, slot_words, speaks
from copilot.agent.question import Question
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage
from copilot.domain.imported import Asset, AssetLine
from copilot.retrieval.text import fold

_LINES = 6
_LONGEST = 120
_META = re.compile(r"虚构|fictional|^\d+月\d+日.*[（(]|^【.*】《")
_CAPTION = re.compile(r"^[【\[]字幕[】\]]")
_ASKS_TIME = ("几秒", "多少秒", "第几秒", "什么时候", "几分", "second", "when", "timecode", "at what")


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
    assets = assets_of(question, at_hand)
    place = first_of(slot_words()["line_places"], question.folded)
    terms = _terms(question, assets)
    found: list[Claim] = []
    for asset in assets:
        lines = [line for line in asset.lines if line.text.strip() and len(line.text) < _LONGEST]
        found += [_line(question, asset, line) for line in _chosen(question, lines, place, terms)]
    return found[:_LINES]


def _terms(question: Question, assets: list[Asset]) -> list[list[str]]:
    titles = " ".join(fold(asset.title) for asset in assets)
    found = [group for group in terms_of(question) if not any(word in titles for word in group)]
    posters = any(asset.form == "poster" for asset in assets)
    return found + [
        [key] for key in all_of(slot_words()["asset_titles"], question.folded) if posters and key not in titles
    ]


def _chosen(question: Question, lines: list[AssetLine], place: str, terms: list[list[str]]) -> list[AssetLine]:
    """Choose lines: those under a heading that holds all terms, those that hold them, the first, the last, or all."""
    if terms:
        under = _under_heading(lines, terms)
        holding = [line for line in lines if all(any(word in fold(line.text) for word in group) for group in terms)]
        return under or holding
    told = [line for line in lines if not _META.search(line.text)]
    if place == "first":
        return told[:1]
    if place == "last":
        return told[-1:]
    return told if speaks(slot_words()["lines"], question.folded) or question.wants == "" else []


def _under_heading(lines: list[AssetLine], terms: list[list[str]]) -> list[AssetLine]:
    """Return the lines that follow a dated heading which holds all terms, up to the next heading."""
    heads = [at for at, line in enumerate(lines) if _META.search(line.text)]
    for at in heads:
        if all(any(word in fold(lines[at].text) for word in group) for group in terms):
            end = next((other for other in heads if other > at), len(lines))
            return lines[at:end]
    return []


def _line(question: Question, asset: Asset, line: AssetLine) -> Claim:
    evidence = [passage(asset.id, line.text), passage(asset.id, asset.title)]
    if line.start is not None and speaks(_ASKS_TIME, question.folded):
        text = say("asset_time", question.language, asset=asset.title, words=line.text, time=time_of(line))
        return Claim(text=text, evidence=[*evidence, passage(asset.id, time_of(line))])
    words = line.text.replace("“", "‘").replace("”", "’")
    return Claim(text=say("asset_line", question.language, asset=asset.title, words=words), evidence=evidence)
