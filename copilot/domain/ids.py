"""Ids derived from content, so that doing the same thing twice names the same thing."""

from __future__ import annotations

import hashlib

PREFIXES = {
    "review": "rv",
    "asset": "as",
    "post": "po",
    "document": "do",
    "file": "fi",
    "promise": "pm",
    "passage": "ps",
    "evidence": "ev",
    "plan": "pl",
    "action": "ac",
    "interaction": "in",
    "draft": "dr",
    "verdict": "vd",
    "submission": "sb",
    "decision": "dc",
    "thread": "th",
    "job": "jb",
    "run": "rn",
    "experiment": "ex",
    "retrospective": "rt",
}
"""Kind of thing → the two letters its ids begin with."""

_KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}


def digest(*parts: object) -> str:
    """Hash parts, each separated, to 64 hexadecimal characters (SHA-256)."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def make_id(kind: str, *parts: object) -> str:
    """Name a thing by its content: prefix, dash, 16 hexadecimal characters.

    64 bits keep the chance of any clash among 10⁸ things below 3 in 10⁴.
    """
    return f"{PREFIXES[kind]}-{digest(kind, *parts)[:16]}"


def kind_of(any_id: str) -> str | None:
    """Tell what kind of thing an id names; None means a film id or nothing of ours."""
    return _KINDS.get(any_id.partition("-")[0]) if "-" in any_id else None
