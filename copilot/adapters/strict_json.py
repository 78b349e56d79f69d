"""Reads JSON that a model wrote, refusing what JSON allows in practice but a value must not hold."""

from __future__ import annotations

import json
import math
import re
from typing import Any

LONGEST = 1_000_000
"""Characters; a plan of 60 actions is about 60,000."""
_LARGEST = 2**53
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL | re.IGNORECASE)


class NotStrictJson(ValueError):
    """The text is no JSON object as we accept it; says why."""


def read_object(text: str) -> dict[str, Any]:
    """Read one JSON object; a surrounding code fence is taken off.

    Raises:
        NotStrictJson: No JSON, no object, more than one document, NaN or Infinity, a number beyond ±2^53 or beyond a
            double, a key twice, a lone surrogate, nested too deep, or longer than a million characters.
    """
    if len(text) > LONGEST:
        raise NotStrictJson(f"{len(text)} characters, at most {LONGEST}")
    fenced = _FENCE.match(text)
    try:
        value = json.loads(
            fenced[1] if fenced else text,
            object_pairs_hook=_once,
            parse_constant=_refuse_constant,
            parse_int=_whole,
            parse_float=_finite,
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise NotStrictJson("nested too deep") from error
    except UnicodeEncodeError as error:
        raise NotStrictJson("half of a surrogate pair stands alone") from error
    except NotStrictJson:
        raise
    except ValueError as error:
        raise NotStrictJson(str(error)) from error
    if not isinstance(value, dict):
        raise NotStrictJson(f"a JSON {type(value).__name__}, not an object")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotStrictJson(f"the key {key!r} comes twice")
        found[key] = value
    return found


def _refuse_constant(name: str) -> float:
    raise NotStrictJson(f"{name} is no number")


def _whole(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > _LARGEST:
        raise NotStrictJson(f"the number {digits[:20]} is too large")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise NotStrictJson(f"the number {digits[:20]} is too large")
    return value
