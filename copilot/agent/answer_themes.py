"""Answers from what viewers keep coming back to, and from the causes a question names."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.agent.answer_reading import told_cause
from copilot.agent.at_hand import inner, say
from copilot.agent.question import Question
from copilot.domain.diagnosis import Cause, Diagnosis, LedgerEntry, Theme
from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence, passage

_THEMES, _QUOTES, _LINES = 4, 2, 5
_MARKS: Mapping[str, tuple[str, str]] = {"zh": ("“", "”"), "en": (" “", "”")}


def theme_claims(question: Question, diagnosis: Diagnosis, kind: str) -> list[Claim]:
    """Name the strongest themes of a kind, each in viewers' own words; empty when there is none."""
    found = [theme for theme in diagnosis.themes if theme.kind == kind and theme.evidence][:_THEMES]
    return [_theme(question, theme) for theme in found]


def _theme(question: Question, theme: Theme) -> Claim:
    evidence = [one for one in theme.evidence if one.kind == "quote"][:_QUOTES]
    opening, closing = _MARKS[question.language]
    quoted = "".join(
        f"{opening}{inner(one.text)}{closing}" for one in evidence if _bare(one.text) != _bare(theme.label)
    )
    stop = "。" if question.language == "zh" else ""
    return Claim(
        text=say(f"theme_{theme.kind}", question.language, label=theme.label) + quoted + stop, evidence=evidence
    )


def _bare(words: str) -> str:
    return words.strip("。！？!?. ")


def rival_claims(question: Question, diagnosis: Diagnosis) -> list[Claim]:
    """Say what is known of each cause the question names; empty when it names none or none is weighed."""
    named = [cause for cause in diagnosis.causes if cause.cause in question.rivals]
    held = [cause for cause in named if _weighing(cause) and cause.why]
    return [Claim(text=told_cause(cause, question.language), evidence=_weighing(cause)) for cause in held]


def _weighing(cause: Cause) -> list[Evidence]:
    return [*cause.evidence, *cause.against]


def misleading_claims(question: Question, diagnosis: Diagnosis) -> list[Claim]:
    """Name the lines that viewers call untrue, most disputed first, with what they say; empty when there is none."""
    broken = [one for one in diagnosis.ledger if one.state == "broken" and one.evidence]
    lines = [one for one in broken if one.promise.asset != diagnosis.film] or broken
    lines.sort(key=lambda one: -one.viewers)
    return [_line(question, entry) for entry in lines[:_LINES]]


def _line(question: Question, entry: LedgerEntry) -> Claim:
    promised = passage(entry.promise.asset, entry.promise.text)
    text = say("misleading", question.language, text=entry.promise.text, asset=entry.promise.asset_title)
    return Claim(text=text, evidence=[promised, *entry.evidence])
