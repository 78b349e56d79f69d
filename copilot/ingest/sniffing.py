"""Tells what a file really is by its content; the name only decides between readings the content allows."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import BinaryIO

from copilot.ingest.refusal import Refusal

_OTHERS = {
    b"MZ": "program",
    b"\x7fELF": "program",
    b"\xca\xfe\xba\xbe": "program",
    b"\xcf\xfa\xed\xfe": "program",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "old_office",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"SQLite format 3\0": "database",
    b"Rar!": "archive_other",
    b"7z\xbc\xaf": "archive_other",
    b"PAR1": "columnar",
    b"{\\rtf": "rich_text",
}
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE)
_CUE = re.compile(r"-?\d{1,3}:\d{2}(?::\d{2})?[,.]\d{1,3}\s*-->")
_SAMPLE = 1 << 16


def container(stream: BinaryIO) -> str:
    """Name the container by its first bytes: gzip, zip, pdf or text.

    Raises:
        Refusal: `empty`, or the kind of thing it is when that can never be imported.
    """
    stream.seek(0)
    head = stream.read(2048)
    if not head:
        raise Refusal("empty")
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    refused = next((code for mark, code in _OTHERS.items() if head.startswith(mark)), None)
    if refused is not None:
        raise Refusal(refused)
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Refusal("html")
    return "text"


def office_form(names: list[str]) -> str:
    """Name what a zip is by its parts: xlsx or docx.

    Raises:
        Refusal: `archive_other` or `slides`.
    """
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    raise Refusal("slides" if "ppt/presentation.xml" in names else "archive_other")


def text_form(sample: str, name: str) -> str:
    """Name the form of a text: subtitles, jsonl, json, table or prose.

    Args:
        sample: The beginning of the text.
        name: File name; its ending decides only where the content allows several readings.
    """
    ending = PurePath(name.lower().removesuffix(".gz")).suffix
    head = sample.lstrip("\ufeff \t\r\n")
    if head.startswith("WEBVTT") or (_CUE.search(head[:2000]) and ending not in (".csv", ".tsv")):
        return "subtitles"
    if head[:1] in ("{", "[") and (form := _json_form(head)):
        return form
    if ending in (".json", ".jsonl", ".ndjson"):
        return "json" if ending == ".json" else "jsonl"
    if ending in (".csv", ".tsv", ".tab"):
        return "table"
    return "prose" if ending in (".md", ".markdown") or not _looks_tabular(head) else "table"


def _json_form(head: str) -> str | None:
    first = head.split("\n", 1)[0].strip()
    if head[0] == "[":
        opening = head[1:].lstrip()[:1]
        return "json" if opening in ("{", "[", '"', "]") or opening.isdigit() else None
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "json" if head[1:].lstrip()[:1] in ('"', "}") else None
    return "jsonl"


def _looks_tabular(head: str) -> bool:
    """Say whether the first lines break into the same number of cells, at least two, by one separator."""
    lines = [line for line in head[:_SAMPLE].split("\n") if line.strip()][:20]
    if len(lines) < 2:
        return False
    for mark in ("\t", ",", ";", "|"):
        counts = [line.count(mark) for line in lines]
        if min(counts) >= 1 and (max(counts) == min(counts) or (mark == "," and min(counts) >= 3)):
            return True
    return False
