"""Builds the parts of copy that are more than a sentence: tags, small cards, article sections, chapters, questions."""

from __future__ import annotations

import re

from copilot.domain.channel import RulePack
from copilot.writing.bank import Bank
from copilot.writing.phrases import Pattern
from copilot.writing.telling import Sentence, Teller

_CHAPTERS = ("cold", "thesis", "people", "voices", "counter", "close")
_CHAPTER_SECONDS = (30, 60, 120, 120, 60, 60)
_CARD = ("what", "who", "heart", "cast", "when", "talk")
_CARD_LINES = 4
_QUESTIONS = 4


def merge(parts: list[Sentence], joint: str) -> Sentence:
    """Join sentences to one block that rests on all their evidence."""
    evidence = {e.id: e for part in parts for e in part.evidence}
    shown = frozenset().union(*(part.shown for part in parts))
    names = frozenset().union(*(part.names for part in parts))
    text, quotes = joint.join(part.text for part in parts), any(part.quotes for part in parts)
    return Sentence(text, tuple(evidence.values()), parts[0].pattern, shown, quotes=quotes, names=names)


def bullets(teller: Teller) -> list[Sentence]:
    """Make the card worth saving: what, who for, what it carries, when."""
    head = teller.move("bullets_head")[:1]
    first = teller.turn.serial % len(_CARD)
    kinds = [*_CARD[first:], *_CARD[:first]]
    lines = [found[0] for kind in kinds if (found := teller.move("bullets", kind))][:_CARD_LINES]
    marked = [Sentence(f"· {line.text}", line.evidence, line.pattern, line.shown) for line in lines]
    return [merge([*head, *marked], "\n")] if marked else []


def section(teller: Teller, number: int, angles: list[str]) -> list[Sentence]:
    """Write one article section on an angle: heading, opening, viewers' words, development."""
    start = teller.turn.serial * 4 + number
    angle = angles[start % len(angles)]
    heading = teller.move("sections", angle)[:1]
    paragraph: list[Sentence] = []
    for found in (
        teller.angle("hook", angle, start),
        teller.quotes(),
        teller.angle("line", angle, start),
        teller.quotes(),
    ):
        shown = frozenset().union(*(s.shown for s in paragraph)) if paragraph else frozenset()
        quoted = any(s.quotes for s in paragraph)
        fresh = [s for s in found if not s.shown & shown and not (s.follows and not quoted)]
        paragraph += sorted(fresh, key=lambda s: s.quotes and s.follows != quoted)[:1]
    if not heading or not paragraph:
        return []
    title = Sentence(f"▍{heading[0].text}", heading[0].evidence, heading[0].pattern)
    return [merge([title, merge(paragraph, "" if teller.bank.language == "zh" else " ")], "\n")]


def chapters(teller: Teller) -> list[Sentence]:
    """List the chapters of a long video or an episode with their times."""
    lines, at = [], 0
    for kind, seconds in zip(_CHAPTERS, _CHAPTER_SECONDS, strict=True):
        found = teller.move("chapter", kind)
        if found:
            lines.append(Sentence(f"{clock(at)} {found[0].text}", found[0].evidence, found[0].pattern))
            at += seconds
    return [merge(lines, "\n")] if lines else []


def questions(teller: Teller) -> list[Sentence]:
    """List questions to talk about."""
    head = teller.move("questions_head")[:1]
    found = [*teller.angle("ask")[:1], *teller.move("questions")[:_QUESTIONS]]
    lines = [Sentence(f"· {s.text}", s.evidence, s.pattern, s.shown) for s in found]
    return [merge([*head, *lines], "\n")] if lines else []


def topics(bank: Bank, pack: RulePack) -> list[str]:
    """Choose the draft's topics: the dossier's own first, then the title, the stars and the genres."""
    stars = [person["star"].text for person in bank.people[:2] if "star" in person]
    own = [*bank.dossier.hashtags, bank.dossier.title, *stars, *bank.dossier.genres]
    clean = list(dict.fromkeys(word for tag in own if (word := re.sub(r"[^\w]", "", tag))))
    rule = pack.hashtags
    fitting = [tag for tag in clean if rule.each_max is None or len(tag) <= rule.each_max]
    wanted = max(rule.min, rule.typical[1] if rule.typical[1] < 4 else rule.typical[0])
    return fitting[: wanted if rule.max is None else min(wanted, rule.max)]


def tag_line(tags: list[str], pack: RulePack) -> list[Sentence]:
    """Write topics the channel's way; nothing when topics stand apart from the text."""
    written = " ".join(pack.hashtags.syntax.replace("{tag}", tag).strip() for tag in tags)
    return [Sentence(written, (), "tags")] if written and pack.hashtags.counted_in else []


def clock(seconds: float) -> str:
    """Write a time as mm:ss."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def as_sentence(text: str) -> Sentence:
    """Take a fixed text as a sentence without evidence."""
    return Sentence(text, (), Pattern(text, frozenset()).text)
