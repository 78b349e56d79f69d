"""Sorts everything a chat provider can do wrong into a few kinds, and takes complete answers only."""

from __future__ import annotations

import email.utils
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from copilot.adapters.opening_thoughts import without_thoughts
from copilot.errors import ModelError, ModelReplyInvalid, ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

Kind = Literal[
    "deadline", "connection", "rate_limited", "server", "access", "request", "breaker",
    "truncated", "refused", "filtered", "empty", "malformed", "off_schema", "cut",
]  # fmt: skip
_UNAVAILABLE = {"deadline", "connection", "rate_limited", "server", "access", "request", "breaker"}
LONGEST = 400_000
"""Characters of an answer; more is a runaway, not an answer."""
_AGAIN = frozenset([408, 409, 425, 429, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524, 529])
_UNSUPPORTED = frozenset([400, 404, 415, 422, 501])
"""Statuses with which servers answer a request part they do not know."""

_ADVICE: dict[Kind, str] = {
    "deadline": "Try again, or raise HUICHAO_MODEL_DEADLINE.",
    "connection": "Check OPENAI_BASE_URL and the network.",
    "rate_limited": "Wait that long and try again.",
    "server": "Try again later; the provider has a fault.",
    "access": "Check OPENAI_API_KEY and what it may use.",
    "request": "Check the model's name in HUICHAO_WRITER or HUICHAO_JUDGE.",
    "breaker": "Work offline meanwhile, or try again after the rest.",
    "truncated": "Ask for less at once, or choose a model with a longer answer.",
    "refused": "Reword the request, or write this one offline.",
    "filtered": "Reword the request, or write this one offline.",
    "empty": "Try again, or choose another model.",
    "malformed": "Try again; check that OPENAI_BASE_URL is a chat completions server.",
    "off_schema": "Try again, or choose a model that keeps to a schema.",
    "cut": "Try again; nothing of it was kept.",
}


@dataclass(frozen=True)
class Fault:
    """What went wrong with one call."""

    kind: Kind
    found: str
    again: bool = False
    """Worth another attempt."""
    wait: float | None = None
    """Seconds the provider asks to wait."""
    unsupported: bool = False
    """The provider may not know a part of the request."""
    tokens: tuple[int, int] = (0, 0)


class CallFailed(Exception):
    """One call failed; never leaves the adapters."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault

    def as_error(self, model: str, stamp: str, spent: tuple[int, int]) -> ModelError:
        """Return the error the rest of the product sees."""
        kind = self.fault.kind
        cls = ModelUnavailable if kind in _UNAVAILABLE else ModelReplyInvalid
        return cls(f"asking {model}", self.fault.found, _ADVICE[kind], reason=kind, stamp=stamp, tokens=spent)


@dataclass(frozen=True)
class Said:
    """One complete answer."""

    text: str
    tokens: tuple[int, int]
    """Prompt and completion tokens as the provider counts them; zeros when it does not."""


def vendor_errors() -> tuple[type[Exception], ...]:
    """List what the vendor libraries raise, including what odd bodies make them trip over."""
    import httpx
    import openai

    tripped = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError)
    return (openai.OpenAIError, httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, *tripped)


def fault_of(error: Exception) -> Fault:
    """Sort an exception of the vendor libraries."""
    import httpx
    import openai

    if isinstance(error, openai.APIStatusError):
        return _fault_of_status(error)
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return Fault("deadline", "no answer in time", again=True)
    cause = error.__cause__ or error
    if isinstance(cause, httpx.DecodingError):
        return Fault("malformed", f"the provider sent {cause}")
    if isinstance(error, openai.APIConnectionError | httpx.HTTPError | OSError):
        return Fault("connection", f"the connection failed ({type(cause).__name__})", again=True)
    if isinstance(error, openai.LengthFinishReasonError):
        return Fault("truncated", "the answer was cut at its length limit", tokens=_usage_of(error.completion))
    if isinstance(error, openai.ContentFilterFinishReasonError):
        return Fault("filtered", "the provider's content filter stopped the answer")
    return Fault("malformed", f"an answer that is no chat completion ({type(error).__name__})", again=True)


def _fault_of_status(error: object) -> Fault:
    status, headers = error.status_code, error.response.headers  # type: ignore[attr-defined]
    found = f"HTTP {status} from the provider"
    if status == 429:
        if getattr(error, "code", None) == "insufficient_quota":
            return Fault("access", f"{found}: the quota is used up")
        wait = asked_wait(headers.get("retry-after"), headers.get("date"))
        return Fault("rate_limited", found + (f", which asks to wait {wait:.0f} s" if wait else ""), True, wait)
    if status in (401, 403):
        return Fault("access", found)
    if status in _AGAIN:
        wait = asked_wait(headers.get("retry-after"), headers.get("date"))
        return Fault("server", found + (f", which asks to wait {wait:.0f} s" if wait else ""), True, wait)
    return Fault("request" if status < 500 else "server", found, unsupported=status in _UNSUPPORTED)


def asked_wait(retry_after: str | None, date: str | None) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date measured from the answer's own Date; None when not usable."""
    if not retry_after:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        return _between(date, retry_after)
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _between(date: str | None, until: str) -> float | None:
    try:
        then, now = email.utils.parsedate_to_datetime(until), email.utils.parsedate_to_datetime(date or "")
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError):
        return None


def _usage_of(completion: object) -> tuple[int, int]:
    usage = getattr(completion, "usage", None)
    return (getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)


def read_said(message: BaseMessage) -> Said:
    """Take a complete answer from a message.

    Raises:
        CallFailed: It has no terminal reason, or is refused, filtered, cut at its length, empty or unusable text.
    """
    usage = getattr(message, "usage_metadata", None) or {}
    tokens = (int(usage.get("input_tokens") or 0), int(usage.get("output_tokens") or 0))
    if message.additional_kwargs.get("refusal"):
        raise CallFailed(Fault("refused", "the model refused to answer", tokens=tokens))
    called = getattr(message, "tool_calls", [])
    check_ending(message.response_metadata.get("finish_reason"), tools=bool(called), tokens=tokens)
    text = json.dumps(called[0]["args"], ensure_ascii=False) if called else str(message.text)
    return Said(check_text(text, tokens), tokens)


def check_ending(reason: object, *, tools: bool, tokens: tuple[int, int] = (0, 0)) -> None:
    """Let only a terminal reason pass: stop, or tool_calls where a tool was called.

    Raises:
        CallFailed: The answer ended otherwise or did not say how it ended.
    """
    if reason == "stop" or (tools and reason == "tool_calls"):
        return
    faults: dict[object, Fault] = {
        "length": Fault("truncated", "the answer was cut at its length limit", tokens=tokens),
        "content_filter": Fault("filtered", "the provider's content filter stopped the answer", tokens=tokens),
        None: Fault("cut", "the answer broke off without saying that it was complete", again=True, tokens=tokens),
    }
    unknown = Fault("malformed", f"the answer ended with the reason {str(reason)[:40]!r}", tokens=tokens)
    raise CallFailed(faults.get(reason, unknown) if isinstance(reason, str | None) else unknown)


def check_text(text: str, tokens: tuple[int, int] = (0, 0)) -> str:
    """Return the answer without its leading thoughts.

    Raises:
        CallFailed: Nothing is left, or it is longer than an answer can be, or no valid text.
    """
    answer = without_thoughts(text)
    if answer is None:
        raise CallFailed(Fault("truncated", "the answer ended while the model was still thinking", tokens=tokens))
    if not answer.strip():
        raise CallFailed(Fault("empty", "the answer is empty", tokens=tokens))
    if len(answer) > LONGEST:
        raise CallFailed(Fault("malformed", f"the answer has {len(answer)} characters", tokens=tokens))
    if any("\ud800" <= char <= "\udfff" or char == "\0" for char in answer):
        raise CallFailed(Fault("malformed", "the answer holds characters that are no text", tokens=tokens))
    return answer.strip()
