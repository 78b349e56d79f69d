"""Keeps prompts/versions.lock: `python -m copilot.prompting_lock` writes it, and refuses a text changed in place."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from copilot.errors import HuichaoError, PromptError
from copilot.prompting import Prompts
from copilot.shipped import folder

LOCK = "versions.lock"


@dataclass(frozen=True)
class Locked:
    """One line of the lock."""

    version: int
    sha: str


def current(prompts: Prompts) -> dict[str, Locked]:
    """Return the version and hash of each prompt as its files are."""
    found = {}
    for name in prompts.ids():
        front = prompts.read(name)
        found[name] = Locked(front.front.version, front.stamp.partition("+")[2])
    return found


def read_lock(place: Path) -> dict[str, Locked]:
    """Read the lock; empty when there is none.

    Raises:
        PromptError: A line is not id, version and hash.
    """
    if not place.is_file():
        return {}
    found = {}
    for number, line in enumerate(place.read_text("utf-8").splitlines(), start=1):
        parts = line.split()
        if len(parts) != 3 or not parts[1].isdigit():
            raise PromptError(
                f"reading {place.name}", f"line {number} is {line!r}", "Write it again: make prompts-lock."
            )
        found[parts[0]] = Locked(int(parts[1]), parts[2])
    return found


def check(now: dict[str, Locked], before: dict[str, Locked]) -> list[str]:
    """List prompts whose text changed while their version did not grow."""
    return [
        f"{name}: the text changed and the version is still {one.version}"
        for name, one in now.items()
        if name in before and one.sha != before[name].sha and one.version <= before[name].version
    ]


def write_lock(prompts: Prompts, place: Path) -> None:
    """Write the lock.

    Raises:
        PromptError: A text changed without its version growing.
    """
    now = current(prompts)
    wrong = check(now, read_lock(place))
    if wrong:
        raise PromptError("locking the prompts", "; ".join(wrong), "Raise the version in the front matter.")
    lines = [f"{name} {one.version} {one.sha}\n" for name, one in sorted(now.items())]
    place.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    where = folder("prompts")
    try:
        write_lock(Prompts(where), where / LOCK)
    except HuichaoError as error:
        sys.exit(str(error))
