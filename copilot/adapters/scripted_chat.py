"""A chat model that says what it was told to say, for tests and demonstrations; its name says that it is scripted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pydantic import BaseModel

from copilot.adapters.chat_answers import read_value
from copilot.errors import ModelError, ModelReplyInvalid
from copilot.ports import Filled, Prompt, Reply

T = TypeVar("T", bound=BaseModel)
Line = str | dict[str, object] | BaseModel | ModelError
Script = Callable[[Prompt, type[BaseModel] | None], Line]


class ScriptedChat:
    """See `copilot.ports.ChatModel`.

    Args:
        replies: What it says, one a call: text, a value, or an error to raise; or one function that is given each
            prompt and, when a schema is asked for, the schema. A list that runs out raises LookupError.
    """

    def __init__(self, replies: Iterable[Line] | Script, name: str = "scripted:demo") -> None:
        self.name = name
        self.asked: list[Prompt] = []
        self._script = replies if callable(replies) else _in_turn(iter(replies))

    def reply(self, prompt: Prompt) -> Reply:
        """Say the next line."""
        return self._reply(prompt, self._next(prompt, None))

    def fill(self, prompt: Prompt, schema: type[T]) -> Filled:
        """Give the next line as a value of the schema, or fail as a model that does not keep to it."""
        text = self._next(prompt, schema)
        value, problems = read_value(text, schema)
        if value is None:
            raise ModelReplyInvalid(
                f"asking {self.name}", "; ".join(problems), "Mend the script.", reason="off_schema", stamp=prompt.stamp
            )
        return Filled(value=value, reply=self._reply(prompt, text), repairs=0)

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Say the next line one character at a time."""
        yield from self._next(prompt, None)

    def _next(self, prompt: Prompt, schema: type[BaseModel] | None) -> str:
        self.asked.append(prompt)
        line = self._script(prompt, schema)
        if isinstance(line, ModelError):
            raise line
        if isinstance(line, BaseModel):
            return line.model_dump_json()
        return line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)

    def _reply(self, prompt: Prompt, text: str) -> Reply:
        asked = len(prompt.system) + len(prompt.user)
        return Reply(text, self.name, prompt.stamp, prompt_tokens=asked, completion_tokens=len(text), seconds=0.0)


def _in_turn(lines: Iterator[Line]) -> Script:
    def script(_prompt: Prompt, _schema: type[BaseModel] | None) -> Line:
        for line in lines:
            return line
        raise LookupError("the script has no more replies")

    return script
