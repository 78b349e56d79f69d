"""One request to an OpenAI-compatible server through langchain-openai, nothing retried and nothing redirected."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

from copilot.adapters.chat_outcomes import CallFailed, Said, check_ending, fault_of, read_said, vendor_errors

if TYPE_CHECKING:
    import httpx
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

Message = tuple[str, str]
"""Role (system, user, assistant) and text."""
ANSWER_TOKENS = 8192
"""Longest answer asked for; a whole plan reworded takes about 6,000."""
LARGEST_BODY = 8_000_000
"""Bytes of one answer; four bytes for each of the characters an answer may have, streamed with its envelope."""


class ChatWire:
    """A model at an address; making one loads the vendor libraries, so that no call has to."""

    def __init__(self, model: str, *, key: SecretStr, address: str | None, deadline: float) -> None:
        self._chat, self._client = _open(model, key, address, deadline)
        self._knows_limit = True

    async def ask(self, messages: Sequence[Message], **request: Any) -> Said:  # noqa: ANN401  (vendor parameters)
        """Ask once.

        Raises:
            CallFailed: Anything but a complete answer.
        """
        import openai

        try:
            return await self._ask(messages, request)
        except openai.BadRequestError as error:
            if not (self._knows_limit and "token" in str(error).lower()):
                raise CallFailed(fault_of(error)) from error
        except vendor_errors() as error:
            raise CallFailed(fault_of(error)) from error
        self._knows_limit = False
        return await self.ask(messages, **request)

    async def _ask(self, messages: Sequence[Message], request: dict[str, Any]) -> Said:
        from langsmith import tracing_context

        with tracing_context(enabled=False):
            return read_said(await self._chat.ainvoke(list(messages), **self._limit(), **request))

    async def pieces(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        """Yield pieces of an answer as they come.

        Raises:
            CallFailed: At the end, when the answer was not complete.
        """
        from langsmith import tracing_context

        reason = None
        try:
            with tracing_context(enabled=False):
                async for chunk in self._chat.astream(list(messages), **self._limit()):
                    reason = chunk.response_metadata.get("finish_reason") or reason
                    if text := str(chunk.text):
                        yield text
        except vendor_errors() as error:
            raise CallFailed(fault_of(error)) from error
        check_ending(reason, tools=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _limit(self) -> dict[str, Any]:
        return {"max_tokens": ANSWER_TOKENS} if self._knows_limit else {}


def _open(model: str, key: SecretStr, address: str | None, deadline: float) -> tuple[ChatOpenAI, httpx.AsyncClient]:
    import httpx
    from langchain_openai import ChatOpenAI

    client = httpx.AsyncClient(
        timeout=httpx.Timeout(deadline),
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
        event_hooks={"response": [_bound_body]},
    )
    chat = ChatOpenAI(
        model=model,
        api_key=key,
        base_url=address,
        max_retries=0,
        timeout=deadline,
        stream_usage=False,
        stream_chunk_timeout=None,
        use_responses_api=False,
        cache=False,
        http_async_client=client,
    )
    return chat, client


async def _bound_body(response: httpx.Response) -> None:
    """Refuse compressed bodies, which were not asked for and may unpack without end, and cut endless ones."""
    import httpx

    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx.DecodingError("a compressed answer was not asked for", request=response.request)
    stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    inner: httpx.AsyncByteStream = stream

    class _Bounded(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            async for part in inner:
                size += len(part)
                if size > LARGEST_BODY:
                    raise httpx.DecodingError(f"an answer of more than {LARGEST_BODY} bytes", request=response.request)
                yield part

        async def aclose(self) -> None:
            await inner.aclose()

    response.stream = _Bounded()
