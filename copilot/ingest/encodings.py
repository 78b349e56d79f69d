"""Decides how the bytes of a text file are to be read, or refuses; a wrong character never enters silently."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import BinaryIO

from copilot.ingest.refusal import Refusal

_BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_BLOCK = 1 << 20
_SAMPLE = 1 << 18
_HAN_SHARE = 0.30
"""Least share of Han characters among the non-ASCII ones for a text to be believed GB18030 (anchors: columns.yaml)."""
_GUESSABLE = 2048
"""Bytes below which a statistical guess of the encoding is not made."""
_DAMAGED_SHARE = 0.10
"""Share of damaged lines above which a UTF-8 file is refused as a mixture."""
_HAN = re.compile("[一-鿿]")
DAMAGED = re.compile("[\udc80-\udcff]")
"""What a byte that is not UTF-8 becomes; rows that hold one are rejected, never stored."""


@dataclass(frozen=True)
class Encoding:
    """How to read a text file."""

    name: str
    """Python codec."""
    shown: str
    """What the account of the import says."""
    damaged_lines: int = 0

    def open(self, stream: BinaryIO) -> io.TextIOWrapper:
        """Read a binary stream from its beginning as text, line ends untouched; closing is left to the stream."""
        stream.seek(0)
        errors = "surrogateescape" if self.damaged_lines else "strict"
        return io.TextIOWrapper(_Kept(stream), encoding=self.name, errors=errors, newline="")


class _Kept(io.BufferedReader):
    """A view of a stream whose closing leaves the stream open."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(_Raw(stream), buffer_size=_BLOCK)


class _Raw(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        found = self._stream.read(len(target))
        target[: len(found)] = found
        return len(found)


def detect(stream: BinaryIO) -> Encoding:
    """Decide by byte order mark, strict UTF-8, UTF-16 by its zeros, GB18030 if the result is Chinese, then statistics.

    Raises:
        Refusal: `encoding_unknown` or `encoding_mixed`.
    """
    stream.seek(0)
    head = stream.read(_SAMPLE)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return _checked(stream, name)
    if (guess := _by_zeros(head)) is not None:
        return _checked(stream, guess)
    if (broken := first_error(stream, "utf-8")) is None:
        return Encoding("utf-8", "utf-8")
    return _not_utf8(stream, broken)


def first_error(stream: BinaryIO, name: str) -> int | None:
    """Return the offset of the first bytes a codec cannot read, None when it reads the whole stream."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(name)("strict")
    offset = 0
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
            offset += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return offset + error.start
    return None


def _checked(stream: BinaryIO, name: str) -> Encoding:
    broken = first_error(stream, name)
    if broken is None:
        return Encoding(name, name)
    if name == "utf-8-sig":
        return _damaged(stream, "utf-8-sig", broken)
    raise Refusal("encoding_mixed", encoding=name, offset=broken)


def _by_zeros(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark: ASCII written in it has a zero in every other byte."""
    if len(head) < 4 or b"\0" not in head[:4096]:
        return None
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    half = len(head[:4096]) / 2
    if odd > 0.2 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.2 * half and odd < 0.02 * half else None


def _not_utf8(stream: BinaryIO, broken: int) -> Encoding:
    good, bad = _lines_in_utf8(stream)
    if good > bad:
        return _damaged(stream, "utf-8", broken)
    if first_error(stream, "gb18030") is None and _is_chinese(stream):
        return Encoding("gb18030", "gb18030")
    return _guessed(stream, broken)


def _lines_in_utf8(stream: BinaryIO) -> tuple[int, int]:
    """Count the lines with characters beyond ASCII that are UTF-8, and those that are not."""
    stream.seek(0)
    good = bad = 0
    while lines := stream.readlines(_BLOCK):
        for line in lines:
            if not line.isascii():
                whole = _decodes(line)
                good, bad = good + whole, bad + (not whole)
    return good, bad


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _damaged(stream: BinaryIO, name: str, broken: int) -> Encoding:
    good, bad = _lines_in_utf8(stream)
    if bad > _DAMAGED_SHARE * (good + bad) and bad > 1:
        raise Refusal("encoding_mixed", encoding=name, offset=broken)
    return Encoding(name, name, damaged_lines=bad)


def _is_chinese(stream: BinaryIO) -> bool:
    stream.seek(0)
    text = codecs.getincrementaldecoder("gb18030")("ignore").decode(stream.read(_SAMPLE))
    beyond = sum(not char.isascii() for char in text)
    return beyond > 0 and len(_HAN.findall(text)) >= _HAN_SHARE * beyond


def _guessed(stream: BinaryIO, broken: int) -> Encoding:
    stream.seek(0)
    sample = stream.read(_SAMPLE)
    if len(sample) > _GUESSABLE:
        from charset_normalizer import from_bytes

        best = from_bytes(sample).best()
        if best is not None and best.chaos < 0.1 and first_error(stream, best.encoding) is None:
            return Encoding(best.encoding, best.encoding)
    raise Refusal("encoding_unknown", offset=broken)
