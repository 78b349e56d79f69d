"""Shortens viewers' words and dossier texts to phrases that fit inside a sentence, always verbatim."""

from __future__ import annotations

import regex

from copilot.domain.evidence import Evidence
from copilot.domain.ids import make_id
from copilot.domain.value import language_of

_LONGEST = {"zh": 40, "en": 110}
_LABEL = {"zh": 26, "en": 70}
_BRACKETS = regex.compile(r"[（(][^）)]*[）)]")
_SHORTEST = {"zh": 6, "en": 20}
_STATEMENT = regex.compile(r"[^。！？!?\n…]+")
_NUMBERED = regex.compile(r"\s*\(?\d{1,2}[.、)）]\s*")
_MARKS = frozenset('“”"「」『』')
_SENTENCE = regex.compile(r"[^。！？!?；;\n…]+")
_DETERMINERS = regex.compile(r"\b(the|a|an|one|this|that|each|every|its|latest|usual|main|more)$", regex.IGNORECASE)
_EDGES = " \t\r\n\f\v\"'“”‘’「」『』《》()（）…—-。．.，,、；;：:！!？?~～#*"


def bare(text: str) -> str:
    """Strip blanks, quote marks and closing punctuation from both ends."""
    return text.strip(_EDGES)


def first_sentence(text: str) -> str:
    """Return the first sentence without its closing mark; empty for an empty text."""
    found = _STATEMENT.search(text)
    return bare(found.group()) if found else ""


def short_label(label: str) -> str:
    """Cut a theme's label to its longest sentence, and that to a clause, so that it fits inside a sentence."""
    parts = [bare(part) for part in _SENTENCE.findall(label)]
    longest = max(parts, key=len, default="")
    return longest[: _cut(longest, 0, len(longest), _LABEL[language_of(longest)])]


def is_clumsy(label: str) -> bool:
    """Say whether a label reads badly inside quote marks: nearly as long as allowed, or with quote marks of its own."""
    return len(label) > 0.8 * _LABEL[language_of(label)] or bool(_MARKS & set(label))


def without_brackets(text: str) -> str:
    """Drop remarks in brackets, such as a budget note after an audience's name."""
    return bare(_BRACKETS.sub("", text))


def short_quotes(evidence: Evidence, about: str = "") -> list[Evidence]:
    """Cut a quote to its sentences that fit inside another, best first; empty when none has a useful length.

    Sentences that hold `about` come first, then those without quote marks of their own. Each is verbatim: its offsets
    point into the same source.
    """
    language = language_of(evidence.text)
    found = []
    for part in _SENTENCE.finditer(evidence.text):
        numbered = _NUMBERED.match(evidence.text, part.start(), part.end())
        start, end = _trim(evidence.text, numbered.end() if numbered else part.start(), part.end())
        end = _cut(evidence.text, start, end, _LONGEST[language])
        if end - start >= _SHORTEST[language]:
            found.append(_span(evidence, start, end))
    return sorted(found, key=lambda cut: (about not in cut.text, bool(_MARKS & set(cut.text))))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _cut(text: str, start: int, end: int, longest: int) -> int:
    """Move the end back to the last clause border or blank within the longest length, else cut hard."""
    if end - start <= longest:
        return end
    window = text[start : start + longest]
    at = max((window.rfind(mark) for mark in "，,、 "), default=-1)
    cut = start + (at if at > longest // 3 else longest)
    return _trim(text, start, cut)[1]


def _span(evidence: Evidence, start: int, end: int) -> Evidence:
    offset = evidence.start or 0
    begin, finish = offset + start, offset + end
    return Evidence(
        id=make_id("evidence", "quote", evidence.source, begin, finish),
        kind="quote",
        text=evidence.text[start:end],
        source=evidence.source,
        start=begin,
        end=finish,
    )


def put_title(title: str, text: str, language: str) -> str:
    """Open an action with its card's title."""
    return f"【{title}】{text}" if language == "zh" else f"{title}: {text}"


def title_of(what: str) -> str:
    """Return the card's title that opens an action."""
    return what[1:].partition("】")[0] if what.startswith("【") else what.partition(":")[0]


def inside_sentence(name: str, film: str, language: str) -> str:
    """Say a metric's name in the middle of a sentence: English takes an article and a small letter."""
    if language == "zh" or name.startswith(film):
        return name
    return f"the {name[:1].lower()}{name[1:]}"


def join_title(text: str, title: str) -> str:
    """Drop the title's own article after another determiner: the Last Ferry team, not the The Last Ferry team."""
    article, _, rest = title.partition(" ")
    if article not in ("The", "A", "An") or not rest:
        return text
    first, *others = text.split(title)
    joined = first
    for part in others:
        joined += (rest if _DETERMINERS.search(joined.rstrip()) else title) + part
    return joined
