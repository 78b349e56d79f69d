"""Adds films from dossiers and lists them."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from copilot.domain.film import Character, Dossier, Spoiler, StatedPromise, Tone
from copilot.domain.value import Value
from copilot.errors import InputError
from copilot.retrieval.chunking import passages_of_dossier
from copilot.schema import Added, FilmRow
from copilot.services.workspace import Workspace

_LIMIT = 2_000_000
_PARTS: dict[str, type[Value]] = {
    "characters": Character,
    "spoilers": Spoiler,
    "promises": StatedPromise,
    "tone": Tone,
}


def read_dossier(path: Path) -> Dossier:
    """Read a dossier file.

    Raises:
        InputError: It is no YAML mapping, a key is unknown (the nearest known one is named), or a value is wrong.
    """
    doing = f"reading the dossier {path.name}"
    try:
        if path.stat().st_size > _LIMIT:
            raise InputError(doing, f"it has {path.stat().st_size} bytes", f"A dossier stays under {_LIMIT} bytes.")
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(doing, f"it cannot be opened: {error.strerror}", "Check the path.") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            doing, f"it is not YAML in UTF-8: {error}", "Start from knowledge/sample/dossier.yaml."
        ) from error
    return parse_dossier(content, doing)


def parse_dossier(content: object, doing: str = "reading the dossier") -> Dossier:
    """Check a dossier given as a mapping; raises `InputError` as `read_dossier` does."""
    if not isinstance(content, dict):
        raise InputError(doing, f"it holds a {type(content).__name__}", "Write it as YAML keys; see knowledge/sample.")
    _refuse_unknown(doing, content, list(Dossier.model_fields), "")
    for part, kind in _PARTS.items():
        items = content.get(part) or []
        for item in items if isinstance(items, list) else [items]:
            if isinstance(item, dict):
                _refuse_unknown(doing, item, list(kind.model_fields), f" of {part}")
    try:
        return Dossier.model_validate({key: value for key, value in content.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(
            doing, f"the key {where} holds {first['input']!r}: {first['msg']}", "Mend that key and run again."
        ) from error


def _refuse_unknown(doing: str, given: dict[Any, Any], known: list[str], where: str) -> None:
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.5)
            todo = f"Did you mean {near[0]!r}?" if near else f"Known keys are {', '.join(known)}."
            raise InputError(doing, f"unknown key {key!r}{where}", todo)


def add_film(workspace: Workspace, dossier: Dossier) -> Added:
    """Add a film or replace its dossier; the same dossier again changes nothing."""
    outcome = workspace.store.films.put(dossier, workspace.clock.now())
    if outcome != "same":
        workspace.store.library.put(passages_of_dossier(dossier))
    return Added(film=dossier.id, created=outcome == "created", changed=outcome == "changed")


def list_films(workspace: Workspace) -> list[FilmRow]:
    """List the films with how much is stored about each."""
    lines = []
    for dossier in workspace.store.films.all():
        counts = workspace.store.films.counts(dossier.id)
        line = {"film": dossier.id, "title": dossier.title, "release_date": dossier.release_date}
        lines.append(FilmRow.model_validate(line | counts.__dict__))
    return lines
