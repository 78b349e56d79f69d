"""Turns a pydantic model into the JSON schema that providers accept for structured answers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

_DROPPED = ("default", "title", "examples")


def answer_schema(schema: type[BaseModel]) -> tuple[dict[str, Any], bool]:
    """Return the JSON schema, and whether it fits the strict subset.

    Strict means: every object closed and every property required; a mapping with free keys cannot be said in it.

    Source:
        OpenAI, "Structured Outputs", section on supported schemas.
    """
    found = schema.model_json_schema(by_alias=True)
    return _closed(found), not _has_free_keys(found)


def _closed(node: Any) -> Any:  # noqa: ANN401  (any JSON)
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):  # names there are the author's, whatever they are called
            kept[key] = {name: _closed(part) for name, part in value.items()}
        elif key not in _DROPPED:
            kept[key] = _closed(value)
    if "properties" in kept:
        kept["additionalProperties"] = False
        kept["required"] = list(kept["properties"])
    return kept


def _has_free_keys(node: Any) -> bool:  # noqa: ANN401  (any JSON)
    if isinstance(node, list):
        return any(_has_free_keys(item) for item in node)
    if not isinstance(node, dict):
        return False
    free = node.get("type") == "object" and "properties" not in node
    return free or any(_has_free_keys(item) for item in node.values())
