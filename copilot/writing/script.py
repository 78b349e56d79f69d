"""Writes the shot table of a short video: continuous times, hook in the first three seconds, readable subtitles."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from copilot.writing.bank import Material
from copilot.writing.blocks import as_sentence, clock
from copilot.writing.telling import Sentence, Teller

HOOK_SECONDS = 3
_END_SECONDS = 4
_SHORTEST_SHOT, _LONGEST_SHOT = 3, 11
READING = {"zh": 4.5, "en": 13.0}
"""Characters a second a viewer reads with ease; the house limit is 5 for Chinese, 17 for English subtitles."""
LINE = {"zh": 15, "en": 42}
"""Characters of a subtitle line."""
_BREAK = {"zh": r"(?<=[，。！？；：、—])", "en": r"(?<=[,.!?;:—])\s+|\s+"}
_BEATS = ("plot", "quote", "line", "ask")


@dataclass(frozen=True)
class Shot:
    """A row of the table and the sentence it says."""

    row: dict[str, Any]
    said: Sentence


@dataclass(frozen=True)
class _Beat:
    kind: str
    said: Sentence
    shown: str
    seconds: int


def shot_table(teller: Teller) -> list[Shot]:
    """Write the shots of one draft, in order, times from 00:00 without gap to the end."""
    hook = _hook(teller)
    middle = (_beat(teller, kind, hook.said.text) for kind in _BEATS)
    beats = [beat for beat in [hook, *middle, _end(teller)] if beat]
    shots, at = [], 0
    for number, beat in enumerate(beats, 1):
        shots.append(Shot(_row(teller, beat, number, at), beat.said))
        at += beat.seconds
    return shots


def subtitle(text: str, language: str) -> str:
    """Break a line into subtitle lines at punctuation, then between words; no character is lost but end marks."""
    longest = LINE[language]
    lines: list[str] = []
    for piece in filter(None, re.split(_BREAK[language], text)):
        bare = piece if language == "en" else piece.rstrip("，。；：、")
        for part in _pieces(bare, longest):
            joined = f"{lines[-1]} {part}" if lines and language == "en" else None
            if joined and len(joined) <= longest:
                lines[-1] = joined
            else:
                lines.append(part)
    return "\n".join(lines)


def _pieces(text: str, longest: int) -> list[str]:
    if len(text) <= longest:
        return [text] if text else []
    import rjieba

    even = math.ceil(len(text) / math.ceil(len(text) / longest))
    lines, line = [], ""
    for word in rjieba.cut(text):
        if line and (len(line) >= even or len(line) + len(word) > longest):
            lines.append(line)
            line = ""
        line += word
    return [piece for part in [*lines, line] for piece in (part[i : i + longest] for i in range(0, len(part), longest))]


def _hook(teller: Teller) -> _Beat:
    """Open with the shortest-reading question or title that can be read in three seconds."""
    fits = int(HOOK_SECONDS * READING[teller.bank.language])
    lines = [*teller.angle("ask"), *teller.angle("title"), *teller.angle("short")]
    said = next((line for line in lines if len(line.text) <= fits), min(lines, key=lambda line: len(line.text)))
    seconds = max(HOOK_SECONDS, _seconds(said.text, teller))
    return _Beat("hook", said, subtitle(said.text, teller.bank.language), seconds)


def _beat(teller: Teller, kind: str, opening: str) -> _Beat | None:
    """Say the next line of its kind that can be read in time; never the opening again."""
    found = [line for line in _lines(teller, kind) if line.text != opening and not line.follows]
    if not found:
        return None
    quick = [line for line in found if _seconds(line.text, teller) <= _LONGEST_SHOT]
    said = quick[0] if quick else min(found, key=lambda line: len(line.text))
    return _Beat(kind, said, subtitle(_shown(said, kind), teller.bank.language), _seconds(said.text, teller))


def _lines(teller: Teller, kind: str) -> list[Sentence]:
    if kind == "plot":
        return teller.move("plot") or teller.move("person") or teller.move("core")
    return teller.quotes() if kind == "quote" else teller.angle(kind)


def _shown(said: Sentence, kind: str) -> str:
    """Show a quote's or the plot's own words; the voice leads in to them."""
    own = "quote" if kind == "quote" else "passage" if kind == "plot" else ""
    return next((e.text for e in said.evidence if e.kind == own and e.text in said.text), said.text)


def _end(teller: Teller) -> _Beat:
    said = next(iter(teller.move("end_say")), as_sentence(teller.bank.fixed["film"].text))
    card = next(iter(teller.move("end_card")), said)
    return _Beat("end", said, subtitle(card.text, teller.bank.language), max(_END_SECONDS, _seconds(said.text, teller)))


def _seconds(text: str, teller: Teller) -> int:
    return max(_SHORTEST_SHOT, math.ceil(len(text) / READING[teller.bank.language]))


def _row(teller: Teller, beat: _Beat, number: int, at: int) -> dict[str, Any]:
    book = teller.book
    clip, own = _clip(teller, beat.kind, number), book.text("own_card")
    visual = _first(teller.move("shots" if clip else "cards", beat.kind))
    return {
        "no": number,
        "tc_in": clock(at),
        "tc_out": clock(at + beat.seconds),
        "shot_size": book.moves["shot_sizes"][beat.kind],
        "camera": book.moves["cameras"][beat.kind],
        "visual": visual,
        "on_screen_text": beat.shown,
        "voiceover": beat.said.text,
        "sound": book.moves["sounds"][beat.kind],
        "asset_ref": clip.id if clip else own,
        "asset": clip.title or clip.id if clip else own,
        "rights": clip.rights if clip else "cleared",
        "spoiler_level": 0,
    }


def _clip(teller: Teller, kind: str, number: int) -> Material | None:
    """Choose the asset a picture shot takes from, cleared ones first; None for text cards made by the team itself."""
    usable = [one for one in teller.bank.assets if one.rights != "restricted"]
    assets = [one for one in usable if one.rights == "cleared"] or usable
    return assets[number % len(assets)] if assets and kind in ("hook", "plot", "line", "ask") else None


def _first(sentences: Sequence[Sentence]) -> str:
    return sentences[0].text if sentences else ""
