"""Prices of models, as dated data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from copilot.domain.value import Value
from copilot.errors import KnowledgeError
from copilot.shipped import folder


class Price(Value):
    """What one model costs, US dollars per million tokens."""

    name: str
    input: float = Field(ge=0)
    output: float = Field(ge=0)
    as_of: date


class _PriceFile(Value):
    verified_on: date
    source: str
    models: list[Price]


@dataclass(frozen=True)
class Prices:
    """The table of prices."""

    models: tuple[Price, ...]
    verified_on: date

    @classmethod
    def load(cls, path: Path | None = None) -> Prices:
        """Read knowledge/prices/models.yaml.

        Raises:
            KnowledgeError: It cannot be read.
        """
        path = path or folder("knowledge") / "prices" / "models.yaml"
        try:
            read = _PriceFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
        except (OSError, yaml.YAMLError, ValidationError) as error:
            raise KnowledgeError(f"reading {path.name}", str(error), "Mend the file.") from error
        return cls(tuple(read.models), read.verified_on)

    def of(self, model: str) -> Price | None:
        """Find the price of provider:model by the longest name that begins it; None when it is not known."""
        bare = model.partition(":")[2].casefold()
        fitting = [price for price in self.models if bare == price.name or bare.startswith(price.name + "-")]
        return max(fitting, key=lambda price: len(price.name), default=None)

    def cost(self, model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
        """Return what a call costs in US dollars; None when the price is not known."""
        price = self.of(model)
        if price is None:
            return None
        return (prompt_tokens * price.input + completion_tokens * price.output) / 1_000_000
