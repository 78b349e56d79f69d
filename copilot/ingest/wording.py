"""Puts codes into words of one language."""

from __future__ import annotations

from typing import Any

from copilot.ingest.frame import Notes
from copilot.ingest.refusal import Refusal


class Wording:
    """The messages of one language.

    Args:
        messages: The file knowledge/sources/messages.yaml.
        language: zh or en.
        name: Name of the file being read.
    """

    def __init__(self, messages: dict[str, Any], language: str, name: str) -> None:
        self._messages, self._language, self._name = messages, language, name

    def refusal(self, refusal: Refusal) -> dict[str, str]:
        """Say a refusal in its three parts."""
        found, todo = self._messages["refusals"][refusal.code][self._language]
        doing = self._messages["doing"][self._language].format(name=_visible(self._name))
        facts = self._facts(refusal.facts)
        return {"doing": doing, "found": _fill(found, facts), "todo": _fill(todo, facts)}

    def reason(self, code: str, facts: dict[str, object]) -> str:
        """Say why a row was rejected."""
        return _fill(self._messages["reasons"][code][self._language], self._facts(facts))

    def notes(self, notes: Notes) -> list[str]:
        """Say the notes in order."""
        counted: list[tuple[str, dict[str, object]]] = [
            (code, {"count": count}) for code, count in notes.counts.items()
        ]
        said = [*notes.said, *counted]
        return [_fill(self._messages["notes"][code][self._language], self._facts(facts)) for code, facts in said]

    def _facts(self, facts: dict[str, object]) -> dict[str, str]:
        forms = self._messages["forms"]
        return {
            key: forms[value][self._language] if key == "form" and value in forms else _visible(str(value))
            for key, value in facts.items()
        }


def _fill(text: str, facts: dict[str, str]) -> str:
    for key, value in facts.items():
        text = text.replace("{" + key + "}", value)
    return text


def _visible(text: str) -> str:
    """Show control and direction characters as escapes, so that a name cannot disguise itself."""
    shown = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
    return shown if len(shown) <= 1200 else shown[:1200] + "…"
