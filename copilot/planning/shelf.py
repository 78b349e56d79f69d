"""Reads YAML files of the shipped playbook and says which file and entry is wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from copilot.errors import KnowledgeError
from copilot.shipped import folder

T = TypeVar("T", bound=BaseModel)


def playbook_folder() -> Path:
    """Return the folder of the shipped playbook."""
    return folder("knowledge") / "playbook"


def read_yaml(path: Path) -> dict[str, object]:
    """Read a YAML file whose top is a mapping.

    Raises:
        KnowledgeError: The file is missing, is not YAML, or is not a mapping.
    """
    try:
        held = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Put the file back from the release.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"reading {path.name}", f"not readable YAML: {error}", "Mend the file.") from error
    if not isinstance(held, dict):
        raise KnowledgeError(f"reading {path.name}", f"the top is a {type(held).__name__}", "Make it a mapping.")
    return held


def parse(value: object, schema: type[T], path: Path, entry: str) -> T:
    """Validate one entry of a knowledge file.

    Raises:
        KnowledgeError: It does not fit; names the file, the entry and the first field that is wrong.
    """
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the entry itself"
        raise KnowledgeError(
            f"reading {entry!r} in {path.name}",
            f"{where}: {first['msg']} (found {first['input']!r:.80})",
            f"Mend {where} as {schema.__name__} describes it.",
        ) from error


@cache
def shipped_yaml(name: str) -> dict[str, object]:
    """Read a file of the shipped playbook once."""
    return read_yaml(playbook_folder() / name)
