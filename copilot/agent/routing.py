"""Chooses the tool that serves a message: by a model bound to a schema, or by the words of the message."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_args

import yaml
from pydantic import ValidationError

from copilot.domain.chat import ToolCall, ToolName
from copilot.domain.value import Language, Value, language_of
from copilot.errors import KnowledgeError, ModelError
from copilot.ports import ChatModel, Prompt
from copilot.shipped import folder

PROMPT = "route_question"
Special = Literal["finish", "unclear"]
_ITEM = re.compile(r"\b(?:pl|in|dr|ex)-[0-9a-f]{16}\b")
_COUNT = re.compile(r"(\d{1,2})\s*(?:条|篇|版|个|种|份|variants?|drafts?|posts?|versions?|ideas?|interactions?)", re.I)
_HAN_COUNT = re.compile(r"([一两二三四五六七八九十])\s*(?:条|篇|版|个|种|份)")
_HAN = "一二三四五六七八九十"
_ABOUT_ITEMS = ("submit", "evaluate")
_EARLIER = 4


class Choice(Value):
    """What a routing model gives back; flat, so that a grammar can hold a weak model to it."""

    tool: Literal[
        "answer", "search", "pulse", "diagnosis", "plan", "interactions", "copy", "evaluate", "experiments", "submit",
        "finish", "unclear",
    ]  # fmt: skip
    channel: str | None = None
    count: int | None = None
    item: str | None = None
    query: str | None = None


@dataclass(frozen=True)
class Asked:
    """What routing may look at: the team's own words and ids, nothing from reviews or files."""

    message: str
    channels: Mapping[str, Sequence[str]]
    """Writable channel id → its names."""
    done: Sequence[str] = ()
    """Tools already used for this message, each with the ids of what it made."""
    earlier: Sequence[str] = field(default_factory=list)
    """The team's earlier messages, oldest first."""
    made: Sequence[str] = ()
    """Ids of what the thread made last, in the order shown."""


Route = ToolCall | Special
Router = Callable[[Asked], Route]


@cache
def route_words() -> Mapping[str, Any]:
    """Read knowledge/lexicons/route_words.yaml once."""
    path = folder("knowledge") / "lexicons" / "route_words.yaml"
    try:
        return dict(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error


def tell(key: str, language: Language, **values: object) -> str:
    """Fill in a phrase of route_words.yaml."""
    return str(route_words()["phrases"][key][language]).format(**values)


def spoken(message: str) -> Language:
    """Say which language a message is in; ids in it are of none."""
    return language_of(_ITEM.sub("", message))


def route_by_words(asked: Asked) -> Route:
    """Choose by the message's words; once a tool was used, the message is served."""
    if asked.done:
        return "finish"
    text = asked.message.casefold().strip()
    bare = text.rstrip("。.!！?？~ ")
    if not bare or f"={bare}" in [str(word) for word in route_words()["unclear"]]:
        return "unclear"
    tools = route_words()["tools"]
    named = next((name for name, words in tools.items() if any(_says(str(word), text) for word in words)), "answer")
    item = _ITEM.search(asked.message)
    meant = item.group() if item else pointed_at(text, asked.made) if named in _ABOUT_ITEMS else None
    return ToolCall(
        tool=named,
        channel=channel_in(text, asked.channels),
        count=_count(text),
        item=meant,
        query=asked.message[:4000] if named == "search" else None,
    )


def route_with(model: ChatModel, render: Callable[..., Prompt]) -> Router:
    """Return a router that lets the model choose; where it fails or chooses nothing possible, words choose."""

    def route(asked: Asked) -> Route:
        try:
            choice = Choice.model_validate(model.fill(render(PROMPT, **_inputs(asked)), Choice).value.model_dump())
        except ModelError:
            return route_by_words(asked)
        return _checked(choice, asked)

    return route


def _checked(choice: Choice, asked: Asked) -> Route:
    """Let through only what is typed right and what the message itself says.

    An id must stand in the message or be of something made in the thread, and submitting must be asked for in so many
    words: whatever a model was talked into, it can name nothing else.
    """
    if choice.tool in ("finish", "unclear"):
        return "finish" if choice.tool == "finish" and asked.done else "unclear" if not asked.done else "finish"
    by_words = route_by_words(Asked(asked.message, asked.channels, made=asked.made))
    if choice.tool == "submit" and not (isinstance(by_words, ToolCall) and by_words.tool == "submit"):
        return by_words if not asked.done else "finish"
    known = " ".join([asked.message, *asked.done, *asked.made])
    said = by_words.item if isinstance(by_words, ToolCall) else None
    item = said or (choice.item if choice.item and choice.item in known else None)
    channel = choice.channel if choice.channel in asked.channels else None
    try:
        return ToolCall(
            tool=choice.tool,
            channel=channel or channel_in(asked.message.casefold(), asked.channels),
            count=choice.count,
            item=item,
            query=choice.query,
        )
    except ValidationError:
        return by_words


def is_work(item: str) -> bool:
    """Say whether an id is of something made: a plan, an interaction, a draft or an experiment."""
    return bool(_ITEM.fullmatch(item))


def pointed_at(text: str, made: Sequence[str]) -> str | None:
    """Find which of the things made last a message means: by its kind, its place, or because there is just one."""
    words = route_words()["pointing"]
    kinds = [kind for kind, names in words["kinds"].items() if any(_says(str(name), text) for name in names)]
    fitting = [item for item in made if not kinds or item.split("-")[0] in kinds]
    for place, names in words["places"].items():
        if any(_says(str(name), text) for name in names):
            return fitting[place] if -len(fitting) <= place < len(fitting) else None
    return fitting[0] if len(fitting) == 1 else None


def channel_in(text: str, channels: Mapping[str, Sequence[str]]) -> str | None:
    """Find the channel a message names, the longest name first; None when it names none."""
    named = [(name.casefold(), key) for key, names in channels.items() for name in (key, *names)]
    for name, key in sorted(named, key=lambda pair: -len(pair[0])):
        if _says(name, text):
            return key
    return None


def _says(word: str, text: str) -> bool:
    folded = word.casefold()
    return bool(re.search(rf"\b{re.escape(folded)}\b", text)) if folded.isascii() else folded in text


def _count(text: str) -> int | None:
    if found := _COUNT.search(text):
        return min(12, max(1, int(found[1])))
    if found := _HAN_COUNT.search(text):
        return _HAN.index(found[1].replace("两", "二")) + 1
    return None


def _inputs(asked: Asked) -> dict[str, str]:
    said = route_words()["tools_said"]
    assert set(said) == {*get_args(ToolName), *get_args(Special)}
    return {
        "tools": "\n".join(f"{name}: {what}" for name, what in said.items()),
        "channels": "\n".join(f"{key}: {' / '.join(names)}" for key, names in asked.channels.items()),
        "done": "\n".join(asked.done),
        "earlier": "\n".join(message[:400] for message in asked.earlier[-_EARLIER:]),
        "message": asked.message,
    }
