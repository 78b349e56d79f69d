"""A chat model at any OpenAI-compatible address, with a total deadline, bounded retries and whole answers only."""

from __future__ import annotations

import asyncio
import queue
import random
import time
import weakref
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, SecretStr

from copilot.adapters.breaker import Breaker
from copilot.adapters.chat_answers import Answers, Means
from copilot.adapters.chat_outcomes import CallFailed, Fault, Said, check_text
from copilot.adapters.chat_wire import ChatWire, Message
from copilot.adapters.model_loop import ModelLoop
from copilot.adapters.opening_thoughts import Spoken
from copilot.errors import ModelError, SettingError
from copilot.ports import Filled, Prompt, Reply

T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
"""Seconds. Source for full jitter: Brooker 2015, "Exponential Backoff And Jitter"."""


@dataclass
class _Call:
    """What one call has left and has used."""

    retries: int
    ends: float
    stamp: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    began: float = field(default_factory=time.monotonic)

    def add(self, tokens: tuple[int, int]) -> None:
        self.prompt_tokens += tokens[0]
        self.completion_tokens += tokens[1]

    @property
    def spent(self) -> tuple[int, int]:
        return (self.prompt_tokens, self.completion_tokens)


class OpenAIChat:
    """See `copilot.ports.ChatModel`.

    Args:
        model: The provider's name of the model.
        key: None is allowed where an address is given: local servers ask for none.
        address: Base address; None means the openai library's own.
        deadline: Seconds one call may take in all, with its retries and repairs.
        retries: How often a failed call is tried again.
        render: Renders a prompt file: id, then its inputs by name.

    Raises:
        SettingError: There is neither a key nor an address.
    """

    def __init__(
        self,
        model: str,
        *,
        key: SecretStr | None,
        address: str | None,
        deadline: float,
        retries: int,
        render: Callable[..., Prompt],
    ) -> None:
        if key is None and address is None:
            raise SettingError(
                f"binding openai:{model}", "OPENAI_API_KEY is not set", "Set it, or OPENAI_BASE_URL for a local server."
            )
        self.name = f"openai:{model}"
        self._deadline, self._retries, self._render = deadline, retries, render
        self._wire = ChatWire(model, key=key or SecretStr("none"), address=address, deadline=deadline)
        self._loop = ModelLoop()
        self._breaker = Breaker(time.monotonic)
        self._means: Means = "schema"
        self._finalizer = weakref.finalize(self, _shut, self._loop, self._wire)

    def reply(self, prompt: Prompt) -> Reply:
        """Answer in free text."""
        call = self._begin(prompt)
        said = self._run(call, self._asking(call, _messages(prompt)))
        return self._reply(call, said)

    def fill(self, prompt: Prompt, schema: type[T]) -> Filled:
        """Answer as an instance of `schema`; the means that works is remembered for the next call."""
        call = self._begin(prompt)
        answers = Answers(lambda messages, **request: self._asking(call, messages, **request), self._render)
        mended = self._run(call, answers.fill(_messages(prompt), schema, self._means))
        self._means = mended.means
        return Filled(value=mended.value, reply=self._reply(call, mended.said), repairs=mended.repairs)

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Yield pieces of the answer; raises at the end when it was not complete."""
        call = self._begin(prompt)
        pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        future = self._loop.submit(self._within(call, self._pump(call, prompt, pieces)))
        future.add_done_callback(lambda _: pieces.put(None))
        try:
            while (piece := pieces.get()) is not None:
                yield piece
            self._settle(call, future.result)
        finally:
            future.cancel()

    def close(self) -> None:
        """Close the connections and end the thread."""
        self._finalizer()

    def _begin(self, prompt: Prompt) -> _Call:
        wait = self._breaker.wait()
        if wait > 0:
            fault = Fault("breaker", f"it failed several times in a row and rests for {wait:.0f} s")
            raise CallFailed(fault).as_error(self.name, prompt.stamp, (0, 0))
        return _Call(retries=self._retries, ends=time.monotonic() + self._deadline, stamp=prompt.stamp)

    def _run(self, call: _Call, work: Coroutine[Any, Any, R]) -> R:
        future = self._loop.submit(self._within(call, work))
        return self._settle(call, future.result)

    def _settle(self, call: _Call, result: Callable[[], R]) -> R:
        """Take a result, or turn the failure into our error; either way the breaker learns of it."""
        try:
            value = result()
        except CallFailed as failed:
            call.add(failed.fault.tokens)
            answered = failed.fault.kind not in ("deadline", "connection", "rate_limited", "server")
            (self._breaker.succeeded if answered else self._breaker.failed)()
            error: ModelError = failed.as_error(self.name, call.stamp, call.spent)
            raise error from failed
        self._breaker.succeeded()
        return value

    async def _within(self, call: _Call, work: Coroutine[Any, Any, R]) -> R:
        try:
            async with asyncio.timeout(call.ends - time.monotonic()):
                return await work
        except TimeoutError:
            raise CallFailed(Fault("deadline", f"no complete answer within {self._deadline:g} s")) from None

    async def _asking(self, call: _Call, messages: list[Message], **request: Any) -> Said:  # noqa: ANN401
        async def ask() -> Said:
            said = await self._wire.ask(messages, **request)
            call.add(said.tokens)
            return said

        return await _again(call, ask)

    async def _pump(self, call: _Call, prompt: Prompt, pieces: queue.SimpleQueue[str | None]) -> None:
        """Hand on pieces; once one went out nothing is tried again, since it cannot be taken back."""
        whole: list[str] = []

        spoken = Spoken()

        async def pump() -> None:
            async for piece in self._wire.pieces(_messages(prompt)):
                whole.append(piece)
                if ready := spoken.take(piece):
                    pieces.put(ready)

        await _again(call, pump, may=lambda: not whole)
        check_text("".join(whole))
        if rest := spoken.rest():
            pieces.put(rest)

    def _reply(self, call: _Call, said: Said) -> Reply:
        return Reply(
            text=said.text,
            model=self.name,
            stamp=call.stamp,
            prompt_tokens=call.prompt_tokens,
            completion_tokens=call.completion_tokens,
            seconds=round(time.monotonic() - call.began, 3),
        )


async def _again(call: _Call, ask: Callable[[], Awaitable[R]], may: Callable[[], bool] = lambda: True) -> R:
    """Ask until it works, the call's retries are used up, or waiting would pass its deadline."""
    attempt = 0
    while True:
        try:
            return await ask()
        except CallFailed as failed:
            pause = _pause(failed.fault, attempt)
            if not (failed.fault.again and call.retries and may()) or time.monotonic() + pause >= call.ends:
                raise
            call.add(failed.fault.tokens)
        call.retries -= 1
        attempt += 1
        await asyncio.sleep(pause)


def _pause(fault: Fault, attempt: int) -> float:
    if fault.wait is not None:
        return fault.wait
    return random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt))


def _messages(prompt: Prompt) -> list[Message]:
    parts = [("system", prompt.system), ("user", prompt.user)]
    return [part for part in parts if part[1]]


def _shut(loop: ModelLoop, wire: ChatWire) -> None:
    loop.submit(wire.close()).result(timeout=5)
    loop.close()
