"""Tells the two languages apart; free of heavy imports, so that a file reader's child process may use it."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["zh", "en"]

_HAN = re.compile("[㐀-鿿]")
_LATIN = re.compile("[A-Za-z]")


def is_cjk(char: str) -> bool:
    """Say whether a character is a Han ideograph of the common blocks."""
    return "㐀" <= char <= "鿿"


def language_of(text: str) -> Language:
    """Tell the language most of a text is written in.

    Han characters weigh as much as half a Latin word, so a Chinese line with an English title stays Chinese.
    An empty text counts as Chinese, the product's first language.
    """
    han = len(_HAN.findall(text))
    return "zh" if han * 2.5 >= len(_LATIN.findall(text)) else "en"
