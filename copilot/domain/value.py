"""The base of every domain value, and the two languages everything is said in."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from copilot.domain.language import Language as Language
from copilot.domain.language import is_cjk as is_cjk
from copilot.domain.language import language_of as language_of

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
