"""Names the files of the shipped fictional film."""

from __future__ import annotations

from pathlib import Path

import yaml

from copilot.services.ingest import Upload
from copilot.shipped import folder


def sample_files() -> tuple[Path, list[Upload]]:
    """Return the sample film's dossier and its exports in the order of import, each with its kind."""
    place = folder("knowledge") / "sample"
    listed = yaml.safe_load((place / "files.yaml").read_text(encoding="utf-8"))
    return place / listed["dossier"], [Upload(place / entry["file"], entry["kind"]) for entry in listed["files"]]
