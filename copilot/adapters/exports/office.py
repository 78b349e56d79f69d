"""Puts the AI mark into the properties of DOCX, XLSX and PPTX files."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from copilot.adapters.exports.ai_mark import KEY, AiMark

_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http:" + "//schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_PROPERTIES = "http:" + "//schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http:" + "//schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def add_custom_property(path: Path, mark: AiMark) -> None:
    """Add the AIGC block to an Office file as a custom document property; the three writers offer no common way."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[_PART] = _custom(mark).encode()
    parts["[Content_Types].xml"] = _insert(
        parts["[Content_Types].xml"], "</Types>", f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/>'
    )
    parts["_rels/.rels"] = _insert(
        parts["_rels/.rels"],
        "</Relationships>",
        f'<Relationship Id="rIdAigc" Type="{_RELATION}" Target="{_PART}"/>',
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def _insert(part: bytes, before: str, text: str) -> bytes:
    words = part.decode("utf-8")
    return words.replace(before, text + before, 1).encode("utf-8")


def _custom(mark: AiMark) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">'
        f'<property fmtid="{_FORMAT_ID}" pid="2" name="{KEY}"><vt:lpwstr>{escape(mark.json())}</vt:lpwstr></property>'
        "</Properties>"
    )
