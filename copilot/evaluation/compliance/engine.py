"""Matches rules against fields of text: a word prefilter first, then claims and their exemptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from copilot.domain.draft import Severity
from copilot.domain.value import Language, language_of
from copilot.evaluation.compliance.ear import Listener
from copilot.evaluation.compliance.exemptions import is_exempt, is_only_named, is_quoted, passes_whole
from copilot.evaluation.compliance.rules import CompiledRule, LintContext, Rule, Rulebook
from copilot.evaluation.compliance.scanner import lowered
from copilot.evaluation.compliance.sentences import Sentences
from copilot.evaluation.compliance.voice import Voice

_TITLE = re.compile(r"《[^》\n]{1,40}》")
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
    by_ear: bool = False
    """Whether only the ear says so: nothing listed was found, the sentence means something like a breach."""


def breaches(
    fields: Mapping[str, str],
    rulebook: Rulebook,
    *,
    channel: str,
    context: LintContext,
    listener: Listener | None = None,
) -> Iterator[Breach]:
    """Yield every breach in fields of one piece, rule by rule in each field.

    Args:
        fields: Field → text.
        rulebook: Compiled rules.
        channel: Id of the channel; empty when none is known.
        context: Whose words they are.
        listener: Listens to copy for what the rules do not name; None to leave that out.
    """
    named: set[str] = set()
    whole = "\n".join(fields.values())
    for breach in _found(fields, rulebook, channel, context):
        named.add(breach.rule.id)
        yield replace(breach, severity="warn") if _is_mitigated(breach, whole, rulebook) else breach
    if listener and context == "ad":
        yield from _echoes(fields, rulebook, channel, listener, named)


def _is_mitigated(breach: Breach, whole: str, rulebook: Rulebook) -> bool:
    """Say whether a stop is only worth a look, since the text denounces, sources or discloses what it names."""
    if breach.severity != "block" or not breach.end:
        return False
    return any(
        (not one.rules or breach.rule.id in one.rules) and one.search.search(whole) for one in rulebook.mitigations
    )


def _found(fields: Mapping[str, str], rulebook: Rulebook, channel: str, context: LintContext) -> Iterator[Breach]:
    """Yield what the rules and ideas name."""
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
        if not _applies(compiled.rule, channel, context, name) or passes_whole(compiled, heard.text):
            continue
        field, core = fields[name], (seen.core[0] - first, seen.core[1] - first)
        sentence = field.sentences.around(*core)
        severity = seen.severity or compiled.rule.severity
        before = found.get((seen.rule, name, sentence[0]))
        if before and (before.severity == "block" or severity != "block"):
            continue
        if compiled.rule.quoted_is_exempt and is_quoted(field.text, core):
            continue
        start, end = max(seen.start - first, 0), min(seen.end - first, len(field.text))
        if is_only_named(compiled, field.text, (start, end), sentence):
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


def _echoes(
    fields: Mapping[str, str], rulebook: Rulebook, channel: str, listener: Listener, named: set[str]
) -> Iterator[Breach]:
    """Yield what published copy only sounds like; rules named already, or exempt by the whole text, are left out."""
    if not channel and fields.keys() <= _ANYONES:
        return
    whole = "\n".join(fields.values())
    heard = _Hearing(rulebook.voice, whole, publishes=True)
    for name, text in fields.items():
        for echo in listener.heard(text):
            compiled = rulebook.by_id.get(echo.rule)
            if compiled is None or echo.rule in named or not _applies(compiled.rule, channel, "ad", name):
                continue
            if not passes_whole(compiled, whole) and heard.counts(compiled.rule):
                yield Breach(compiled.rule, name, *(echo.start, echo.end) * 2, "warn", by_ear=True)


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
    if passes_whole(compiled, whole):
        return
    taken: list[tuple[int, int]] = []
    for pattern in compiled.find:
        for match in pattern.finditer(field.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            start, end = field.sentences.around(match.start(), match.end())
            if not is_exempt(compiled, field.text, match, (start, end)):
                taken.append(match.span())
                yield Breach(compiled.rule, name, match.start(), match.end(), start, end, compiled.rule.severity)


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
