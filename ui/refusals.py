"""Says in Chinese what the API refused."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from copilot.sentences import Chinese

_SENTENCES = Path(__file__).with_name("refusals.yaml")


def in_chinese(said: str) -> str:
    """Say a sentence of the API in Chinese; one that is not known stays, so that nothing is hidden."""
    return _known().say(said)


@lru_cache(maxsize=1)
def _known() -> Chinese:
    return Chinese(yaml.safe_load(_SENTENCES.read_text(encoding="utf-8")))
