"""Gets an answer that keeps to a schema, by whatever means a model has for it, mending at most twice."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from copilot.adapters.answer_schema import answer_schema
from copilot.adapters.chat_outcomes import CallFailed, Fault, Said
from copilot.adapters.chat_wire import Message
from copilot.adapters.strict_json import NotStrictJson, read_object
from copilot.ports import Prompt

T = TypeVar("T", bound=BaseModel)
Means = Literal["schema", "tool", "json", "plain"]
MEANS: tuple[Means, ...] = ("schema", "tool", "json", "plain")
"""Best first: answers bound to the schema, a forced tool call, JSON of any shape, the schema in words."""
REPAIRS = 2
_SHOWN = 8_000
"""Characters of a wrong answer that are shown back."""
Ask = Callable[..., Awaitable[Said]]


@dataclass(frozen=True)
class Mended:
    """A value, how many repairs it took, and by what means it came."""

    value: BaseModel
    said: Said
    repairs: int
    means: Means


@dataclass(frozen=True)
class Answers:
    """Asks for schema-bound answers; `render` gives the prompts fill_json and repair_json."""

    ask: Ask
    render: Callable[..., Prompt]

    async def fill(self, messages: list[Message], schema: type[T], known: Means) -> Mended:
        """Ask by the means known to work, or the next weaker ones when the provider knows no such request.

        Raises:
            CallFailed: No means gave an answer that keeps to the schema.
        """
        for means in MEANS[MEANS.index(known) :]:
            try:
                return await self._fill_by(means, messages, schema)
            except CallFailed as failed:
                if not failed.fault.unsupported or means == MEANS[-1]:
                    raise
        raise AssertionError("the last means raises")

    async def _fill_by(self, means: Means, messages: list[Message], schema: type[T]) -> Mended:
        shape, strict = answer_schema(schema)
        talk = messages if means in ("schema", "tool") else self._told(messages, shape)
        repairs = 0
        while True:
            try:
                said = await self.ask(talk, **_request(means, schema, shape, strict))
            except CallFailed as failed:
                if repairs and failed.fault.unsupported:  # the first question went through, so its parts are known
                    raise CallFailed(Fault("request", failed.fault.found)) from failed
                raise
            value, problems = read_value(said.text, schema)
            if value is not None:
                return Mended(value, said, repairs, means)
            if repairs == REPAIRS:
                kind = "off_schema" if problems[0].startswith("/") else "malformed"
                raise CallFailed(Fault(kind, f"after {REPAIRS} repairs: {'; '.join(problems)[:500]}"))  # type: ignore[arg-type]
            repairs += 1
            means = "plain" if means != "json" else means
            talk = self._mending(messages, said.text, problems, shape)

    def _told(self, messages: list[Message], shape: dict[str, Any]) -> list[Message]:
        asked = self.render("fill_json", schema=_compact(shape)).user
        if messages and messages[0][0] == "system":  # with the stable part, so that providers can cache it
            return [("system", f"{messages[0][1]}\n\n{asked}"), *messages[1:]]
        return [("system", asked), *messages]

    def _mending(
        self, messages: list[Message], wrong: str, problems: list[str], shape: dict[str, Any]
    ) -> list[Message]:
        asked = self.render("repair_json", problems="\n".join(problems), schema=_compact(shape)).user
        return [*messages, ("assistant", wrong[:_SHOWN]), ("user", asked)]


def read_value(text: str, schema: type[T]) -> tuple[T | None, list[str]]:
    """Read an answer into the schema; otherwise None and what is wrong, off-schema places beginning with a slash."""
    try:
        return schema.model_validate(read_object(text)), []
    except NotStrictJson as error:
        return None, [f"not one JSON object: {error}"]
    except ValidationError as error:
        places = error.errors(include_url=False, include_context=False, include_input=False)[:12]
        return None, ["/" + "/".join(map(str, place["loc"])) + f": {place['msg']}" for place in places]


def _compact(shape: dict[str, Any]) -> str:
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))


def _request(means: Means, schema: type[BaseModel], shape: dict[str, Any], strict: bool) -> dict[str, Any]:
    name = schema.__name__.lstrip("_")
    if means == "schema":
        described = {"name": name, "schema": shape, "strict": strict}
        return {"response_format": {"type": "json_schema", "json_schema": described}}
    if means == "tool":
        function = {"name": name, "parameters": shape}
        chosen = {"type": "function", "function": {"name": name}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": chosen}
    return {"response_format": {"type": "json_object"}} if means == "json" else {}
