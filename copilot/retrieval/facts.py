"""Reads passages that state one fact as “subject｜attribute｜value”."""

from __future__ import annotations

from dataclasses import dataclass

SEPARATOR = "｜"
_LONGEST_SUBJECT = 80
_LONGEST_ATTRIBUTE = 24


@dataclass(frozen=True)
class Fact:
    """One stated fact."""

    subject: str
    attribute: str
    value: str


def fact_of(text: str) -> Fact | None:
    """Read a passage as a fact; None when it is ordinary text."""
    subject, bar, rest = text.partition(SEPARATOR)
    attribute, second, value = rest.partition(SEPARATOR)
    if not (bar and second and subject.strip() and attribute.strip()):
        return None
    if len(subject) > _LONGEST_SUBJECT or len(attribute) > _LONGEST_ATTRIBUTE:
        return None
    return Fact(subject.strip(), attribute.strip(), value.strip())
