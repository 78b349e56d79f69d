"""Tells whether a Chroma folder is as it was left, because opening a damaged one can crash the whole process."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path

_SEAL = "seal.json"
_PIECE = 1 << 20
_SECONDS = 60.0
_TRIAL = """
import sys, chromadb
client = chromadb.PersistentClient(sys.argv[1], settings=chromadb.Settings(anonymized_telemetry=False))
for collection in client.list_collections():
    if collection.count():
        held = collection.get(limit=50, include=["embeddings"])
        collection.query(query_embeddings=held["embeddings"], n_results=10, include=["distances"])
"""
"""Opens and searches every collection in a process of its own, which may crash."""


def seal(place: Path) -> None:
    """Write down every file's checksum; call it after the store was closed."""
    if place.is_dir():
        (place / _SEAL).write_text(json.dumps(_checksums(place)), encoding="utf-8")


def unseal(place: Path) -> None:
    """Forget the checksums; call it before the store is written to."""
    (place / _SEAL).unlink(missing_ok=True)


def is_sound(place: Path) -> bool:
    """Say whether a folder may be opened: new, as it was sealed, or, after a crash, opened by a child without harm."""
    if not place.is_dir() or not any(place.iterdir()):
        return True
    sealed = place / _SEAL
    try:
        wanted = json.loads(sealed.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return _survives_trial(place)
    except ValueError:
        return False
    return bool(wanted == _checksums(place))


def _checksums(place: Path) -> dict[str, int]:
    files = sorted(path for path in place.rglob("*") if path.is_file() and path.name != _SEAL)
    return {path.relative_to(place).as_posix(): _checksum(path) for path in files}


def _checksum(path: Path) -> int:
    total = 0
    with path.open("rb") as opened:
        while piece := opened.read(_PIECE):
            total = zlib.crc32(piece, total)
    return total


def _survives_trial(place: Path) -> bool:
    command = [sys.executable, "-c", _TRIAL, str(place)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0
