"""Finds the data folders that ship with the product: knowledge/ and prompts/."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from copilot.errors import SettingError

_PACKAGE = Path(__file__).resolve().parent


def folder(name: Literal["knowledge", "prompts"]) -> Path:
    """Return a shipped folder: beside the package in a checkout, inside it in an installed wheel.

    Raises:
        SettingError: Neither place holds it.
    """
    for place in (_PACKAGE.parent / name, _PACKAGE / "_shipped" / name):
        if place.is_dir():
            return place
    raise SettingError(
        f"looking for the shipped folder {name}/",
        f"neither {_PACKAGE.parent / name} nor {_PACKAGE / '_shipped' / name} exists",
        "Install Huichao again; the installation is incomplete.",
    )


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - the shape differs by file
    """Read a YAML file safely, with the C reader where there is one: word lists are long.

    Raises:
        OSError: The file cannot be read.
        yaml.YAMLError: It is not YAML.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader either way


def ui_script() -> Path:
    """Return the entry script of the UI, installed beside the package.

    Raises:
        SettingError: It is not there.
    """
    place = _PACKAGE.parent / "ui" / "app.py"
    if not place.is_file():
        raise SettingError("looking for the UI", f"{place} does not exist", "Install Huichao again, or serve --no-ui.")
    return place
