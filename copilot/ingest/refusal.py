"""Why a file, a row or a value could not be used, as a code that the shipped messages put into words."""

from __future__ import annotations


class Refusal(Exception):
    """The file cannot be read.

    Args:
        code: Key of `refusals` in knowledge/sources/messages.yaml.
        facts: Values for the placeholders of that message.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts


class BadRow(Exception):
    """A row cannot be used.

    Args:
        code: Key of `reasons` in knowledge/sources/messages.yaml.
        facts: Values for the placeholders of that message.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts
