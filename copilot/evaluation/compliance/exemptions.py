"""Says what makes a claim harmless: its sentence or clause, what stands before it, the whole text, quotation marks."""

from __future__ import annotations

import re

from copilot.evaluation.compliance.rules import CompiledRule

_FOLD = 125
_QUOTED = re.compile(r"“[^”\n]*”|「[^」\n]*」|\"[^\"\n]*\"")


def passes_whole(compiled: CompiledRule, whole: str) -> bool:
    """Say whether the whole text, or what stands before the fold, exempts from a rule."""
    if compiled.unless_text and compiled.unless_text.search(whole):
        return True
    return bool(compiled.unless_start and compiled.unless_start.search(whole[:_FOLD]))


def is_quoted(text: str, place: tuple[int, int]) -> bool:
    """Say whether a place stands in quotation marks."""
    return any(quoted.start() < place[0] and place[1] <= quoted.end() for quoted in _QUOTED.finditer(text))


def is_exempt(compiled: CompiledRule, text: str, match: re.Match[str], sentence: tuple[int, int]) -> bool:
    """Say whether a match of a rule claims nothing where it stands."""
    if compiled.unless_sentence and compiled.unless_sentence.search(text, *sentence):
        return True
    if compiled.unless_clause and compiled.unless_clause.search(text, *_clause_around(text, match, sentence)):
        return True
    if compiled.unless_before and compiled.unless_before.search(text[sentence[0] : match.start()]):
        return True
    if is_only_named(compiled, text, match.span(), sentence):
        return True
    return compiled.rule.quoted_is_exempt and is_quoted(text, match.span())


def is_only_named(compiled: CompiledRule, text: str, claim: tuple[int, int], sentence: tuple[int, int]) -> bool:
    """Say whether a claim ends inside a phrase that only names what it is about, such as a measure."""
    if compiled.unless_phrase is None:
        return False
    return any(m.start() < claim[1] <= m.end() for m in compiled.unless_phrase.finditer(text, *sentence))


def _clause_around(text: str, match: re.Match[str], sentence: tuple[int, int]) -> tuple[int, int]:
    first = max(text.rfind("，", sentence[0], match.start()), text.rfind(",", sentence[0], match.start()), sentence[0])
    stops = [
        at for at in (text.find("，", match.end(), sentence[1]), text.find(",", match.end(), sentence[1])) if at >= 0
    ]
    return first, min([*stops, sentence[1]])
