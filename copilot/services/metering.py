"""Books every model call, and refuses the one that would pass a ceiling."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel

from copilot.domain.usage import Ceilings, Spending
from copilot.errors import BudgetExceeded, ModelError
from copilot.ports import ChatModel, Filled, Prompt, Reply
from copilot.services.prices import Prices
from copilot.services.usage import day_begins
from copilot.services.workspace import Workspace
from copilot.store import Usage

T = TypeVar("T", bound=BaseModel)
ANSWER = 1_000
"""Tokens set aside for an answer when asking whether a call still fits; drafts and answers measure 200 to 900."""


@dataclass(frozen=True)
class Account:
    """Whom calls are booked to."""

    run: str
    film: str
    user: str
    role: str = "writer"


@dataclass(frozen=True)
class Ledger:
    """Where calls are booked, what they cost and what they may cost."""

    usage: Usage
    prices: Prices
    ceilings: Ceilings
    count: Callable[[str], int]
    now: Callable[[], datetime]


def writer_for(workspace: Workspace, *, run: str, film: str, user: str) -> MeteredChat | None:
    """Return the writing model with its calls booked; None offline."""
    return _metered(workspace, workspace.writer, Account(run, film, user, "writer"))


def judge_for(workspace: Workspace, *, run: str, film: str, user: str) -> MeteredChat | None:
    """Return the judging model with its calls booked; None offline."""
    return _metered(workspace, workspace.judge, Account(run, film, user, "judge"))


def _metered(workspace: Workspace, model: ChatModel | None, account: Account) -> MeteredChat | None:
    if model is None:
        return None
    store, prices = workspace.store, workspace.prices
    ledger = Ledger(store.usage, prices, workspace.ceilings, workspace.count_tokens, workspace.clock.now)
    return MeteredChat(model, account, ledger)


class MeteredChat:
    """A chat model whose calls are booked; see `copilot.ports.ChatModel`.

    A call that fails is booked too, with what it used before it failed.
    """

    def __init__(self, inner: ChatModel, account: Account, ledger: Ledger) -> None:
        self.name = inner.name
        self.refused: list[str] = []
        """Ceilings that refused a call, each once: tokens, run_money, film_money or user_money."""
        self._inner, self._account, self._ledger = inner, account, ledger

    def reply(self, prompt: Prompt) -> Reply:
        """Answer in free text."""
        asked = self._admit(prompt)
        with _Booking(self, prompt, asked) as booking:
            reply = self._inner.reply(prompt)
            booking.used(reply.prompt_tokens, reply.completion_tokens, reply.text)
        return reply

    def fill(self, prompt: Prompt, schema: type[T]) -> Filled:
        """Answer as an instance of `schema`."""
        asked = self._admit(prompt)
        with _Booking(self, prompt, asked) as booking:
            filled = self._inner.fill(prompt, schema)
            booking.used(filled.reply.prompt_tokens, filled.reply.completion_tokens, filled.reply.text)
        return filled

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Yield pieces of the answer; booked when it ends or is left."""
        asked = self._admit(prompt)
        pieces: list[str] = []
        with _Booking(self, prompt, asked) as booking:
            try:
                for piece in self._inner.stream(prompt):
                    pieces.append(piece)
                    yield piece
            finally:
                booking.used(0, 0, "".join(pieces))

    def _admit(self, prompt: Prompt) -> int:
        """Return the prompt's tokens, or refuse the call."""
        ledger, account = self._ledger, self._account
        asked = ledger.count(f"{prompt.system}\n{prompt.user}")
        run, film = ledger.usage.spent("run", account.run), ledger.usage.spent("film", account.film)
        today = ledger.usage.spent("user", account.user, day_begins(ledger.now()))
        expected = asked + ANSWER
        cost = ledger.prices.cost(self.name, asked, ANSWER) or 0.0
        limits = ledger.ceilings
        checks = [
            ("tokens", run.tokens + expected, limits.run_tokens, "HUICHAO_RUN_TOKENS", "tokens in this run"),
            ("run_money", run.usd + cost, limits.run_money, "HUICHAO_RUN_MONEY", "US dollars in this run"),
            ("film_money", film.usd + cost, limits.film_money, "HUICHAO_FILM_MONEY", "US dollars for this film"),
            ("user_money", today.usd + cost, limits.user_money, "HUICHAO_USER_MONEY", "US dollars for this user today"),
        ]
        for reason, would_be, ceiling, setting, of_what in checks:
            if would_be > ceiling and (reason == "tokens" or cost > 0):
                self.refused = list(dict.fromkeys([*self.refused, reason]))
                raise BudgetExceeded(
                    f"asking {self.name}",
                    f"the call would come to {would_be:,.5g} {of_what}, the ceiling is {ceiling:,.5g}",
                    f"Raise {setting}, or go on offline.",
                    reason=reason,
                    stamp=prompt.stamp,
                )
        return asked

    def book(self, stamp: str, tokens: tuple[int, int], seconds: float, outcome: str) -> None:
        """Write one call into the ledger."""
        account, ledger = self._account, self._ledger
        ledger.usage.add(
            Spending(
                run=account.run,
                film=account.film,
                user=account.user,
                role=account.role,
                model=self.name,
                stamp=stamp,
                prompt_tokens=tokens[0],
                completion_tokens=tokens[1],
                usd=ledger.prices.cost(self.name, *tokens),
                seconds=round(seconds, 3),
                outcome=outcome,
                at=ledger.now(),
            )
        )

    def count(self, text: str) -> int:
        """Count a text's tokens."""
        return self._ledger.count(text)


class _Booking:
    """Books a call however it ends."""

    def __init__(self, chat: MeteredChat, prompt: Prompt, asked: int) -> None:
        self._chat, self._stamp, self._asked = chat, prompt.stamp, asked
        self._tokens = (asked, 0)
        self._began = time.monotonic()

    def used(self, prompt_tokens: int, completion_tokens: int, text: str) -> None:
        """Take the provider's counts, or our own where it gives none."""
        self._tokens = (prompt_tokens or self._asked, completion_tokens or self._chat.count(text))

    def __enter__(self) -> _Booking:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ModelError) and any(error.tokens):
            self._tokens = error.tokens
        failed = error.reason if isinstance(error, ModelError) else "left"
        outcome = "ok" if error is None else failed
        self._chat.book(self._stamp, self._tokens, time.monotonic() - self._began, outcome)
