"""Copy for a channel, and the verdict on anything made."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from copilot.domain.evidence import Evidence
from copilot.domain.value import Language, Value

Severity = Literal["block", "warn", "hint"]


class Claim(Value):
    """A sentence of a draft and what it rests on."""

    text: str
    evidence: list[Evidence]


class Draft(Value):
    """Copy for one channel in one format."""

    id: str
    film: str
    channel: str
    format: str
    language: Language = "zh"
    angle: str = ""
    variant: int = 1
    fields: dict[str, str]
    """Field of the rule pack → text, such as title and body."""
    hashtags: list[str] = Field(default_factory=list)
    script: list[dict[str, Any]] = Field(default_factory=list)
    """Shot table of a script, one row a shot; empty for posts."""
    writer: str = "offline"
    stamp: str = ""
    """Prompt id, version and hash; empty when the composer wrote it."""
    claims: list[Claim] = Field(default_factory=list)
    ai_label: str
    """The visible note that AI took part."""


class Span(Value):
    """Where in a field something was found."""

    field: str
    start: int
    end: int
    text: str


class Score(Value):
    """One check's result; `value` None means it could not judge."""

    check: str
    value: float | None = Field(ge=0, le=1)
    passed: bool
    severity: Severity
    reason: str
    spans: list[Span] = Field(default_factory=list)
    fix: str | None = None
    rule: str = ""
    """Id of the compliance or channel rule, when one was broken."""
    reference: str = ""
    """Law, standard or platform text the rule comes from."""


class Verdict(Value):
    """All scores of one thing made; passed means no blocking check failed."""

    id: str
    passed: bool
    scores: list[Score]

    def failing(self, severity: Severity | None = None) -> list[Score]:
        """List the scores that did not pass, of one severity or of all."""
        return [s for s in self.scores if not s.passed and severity in (None, s.severity)]
