"""Matches rules against fields of text: a word prefilter first, then claims and their exemptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from copilot.evaluation.compliance.rules import CompiledRule, LintContext, Rule, Rulebook
from copilot.evaluation.compliance.scanner import lowered

_FOLD = 125
_TITLE = re.compile(r"《[^》\n]{1,40}》")
_SENTENCE_END = "。！？!?；;\n"
_QUOTED = re.compile(r"“[^”\n]*”|「[^」\n]*」|\"[^\"\n]*\"")
_MASK = "\u3007"


@dataclass(frozen=True)
class Breach:
    """A rule broken at a place; an empty place means something is missing."""

    rule: Rule
    field: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int


def breaches(fields: Mapping[str, str], rulebook: Rulebook, *, channel: str, context: LintContext) -> Iterator[Breach]:
    """Yield every breach in fields of one piece, rule by rule in each field.

    Args:
        fields: Field → text.
        rulebook: Compiled rules.
        channel: Id of the channel; empty when none is known.
        context: Whose words they are.
    """
    whole = "\n".join(fields.values())
    for name, text in fields.items():
        masked = _TITLE.sub(lambda m: "《" + _MASK * (len(m[0]) - 2) + "》", text) if "《" in text else text
        for number in _candidates(masked, rulebook):
            compiled = rulebook.rules[number]
            if _applies(compiled.rule, channel, context, name):
                yield from _matches(compiled, name, masked, whole)
        yield from _ideas(name, masked, whole, rulebook, channel, context)
    yield from _absent(fields, rulebook, channel, context)


def _ideas(
    name: str, text: str, whole: str, rulebook: Rulebook, channel: str, context: LintContext
) -> Iterator[Breach]:
    for seen in rulebook.families.sightings(lowered(text), lambda: rulebook.voice.is_copy(whole)):
        compiled = rulebook.by_id[seen.rule]
        if not _applies(compiled.rule, channel, context, name) or _passes_whole(compiled, whole):
            continue
        if compiled.rule.quoted_is_exempt and _is_quoted(text, seen.core):
            continue
        yield Breach(compiled.rule, name, seen.start, seen.end, *sentence_around(text, *seen.core))


def _candidates(text: str, rulebook: Rulebook) -> list[int]:
    table = rulebook.by_trigger
    return sorted({number for word in rulebook.prefilter.words(lowered(text)) for number in table[word]})


def _applies(rule: Rule, channel: str, context: LintContext, field: str) -> bool:
    return (
        context in rule.contexts
        and (not rule.channels or channel in rule.channels)
        and channel not in rule.not_channels
        and (not rule.fields or field in rule.fields)
    )


def _matches(compiled: CompiledRule, name: str, text: str, whole: str) -> Iterator[Breach]:
    if _passes_whole(compiled, whole):
        return
    taken: list[tuple[int, int]] = []
    for pattern in compiled.find:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            start, end = sentence_around(text, match.start(), match.end())
            if not _is_exempt(compiled, text, match, (start, end)):
                taken.append(match.span())
                yield Breach(compiled.rule, name, match.start(), match.end(), start, end)


def _passes_whole(compiled: CompiledRule, whole: str) -> bool:
    if compiled.unless_text and compiled.unless_text.search(whole):
        return True
    return bool(compiled.unless_start and compiled.unless_start.search(whole[:_FOLD]))


def _is_quoted(text: str, place: tuple[int, int]) -> bool:
    return any(quoted.start() < place[0] and place[1] <= quoted.end() for quoted in _QUOTED.finditer(text))


def _is_exempt(compiled: CompiledRule, text: str, match: re.Match[str], sentence: tuple[int, int]) -> bool:
    if compiled.unless_sentence and compiled.unless_sentence.search(text, *sentence):
        return True
    if compiled.unless_clause and compiled.unless_clause.search(text, *_clause_around(text, match, sentence)):
        return True
    if compiled.unless_before and compiled.unless_before.search(text[sentence[0] : match.start()]):
        return True
    return compiled.rule.quoted_is_exempt and _is_quoted(text, match.span())


def _clause_around(text: str, match: re.Match[str], sentence: tuple[int, int]) -> tuple[int, int]:
    first = max(text.rfind("，", sentence[0], match.start()), text.rfind(",", sentence[0], match.start()), sentence[0])
    stops = [
        at for at in (text.find("，", match.end(), sentence[1]), text.find(",", match.end(), sentence[1])) if at >= 0
    ]
    return first, min([*stops, sentence[1]])


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence that holds a place, its closing mark included."""
    first = max((text.rfind(mark, 0, start) for mark in _SENTENCE_END), default=-1) + 1
    english = max(text.rfind(". ", first, start) + 2, first) if text.rfind(". ", first, start) >= 0 else first
    ends = [at + 1 for at in (text.find(mark, max(start, end - 1)) for mark in _SENTENCE_END) if at >= 0]
    stop = text.find(". ", max(start, end - 1))
    return english, min([*ends, *([stop + 1] if stop >= 0 else []), len(text)])


def _absent(fields: Mapping[str, str], rulebook: Rulebook, channel: str, context: LintContext) -> Iterator[Breach]:
    for number in rulebook.always:
        compiled = rulebook.rules[number]
        whole = "\n".join(fields.values())
        if (
            _applies(compiled.rule, channel, context, "")
            and compiled.unless_text
            and not compiled.unless_text.search(whole)
        ):
            yield Breach(compiled.rule, _main_field(fields), 0, 0, 0, 0)


def _main_field(fields: Mapping[str, str]) -> str:
    names = list(fields)
    return next((name for name in ("body", "text", "message", "footer") if name in fields), names[-1] if names else "")
