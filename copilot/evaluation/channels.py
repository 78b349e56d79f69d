"""Loads the rule packs that ship with the product, one file a channel."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from copilot.domain.channel import RulePack
from copilot.errors import InputError, KnowledgeError
from copilot.shipped import folder, read_yaml

_NOT_PACKS = frozenset({"counting"})


def load_packs(directory: Path | None = None) -> dict[str, RulePack]:
    """Read every rule pack, by channel id in alphabetical order.

    Callers keep the result; nothing is cached here.

    Args:
        directory: Folder of `<channel>.yaml` files; the shipped one when not given.

    Raises:
        KnowledgeError: A file is not a rule pack, or its name is not its id.
    """
    place = directory or folder("knowledge") / "channels"
    packs = [_read(path) for path in sorted(place.glob("*.yaml")) if path.stem not in _NOT_PACKS]
    return {pack.id: pack for pack in packs}


def pack_named(packs: dict[str, RulePack], channel: str) -> RulePack:
    """Return a channel's pack.

    Raises:
        InputError: There is no such channel; the message lists the known ones.
    """
    if channel not in packs:
        raise InputError(
            "looking up a channel", f"{channel!r} is not one of {', '.join(packs)}", "Use one of these ids."
        )
    return packs[channel]


def _read(path: Path) -> RulePack:
    try:
        pack = RulePack.model_validate(read_yaml(path))
    except (ValidationError, yaml.YAMLError) as error:
        raise KnowledgeError(f"reading the rule pack {path.name}", str(error), "Correct the file.") from error
    if pack.id != path.stem:
        raise KnowledgeError(
            f"reading the rule pack {path.name}", f"its id is {pack.id!r}", "Name the file after the id."
        )
    return pack
