"""The base of every domain value, and the two languages everything is said in."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["zh", "en"]
Confidence = float
"""0 to 1."""


class Value(BaseModel):
    """An immutable value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Value):
    """One text said natively in Chinese and in English."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language == "zh" else self.en


def is_cjk(char: str) -> bool:
    """Say whether a character is a Han ideograph of the common blocks."""
    return "㐀" <= char <= "鿿"


def language_of(text: str) -> Language:
    """Tell the language most of a text is written in.

    Han characters weigh as much as half a Latin word, so a Chinese line with an English title stays Chinese.
    An empty text counts as Chinese, the product's first language.
    """
    han = sum(map(is_cjk, text))
    latin = sum(char.isascii() and char.isalpha() for char in text)
    return "zh" if han * 2.5 >= latin else "en"
