"""Matches rules against fields of text: a word prefilter first, then claims and their exemptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from copilot.domain.draft import Severity
from copilot.domain.value import Language, language_of
from copilot.evaluation.compliance.rules import CompiledRule, LintContext, Rule, Rulebook
from copilot.evaluation.compliance.scanner import lowered
from copilot.evaluation.compliance.sentences import Sentences
from copilot.evaluation.compliance.voice import Voice

_FOLD = 125
_TITLE = re.compile(r"《[^》\n]{1,40}》")
_QUOTED = re.compile(r"“[^”\n]*”|「[^」\n]*」|\"[^\"\n]*\"")
_MASK = "\u3007"
_ANYONES = frozenset({"body", "text", "comment", "short_comment", "answer", "message", "request"})
"""Fields viewers write in as well; whoever fills a title, a subject or a caption, or names a channel, publishes."""


@dataclass(frozen=True)
class Breach:
    """A rule broken at a place; an empty place means something is missing."""

    rule: Rule
    field: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    severity: Severity = "block"


def breaches(fields: Mapping[str, str], rulebook: Rulebook, *, channel: str, context: LintContext) -> Iterator[Breach]:
    """Yield every breach in fields of one piece, rule by rule in each field.

    Args:
        fields: Field → text.
        rulebook: Compiled rules.
        channel: Id of the channel; empty when none is known.
        context: Whose words they are.
    """
    whole = "\n".join(fields.values())
    publishes = context == "ad" and (bool(channel) or not fields.keys() <= _ANYONES)
    heard = _Hearing(rulebook.voice, whole, publishes=publishes)
    read = {name: _Field(_without_titles(text)) for name, text in fields.items()}
    for name, field in read.items():
        for number in _candidates(field.text, rulebook):
            compiled = rulebook.rules[number]
            if _applies(compiled.rule, channel, context, name):
                yield from (one for one in _matches(compiled, name, field, whole) if heard.counts(one.rule))
    yield from (one for one in _ideas(read, heard, rulebook, channel, context) if heard.counts(one.rule))
    yield from _absent(fields, rulebook, channel, context)


class _Field:
    """One field's text, cut into sentences once, when the first finding needs them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def sentences(self) -> Sentences:
        return Sentences(self.text)


class _Hearing:
    """Hears one text once, when the answer first matters."""

    def __init__(self, voice: Voice, text: str, *, publishes: bool) -> None:
        self.text = text
        self._voice = voice
        self._publishes = publishes

    @cached_property
    def is_copy(self) -> bool:
        return self._publishes or self._voice.is_copy(self.text)

    @cached_property
    def _is_viewer(self) -> bool:
        return not self._publishes and self._voice.is_viewer(self.text)

    def counts(self, rule: Rule) -> bool:
        """Say whether a rule holds for such a voice and language."""
        if rule.languages and self._language not in rule.languages:
            return False
        return rule.in_any_voice or not self._is_viewer

    @cached_property
    def _language(self) -> Language:
        return language_of(self.text)


def _without_titles(text: str) -> str:
    """Blank what stands in title marks, keeping every place: a title claims nothing."""
    return _TITLE.sub(lambda m: "《" + _MASK * (len(m[0]) - 2) + "》", text) if "《" in text else text


def _ideas(
    fields: Mapping[str, _Field], heard: _Hearing, rulebook: Rulebook, channel: str, context: LintContext
) -> Iterator[Breach]:
    """Look for ideas over all fields at once; yield the gravest finding of a rule in a sentence, with its field."""
    joined = lowered("\n".join(field.text for field in fields.values()))
    found: dict[tuple[str, str, int], Breach] = {}
    for seen in rulebook.families.sightings(joined, in_copy=heard.is_copy):
        compiled = rulebook.by_id[seen.rule]
        name, first = _field_at(fields, seen.core[0])
        if not _applies(compiled.rule, channel, context, name) or _passes_whole(compiled, heard.text):
            continue
        field, core = fields[name], (seen.core[0] - first, seen.core[1] - first)
        sentence = field.sentences.around(*core)
        severity = seen.severity or compiled.rule.severity
        before = found.get((seen.rule, name, sentence[0]))
        if before and (before.severity == "block" or severity != "block"):
            continue
        if compiled.rule.quoted_is_exempt and _is_quoted(field.text, core):
            continue
        start, end = max(seen.start - first, 0), min(seen.end - first, len(field.text))
        if _is_only_named(compiled, field.text, (start, end), sentence):
            continue
        found[seen.rule, name, sentence[0]] = Breach(compiled.rule, name, start, end, *sentence, severity)
    yield from found.values()


def _field_at(fields: Mapping[str, _Field], place: int) -> tuple[str, int]:
    """Return the field a place of the joined text stands in, and where that field begins."""
    first = 0
    for name, field in fields.items():
        if place <= first + len(field.text):
            return name, first
        first += len(field.text) + 1
    raise ValueError(f"no field at {place}")


def _candidates(text: str, rulebook: Rulebook) -> list[int]:
    table = rulebook.by_trigger
    return sorted({number for word in rulebook.prefilter.places(lowered(text)) for number in table[word]})


def _applies(rule: Rule, channel: str, context: LintContext, field: str) -> bool:
    return (
        context in rule.contexts
        and (not rule.channels or channel in rule.channels)
        and channel not in rule.not_channels
        and (not rule.fields or field in rule.fields)
    )


def _matches(compiled: CompiledRule, name: str, field: _Field, whole: str) -> Iterator[Breach]:
    if _passes_whole(compiled, whole):
        return
    taken: list[tuple[int, int]] = []
    for pattern in compiled.find:
        for match in pattern.finditer(field.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            start, end = field.sentences.around(match.start(), match.end())
            if not _is_exempt(compiled, field.text, match, (start, end)):
                taken.append(match.span())
                yield Breach(compiled.rule, name, match.start(), match.end(), start, end, compiled.rule.severity)


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
    if _is_only_named(compiled, text, match.span(), sentence):
        return True
    return compiled.rule.quoted_is_exempt and _is_quoted(text, match.span())


def _is_only_named(compiled: CompiledRule, text: str, claim: tuple[int, int], sentence: tuple[int, int]) -> bool:
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


def _absent(fields: Mapping[str, str], rulebook: Rulebook, channel: str, context: LintContext) -> Iterator[Breach]:
    for number in rulebook.always:
        compiled = rulebook.rules[number]
        whole = "\n".join(fields.values())
        if (
            _applies(compiled.rule, channel, context, "")
            and compiled.unless_text
            and not compiled.unless_text.search(whole)
        ):
            yield Breach(compiled.rule, _main_field(fields), 0, 0, 0, 0, compiled.rule.severity)


def _main_field(fields: Mapping[str, str]) -> str:
    names = list(fields)
    return next((name for name in ("body", "text", "message", "footer") if name in fields), names[-1] if names else "")
