"""Folds texts to one spelling and cuts them into search tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from operator import add
from typing import Protocol, cast

_HAN = "㐀-鿿豈-﫿"
_PIECE = re.compile(rf"[{_HAN}]+|\d+(?:[.,:]\d+)*|[^\W\d_{_HAN}]+")
_HAN_RUN = re.compile(rf"[{_HAN}]")
_SHORTEST_STEM = 3
_LONG_WORD = 3
"""Han words of at least this many characters become tokens beside the bigrams, which already hold the shorter ones."""


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _simplifier() -> _Converter:
    """Build the traditional-to-simplified converter once, on first use."""
    import opencc

    return cast("_Converter", opencc.OpenCC("t2s"))


def fold(text: str) -> str:
    """Bring a text to one spelling: NFKC, simplified characters, lower case; NUL and lone surrogates are dropped."""
    clean = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
    folded = unicodedata.normalize("NFKC", clean)
    if not folded.isascii():
        folded = _simplifier().convert(folded)
    return folded.casefold()


def stem(word: str) -> str:
    """Cut the commonest English endings, so that plural and tense do not hide a word.

    Source: Harman 1991, "How effective is suffixing?", the S-stemmer, with -ing and -ed added.
    """
    if word.endswith("ies") and len(word) > _SHORTEST_STEM + 1:
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _han_tokens(run: str) -> Iterable[str]:
    return (run,) if len(run) == 1 else map(add, run, run[1:])


def tokens(folded: str) -> list[str]:
    """Cut a folded text into tokens, in reading order.

    Han runs give every bigram and, beside them, their words of three characters or more; other scripts give words,
    English ones stemmed; numbers stay whole without thousands separators.
    """
    found: list[str] = []
    han = False
    for piece in _PIECE.findall(folded):
        if _HAN_RUN.match(piece):
            found.extend(_han_tokens(piece))
            han = True
        elif piece[0].isdigit():
            found.append(piece.replace(",", ""))
        else:
            found.append(stem(piece))
    if han:
        found.extend(_long_words(folded))
    return found


def _long_words(folded: str) -> list[str]:
    import rjieba

    return [word for word in rjieba.cut(folded) if len(word) >= _LONG_WORD and _HAN_RUN.match(word)]
