"""Names the files of the shipped fictional film."""

from __future__ import annotations

from pathlib import Path

import yaml

from copilot.shipped import folder


def sample_files() -> tuple[Path, list[Path]]:
    """Return the sample film's dossier and its exports in the order of import."""
    place = folder("knowledge") / "sample"
    listed = yaml.safe_load((place / "files.yaml").read_text(encoding="utf-8"))
    return place / listed["dossier"], [place / entry["file"] for entry in listed["files"]]
