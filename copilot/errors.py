"""The errors this product raises on purpose, each saying what was being done, what was found and what to do next.

HuichaoError
├─ InputError            the user's file, id, dossier or flag needs changing (exit 2, HTTP 422)
│  ├─ UnknownId          nothing is stored under that id (exit 2, HTTP 404)
│  └─ FileRefused        a file cannot be read as anything we import
├─ SettingError          the operator must change a setting; names the variable (exit 2, HTTP 503)
├─ PromptError           a prompt file is wrong; names the file
├─ KnowledgeError        a shipped or local knowledge file is wrong; names the file
├─ ConflictError         the thing changed since it was read (exit 2, HTTP 409)
├─ NotAllowed            the role may not do this (exit 2, HTTP 403)
├─ PolicyError           the product refuses to make this, and says why (exit 2, HTTP 422)
├─ StoreError            the data could not be read or written (exit 1, HTTP 503)
└─ ModelError            the language model gave nothing usable (exit 1, HTTP 502)
   ├─ ModelUnavailable   no answer within the deadline, the retries or the breaker
   ├─ ModelReplyInvalid  an answer that is cut, refused, filtered, empty, malformed or off schema
   └─ BudgetExceeded     the run reached its ceiling of tokens, money, steps or seconds
"""

from __future__ import annotations


class HuichaoError(Exception):
    """Base of every error raised on purpose.

    Args:
        doing: What was being done, as a short phrase.
        found: What was found, with the offending value and the limit or the known values.
        todo: What the reader should do next.
    """

    exit_code = 1
    status = 500

    def __init__(self, doing: str, found: str, todo: str) -> None:
        super().__init__(doing, found, todo)
        self.doing, self.found, self.todo = doing, found, todo

    def __str__(self) -> str:
        return f"{self.doing}: {self.found}. {self.todo}"


class InputError(HuichaoError):
    """The user's input needs changing."""

    exit_code = 2
    status = 422


class UnknownId(InputError):
    """Nothing is stored under the given id."""

    status = 404


class FileRefused(InputError):
    """A file cannot be read as anything the product imports."""


class SettingError(HuichaoError):
    """A setting needs changing by the operator."""

    exit_code = 2
    status = 503


class PromptError(HuichaoError):
    """A prompt file is wrong."""


class KnowledgeError(HuichaoError):
    """A knowledge file is wrong."""


class ConflictError(HuichaoError):
    """The thing changed since it was read."""

    exit_code = 2
    status = 409


class NotAllowed(HuichaoError):
    """The acting role may not do this."""

    exit_code = 2
    status = 403


class PolicyError(HuichaoError):
    """The product refuses to make this."""

    exit_code = 2
    status = 422


class StoreError(HuichaoError):
    """The data could not be read or written."""

    status = 503


class ModelError(HuichaoError):
    """The language model gave nothing usable.

    Args:
        doing: What was being done.
        found: What was found.
        todo: What the reader should do next.
        reason: One word for the kind of failure, such as deadline, truncated or tokens.
        stamp: Stamp of the prompt that was asked.
        tokens: Prompt and completion tokens used before it failed.
    """

    status = 502

    def __init__(
        self,
        doing: str,
        found: str,
        todo: str,
        *,
        reason: str = "",
        stamp: str = "",
        tokens: tuple[int, int] = (0, 0),
    ) -> None:
        super().__init__(doing, found, todo)
        self.reason, self.stamp, self.tokens = reason, stamp, tokens


class ModelUnavailable(ModelError):
    """No answer within the deadline, the retries or the breaker."""


class ModelReplyInvalid(ModelError):
    """An answer that is cut, refused, filtered, empty, malformed or off schema."""


class BudgetExceeded(ModelError):
    """The run reached its ceiling of tokens, money, steps or seconds."""
