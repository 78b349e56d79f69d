"""Looks into packed files before anything parses them: sizes, ratios, names and declarations that must not be there."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from typing import BinaryIO

from copilot.ingest.refusal import Refusal
from copilot.ingest.terms import Limits

_MIB = 1 << 20
_DECLARATIONS = [
    text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
]
_FLAG_ENCRYPTED = 0x1


def unpack_gzip(stream: BinaryIO, limits: Limits) -> BinaryIO:
    """Unpack into an unlinked temporary file.

    Raises:
        Refusal: `archive_broken`, or `too_large_unpacked` as soon as the limit is passed.
    """
    stream.seek(0)
    target = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the caller
    try:
        with gzip.GzipFile(fileobj=stream) as packed:
            while block := packed.read(_MIB):
                target.write(block)
                if target.tell() > limits.expanded_bytes:
                    raise Refusal("too_large_unpacked", limit=limits.expanded_bytes // _MIB)
    except (OSError, EOFError, zlib.error) as error:
        raise Refusal("archive_broken", detail=str(error)) from error
    return target


def open_zip(stream: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """Open a zip and check what it claims to hold; nothing is ever extracted to a folder.

    Raises:
        Refusal: `archive_broken`, `encrypted`, `too_large_unpacked` or `ratio`.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal("archive_broken", detail=str(error)) from error
    total = 0
    for part in archive.infolist():
        total += part.file_size
        if part.flag_bits & _FLAG_ENCRYPTED:
            raise Refusal("encrypted")
        if part.file_size > _MIB and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise Refusal("ratio", part=part.filename, times=part.file_size // max(part.compress_size, 1))
    if total > limits.expanded_bytes:
        raise Refusal("too_large_unpacked", limit=limits.expanded_bytes // _MIB)
    return archive


def open_part(archive: zipfile.ZipFile, name: str) -> BinaryIO:
    """Open one part of a zip as bytes.

    Raises:
        Refusal: `archive_broken` when the part is missing or packed in an unknown way.
    """
    try:
        return archive.open(name)  # type: ignore[return-value]
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Refusal("archive_broken", detail=str(error)) from error


def refuse_declarations(archive: zipfile.ZipFile) -> None:
    """Refuse XML that declares a document type or entities; office files never need one.

    Raises:
        Refusal: `declaration` or `archive_broken`.
    """
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            with open_part(archive, name) as part:
                _scan(part, name)


def _scan(part: BinaryIO, name: str) -> None:
    tail = b""
    try:
        while block := part.read(_MIB):
            window = tail + block
            if any(mark in window for mark in _DECLARATIONS):
                raise Refusal("declaration", part=name)
            tail = window[-32:]
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Refusal("archive_broken", detail=str(error)) from error
