"""Reads, checks, renders and stamps prompt files."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, meta
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.errors import PromptError
from copilot.ports import Prompt

_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_PARTIAL = re.compile(r'{%-?\s*include\s+"(_partials/[\w.-]+)"\s*-?%}')
_SPLIT = "\n=== user ===\n"
"""Divides the stable part, sent as the system message and cacheable, from the part that changes."""


class FrontMatter(BaseModel):
    """What a prompt file says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: int = Field(ge=1)
    purpose: str
    inputs: dict[str, str] = Field(default_factory=dict)
    output: str = "text"
    evals: list[str] = Field(default_factory=list)


@dataclass(frozen=True)
class PromptFile:
    """A prompt file that has been read and checked."""

    front: FrontMatter
    system: str
    user: str
    stamp: str
    """id @ version + first 8 characters of the hash of the file and its partials."""


class Prompts:
    """The prompt files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True
        )

    def ids(self) -> list[str]:
        """List the prompts there are."""
        return sorted(path.stem for path in self._folder.glob("*.md"))

    def read(self, prompt: str) -> PromptFile:
        """Read and check one prompt file.

        Raises:
            PromptError: It is missing, its front matter is wrong, or declared and used inputs differ.
        """
        path = self._folder / f"{prompt}.md"
        if not path.is_file():
            raise PromptError(
                f"reading the prompt {prompt}", f"{path.name} is not there", f"Known are {', '.join(self.ids())}."
            )
        text = path.read_text(encoding="utf-8")
        matched = _FRONT.match(text)
        if matched is None:
            raise PromptError(f"reading {path.name}", "it has no front matter", "Begin it with --- and a YAML block.")
        front = _front(path.name, matched[1])
        body = matched[2]
        system, _, user = body.partition(_SPLIT)
        self._check(path.name, prompt, front, body)
        return PromptFile(front=front, system=system, user=user, stamp=self._stamp(front, text))

    def render(self, prompt: str, **inputs: object) -> Prompt:
        """Fill a prompt's inputs; everything filled in is data and cannot close the prompt's own tags.

        Raises:
            PromptError: The given inputs are not exactly the declared ones.
        """
        file = self.read(prompt)
        if set(inputs) != set(file.front.inputs):
            raise PromptError(
                f"rendering {prompt}",
                f"given {sorted(inputs)}, declared {sorted(file.front.inputs)}",
                "Give exactly the declared inputs.",
            )
        tags = frozenset(re.findall(r"</?([A-Za-z_]+)>", file.system + file.user))
        environment = self._environment.overlay(finalize=lambda value: neutralise(value, tags))
        system = environment.from_string(file.system).render()
        user = environment.from_string(file.user or "").render(**inputs)
        return Prompt(system=system.strip(), user=user.strip(), stamp=file.stamp)

    def _check(self, name: str, prompt: str, front: FrontMatter, body: str) -> None:
        if front.id != prompt:
            raise PromptError(f"reading {name}", f"its id is {front.id!r}", "Make the id equal the file name.")
        try:
            used = meta.find_undeclared_variables(self._environment.parse(body))
        except TemplateError as error:
            raise PromptError(f"reading {name}", str(error), "Mend the template.") from error
        if used != set(front.inputs):
            raise PromptError(
                f"reading {name}",
                f"it uses {sorted(used)} and declares {sorted(front.inputs)}",
                "Declare exactly what the body uses.",
            )
        for partial in _PARTIAL.findall(body):
            if re.search(r"{[{%]", (self._folder / partial).read_text(encoding="utf-8")):
                raise PromptError(f"reading {partial}", "a partial holds template syntax", "Keep partials plain text.")

    def _stamp(self, front: FrontMatter, text: str) -> str:
        whole = text + "".join((self._folder / p).read_text(encoding="utf-8") for p in _PARTIAL.findall(text))
        return f"{front.id}@{front.version}+{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def _front(name: str, block: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(yaml.safe_load(block))
    except (yaml.YAMLError, ValidationError) as error:
        raise PromptError(f"reading the front matter of {name}", str(error), "Mend the YAML block.") from error


def neutralise(value: object, tags: frozenset[str]) -> object:
    """Make text harmless inside a prompt that is divided by the given tags; values that are not text pass.

    Angle brackets of those tags, and of the chat markers common models know, become ‹ and ›, whatever their case.
    """
    if not isinstance(value, str):
        return value
    names = "|".join(map(re.escape, sorted(tags))) or r"(?!)"
    text = re.sub(rf"<(\s*/?\s*(?:{names})\b[^<>]*)>", r"‹\1›", value, flags=re.IGNORECASE)
    text = re.sub(r"<(\|[^<>|]{1,40}\|)>", r"‹\1›", text)
    return text.replace(_SPLIT.strip(), "— user —")
