"""What model calls used: tokens and, where the price is known, money."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from copilot.domain.value import Value


class Spending(Value):
    """One model call, whether it gave anything usable or not."""

    run: str
    """Id of the run it served; one question, one plan or one set of drafts."""
    film: str
    user: str
    role: str
    """writer or judge."""
    model: str
    """provider:model."""
    stamp: str
    prompt_tokens: int = Field(ge=0)
    completion_tokens: int = Field(ge=0)
    usd: float | None
    """None when no price is known."""
    seconds: float
    outcome: str
    """ok, or the one-word reason it failed."""
    at: datetime


Part = Literal["run", "film", "user", "role", "model"]
"""By what calls are added up."""


class Spent(Value):
    """Model calls added up."""

    name: str
    """The run, film, user, role or model they are of."""
    calls: int = 0
    failed: int = 0
    """Calls that gave nothing usable; what they used is in the sums."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    usd: float = 0.0
    """Of the calls with a known price."""
    unpriced: int = 0
    """Calls without a known price; their money is not in `usd`."""
    last: datetime | None = None
    """When the latest was made; None when there was none."""

    @property
    def tokens(self) -> int:
        """All tokens."""
        return self.prompt_tokens + self.completion_tokens


class UserSpent(Spent):
    """A user's calls, with today's money, which has a ceiling of its own."""

    usd_today: float = 0.0


class RunSpent(Spent):
    """A run's calls, with what it was for."""

    film: str
    user: str
    roles: list[str]
    models: list[str]
    prompts: list[str]
    """Ids of the prompts it asked with, in the order first asked."""


class Ceilings(Value):
    """What may be used before calls are refused; money in US dollars."""

    run_tokens: int = 200_000
    """0 means no model calls."""
    run_money: float = 5.0
    film_money: float = 100.0
    user_money: float = 20.0
    """What one user's calls may cost in a day, UTC."""
