"""Says in Chinese what the API refused: its sentences are known, what they fill in stays as it is."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, zip_longest
from pathlib import Path

import yaml

_SENTENCES = Path(__file__).with_name("refusals.yaml")
_LONGEST = 4000
"""Characters looked at; a longer refusal quotes a file and stays as it is."""


def in_chinese(said: str) -> str:
    """Say a sentence of the API in Chinese; one that is not known stays, so that nothing is hidden."""
    if len(said) > _LONGEST:
        return said
    for pattern, chinese in _known():
        found = pattern.fullmatch(said)
        if found:
            between = chinese.split("{}")
            return "".join(chain(*zip_longest(between, found.groups(), fillvalue="")))
    return said


def template(sentence: str) -> re.Pattern[str]:
    """Turn a sentence with {} for what is filled in into a pattern of it."""
    return re.compile("(.*?)".join(map(re.escape, sentence.split("{}"))), re.DOTALL)


@lru_cache(maxsize=1)
def _known() -> list[tuple[re.Pattern[str], str]]:
    """List the sentences, those with most words of their own first: {} must not swallow a longer one."""
    rows = yaml.safe_load(_SENTENCES.read_text(encoding="utf-8"))
    rows.sort(key=lambda row: len(row[0].replace("{}", "")), reverse=True)
    return [(template(english), chinese) for english, chinese in rows]
