"""Compliance rules as data: loading and compiling them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError

from copilot.domain.draft import Severity
from copilot.domain.value import Bilingual, Language, Value
from copilot.errors import KnowledgeError
from copilot.evaluation.compliance.families import Families, load_families
from copilot.evaluation.compliance.scanner import Scanner
from copilot.evaluation.compliance.voice import Voice, load_voice
from copilot.shipped import folder, read_yaml

LintContext = Literal["ad", "audience", "request"]
"""ad: copy of ours or a partner's; audience: words of viewers; request: what someone asks the product to make."""


class Rule(Value):
    """One rule: what makes the claim and what exempts it. All patterns are regular expressions."""

    id: str
    check: str
    """Check the finding is reported under."""
    severity: Severity
    jurisdiction: str
    reference: str
    contexts: list[LintContext]
    channels: list[str] = Field(default_factory=list)
    """Channels it holds for; empty for all."""
    not_channels: list[str] = Field(default_factory=list)
    fields: list[str] = Field(default_factory=list)
    """Fields it reads; empty for all."""
    languages: list[Language] = Field(default_factory=list)
    """Languages of text it speaks of; empty for all."""
    triggers: list[str] = Field(default_factory=list)
    """Words one of which stands in every breach; they make the linter fast."""
    find: list[str] = Field(default_factory=list)
    always: bool = False
    """Broken wherever `unless_text` is absent."""
    unless_sentence: str = ""
    unless_clause: str = ""
    """Exempts only within the same clause, such as the mark of a question."""
    unless_text: str = ""
    unless_before: str = ""
    """Exempts when it ends right before the claim."""
    unless_phrase: str = ""
    """Exempts when the claim ends inside such a phrase, so that reviews that are counted or quoted are not invented."""
    unless_start: str = ""
    """Exempts when it stands in the first 125 characters, before a feed folds."""
    in_any_voice: bool = False
    """Holds also where a text plainly speaks as a viewer, which is what hidden advertising and made-up reviews do."""
    quoted_is_exempt: bool = False
    """A viewer's words in quotation marks are not our claim; whether they are real is the quote check's business."""
    reason: Bilingual
    fix: Bilingual
    mend: Literal["cut", "prepend", "append"]
    words: str = ""
    """What to prepend or append."""


@dataclass(frozen=True, eq=False)
class CompiledRule:
    """A rule with its patterns ready."""

    rule: Rule
    find: Sequence[re.Pattern[str]]
    unless_sentence: re.Pattern[str] | None
    unless_clause: re.Pattern[str] | None
    unless_text: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None
    unless_phrase: re.Pattern[str] | None
    unless_start: re.Pattern[str] | None


class Mitigation(Value):
    """Words that turn a stop into a warning, such as those of a text that denounces what it names."""

    rules: list[str] = Field(default_factory=list)
    """Ids; empty for every rule that reads words."""
    pattern: str

    @cached_property
    def search(self) -> re.Pattern[str]:
        """The pattern, ready."""
        return re.compile(self.pattern, re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Rulebook:
    """All rules, compiled once; `prefilter` finds in one pass which rules can apply to a text."""

    rules: Sequence[CompiledRule]
    families: Families
    voice: Voice
    mitigations: Sequence[Mitigation] = ()

    @cached_property
    def by_id(self) -> dict[str, CompiledRule]:
        """Id → rule."""
        return {compiled.rule.id: compiled for compiled in self.rules}

    @cached_property
    def prefilter(self) -> Scanner:
        """Finds the triggers of all rules in lowered text."""
        return Scanner(self.by_trigger)

    @cached_property
    def by_trigger(self) -> dict[str, list[int]]:
        """Trigger in lower case → numbers of its rules."""
        table: dict[str, list[int]] = {}
        for number, compiled in enumerate(self.rules):
            for word in compiled.rule.triggers:
                table.setdefault(str(word).lower(), []).append(number)
        return table

    @cached_property
    def always(self) -> list[int]:
        """Numbers of the rules that need no trigger."""
        return [number for number, compiled in enumerate(self.rules) if compiled.rule.always]


_FAMILIES = ("families", "copy_families", "wide_families", "roundabout_families")
"""Files of ideas: the first counts in any text, the others in copy."""


def load_rules(directory: Path | None = None) -> Rulebook:
    """Read the rules of `knowledge/compliance/{cn,en}.yaml` and their families.

    Raises:
        KnowledgeError: A file is missing, a rule is malformed, or a pattern is not a regular expression.
    """
    place = directory or folder("knowledge") / "compliance"
    rules = [compiled for name in ("cn", "en") for compiled in _read(place / f"{name}.yaml")]
    families = load_families(*(place / f"{name}.yaml" for name in _FAMILIES))
    unknown = families.families.keys() - {compiled.rule.id for compiled in rules}
    if unknown:
        raise KnowledgeError("reading the rule families", f"no such rule: {sorted(unknown)}", "Correct the rule's id.")
    return Rulebook(rules, families, load_voice(place / "voice.json"), _mitigations(place / "mitigating.yaml"))


def _mitigations(path: Path) -> list[Mitigation]:
    try:
        found = [Mitigation.model_validate(entry) for entry in read_yaml(path)]
        for one in found:
            re.compile(one.pattern)
    except (OSError, yaml.YAMLError, ValidationError, re.error, TypeError) as error:
        raise KnowledgeError(f"reading the mitigations {path.name}", str(error), "Correct the file.") from error
    return found


def _read(path: Path) -> list[CompiledRule]:
    try:
        return [_compile(Rule.model_validate(entry)) for entry in read_yaml(path)]
    except (OSError, yaml.YAMLError, ValidationError, re.error) as error:
        raise KnowledgeError(f"reading the compliance rules {path.name}", str(error), "Correct the file.") from error


def _compile(rule: Rule) -> CompiledRule:
    return CompiledRule(
        rule=rule,
        find=[re.compile(pattern, re.IGNORECASE) for pattern in rule.find],
        unless_sentence=_optional(rule.unless_sentence),
        unless_clause=_optional(rule.unless_clause),
        unless_text=_optional(rule.unless_text),
        unless_before=_optional(rule.unless_before),
        unless_phrase=_optional(rule.unless_phrase),
        unless_start=_optional(rule.unless_start),
    )


def _optional(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern, re.IGNORECASE) if pattern else None
