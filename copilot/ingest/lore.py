"""What knowledge/sources says: exports we know, synonyms, units, privacy rules and messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SOURCE_FILES = ("mediacrawler", "crawls", "boxoffice", "creators", "listening")


@dataclass(frozen=True)
class Source:
    """One export we know by its columns."""

    id: str
    kind: str
    must: list[list[str]]
    """Alternatives; each is the set of columns the export always has. Empty for layouts without header."""
    fields: dict[str, list[str]]
    """Canonical field → columns that may hold it, best first."""
    platform: str = ""
    rating: str = "auto"
    """Scale of its ratings: five, ten, fifty, hundred or auto."""
    unit: str = ""
    """Unit of its money when neither header nor cell says: wan, usd or empty."""
    basis: str = ""
    currency: str = ""
    period: str = "day"
    own: bool = True
    """False for crawls of other people's posts."""
    layout: str = "table"
    shape: list[str] = field(default_factory=list)
    """What each column of a header-less export looks like."""


@dataclass(frozen=True)
class Lore:
    """Everything shipped about exports."""

    sources: list[Source]
    synonyms: dict[str, Any]
    values: dict[str, Any]
    privacy: dict[str, list[str]]
    messages: dict[str, dict[str, Any]]
    workbook_sheets: dict[str, list[str]]
    """Kind → names of the sheets to prefer in a workbook that holds several."""


def load(folder: Path) -> Lore:
    """Read every file of the folder knowledge/sources."""
    entries = [entry for name in SOURCE_FILES for entry in _yaml(folder / f"{name}.yaml")]
    sheets: dict[str, list[str]] = next((entry["sheets"] for entry in entries if entry["kind"] == "workbook"), {})
    return Lore(
        sources=[_source(entry) for entry in entries if entry["kind"] != "workbook"],
        synonyms=_yaml(folder / "synonyms.yaml"),
        values=_yaml(folder / "values.yaml"),
        privacy=_yaml(folder / "privacy.yaml"),
        messages=_yaml(folder / "messages.yaml"),
        workbook_sheets=sheets,
    )


def _yaml(path: Path) -> Any:  # noqa: ANN401 - what a YAML file holds is checked by the tests over knowledge/
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - a safe loader either way


def _source(entry: dict[str, Any]) -> Source:
    known = {key: entry[key] for key in entry if key in Source.__dataclass_fields__ and key != "must"}
    must = entry.get("any_of") or ([entry["must"]] if "must" in entry else [])
    return Source(**{"fields": {}, **known, "must": must})
