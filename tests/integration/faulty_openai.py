"""A real HTTP server that speaks the chat completions protocol, well or with one of many faults.

The fault is the first part of the address: http://127.0.0.1:PORT/FAULT/v1. `server.calls[FAULT]` counts requests.
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = {"title": "潮水会回来", "score": 3}
USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


def completion(text: str | None, reason: str | None = "stop", **message: Any) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": text, **message}}
    return {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": USAGE}


def chunk(text: str | None, reason: str | None = None) -> str:
    choice = {"index": 0, "delta": {"content": text} if text is not None else {}, "finish_reason": reason}
    body = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n"


class Answering(BaseHTTPRequestHandler):
    """Answers one request with the fault its address names."""

    protocol_version = "HTTP/1.1"
    server: FaultyServer

    def do_POST(self) -> None:
        self.fault = self.path.split("/")[1]
        self.server.calls[self.fault] += 1
        self.asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(self.asked)
        self.close_connection = True
        with suppress(OSError):  # the client hangs up at its deadline
            (self.streamed if self.asked.get("stream") else self.whole)()

    def whole(self) -> None:
        FAULTS[self.fault](self)

    def streamed(self) -> None:
        STREAM_FAULTS.get(self.fault, FAULTS.get(self.fault, stream_well))(self)

    def send_body(self, body: bytes, status: int = 200, *, length: int | None = None, **headers: str) -> None:
        self.send_response_only(status)
        sent = {"content-type": "application/json", "content-length": str(length or len(body)), "connection": "close"}
        for name, value in (sent | {key.replace("_", "-"): value for key, value in headers.items()}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_json(self, value: object, status: int = 200, **headers: str) -> None:
        self.send_body(json.dumps(value).encode(), status, **headers)

    def begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()

    def send_pieces(self, *pieces: str, pause: float = 0) -> None:
        for piece in pieces:
            self.wfile.write(piece.encode())
            self.wfile.flush()
            time.sleep(pause)

    def log_message(self, *_: object) -> None:
        pass


class FaultyServer(ThreadingHTTPServer):
    """The server, its counts and what it was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.calls: Counter[str] = Counter()
        self.asked: list[dict[str, Any]] = []

    def address(self, fault: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{fault}/v1"

    def handle_error(self, *_: object) -> None:
        pass


Fault = Callable[[Answering], None]
MINE = json.dumps(GOOD)


def says(text: str | None, reason: str | None = "stop", **message: Any) -> Fault:
    return lambda a: a.send_json(completion(text, reason, **message))


def fails(status: int, body: object = None, **headers: str) -> Fault:
    return lambda a: a.send_json(body or {"error": {"message": "no", "type": "fault"}}, status, **headers)


def raw(body: bytes, **headers: str) -> Fault:
    return lambda a: a.send_body(body, 200, **headers)


def sends(body: object) -> Fault:
    return lambda a: a.send_json(body)


def hang(a: Answering) -> None:
    time.sleep(30)


def drip(a: Answering) -> None:
    body = json.dumps(completion(MINE)).encode()
    a.send_response(200)
    a.send_header("content-length", str(len(body)))
    a.end_headers()
    for byte in body:
        a.wfile.write(bytes([byte]))
        a.wfile.flush()
        time.sleep(0.3)


def endless(a: Answering) -> None:
    a.send_response(200)
    a.end_headers()
    while True:
        a.wfile.write(b" " * 1_000_000)


def reset(a: Answering) -> None:
    a.connection.close()


def cut_body(a: Answering) -> None:
    body = json.dumps(completion(MINE)).encode()
    a.send_body(body[: len(body) // 2], length=len(body))


def bomb(a: Answering) -> None:
    a.send_body(gzip.compress(b" " * 50_000_000), content_encoding="gzip")


def knows_only(part: str) -> Fault:
    """A server that refuses every way of asking for structure but one."""

    def answer(a: Answering) -> None:
        kind = (a.asked.get("response_format") or {}).get("type") or ("tool" if a.asked.get("tools") else "plain")
        if kind != part and kind != "plain":
            return a.send_json({"error": {"message": f"{kind} is not supported", "type": "invalid_request"}}, 400)
        if kind == "tool":
            call = {"id": "t", "type": "function", "function": {"name": "Wanted", "arguments": MINE}}
            return a.send_json(completion(None, "tool_calls", tool_calls=[call]))
        return a.send_json(completion(MINE))

    return answer


def answers_in_turn(*texts: str) -> Fault:
    """Say one text after another, the last for ever."""
    return lambda a: a.send_json(completion(texts[min(a.server.calls[a.fault], len(texts)) - 1]))


def fails_first(times: int, status: int) -> Fault:
    return lambda a: (fails(status) if a.server.calls[a.fault] <= times else says(MINE))(a)


def refuses_limit(a: Answering) -> None:
    if "max_completion_tokens" in a.asked or "max_tokens" in a.asked:
        return a.send_json({"error": {"message": "unknown max_completion_tokens", "type": "invalid_request"}}, 400)
    return a.send_json(completion(MINE))


def stream_well(a: Answering) -> None:
    a.begin_stream()
    a.send_pieces(chunk("潮水"), chunk("会"), chunk("回来"), chunk(None, "stop"), "data: [DONE]\n\n")


def streams(*pieces: str, pause: float = 0) -> Fault:
    def answer(a: Answering) -> None:
        a.begin_stream()
        a.send_pieces(*pieces, pause=pause)

    return answer


FAULTS: dict[str, Fault] = {
    "hang": hang,
    "drip": drip,
    "endless": endless,
    "reset": reset,
    "cut_body": cut_body,
    "bomb": bomb,
    "html": raw(b"<html><body>502 Bad Gateway</body></html>", content_type="text/html"),
    "not_json": raw(b'{"id": "c1", "choices": [{'),
    "empty_body": raw(b""),
    "wrong_utf8": raw(b'{"choices": "\xff\xfe'),
    "list_body": sends([1, 2]),
    "null_body": sends(None),
    "no_choices": sends({"id": "c1", "object": "chat.completion"}),
    "null_choices": sends({"id": "c1", "choices": None}),
    "empty_choices": sends({"id": "c1", "object": "chat.completion", "model": "m", "choices": []}),
    "no_message": sends({"id": "c1", "model": "m", "choices": [{"index": 0, "finish_reason": "stop"}]}),
    "error_in_200": sends({"error": {"message": "overloaded", "code": 529}}),
    "no_reason": says("潮水会", None),
    "unknown_reason": says("潮水会", "because"),
    "length": says("潮水会", "length"),
    "filter": says("潮水会", "content_filter"),
    "filter_empty": says("", "content_filter"),
    "refusal": says(None, "stop", refusal="I cannot help with that."),
    "empty": says(""),
    "blank": says(" \n\t "),
    "null_content": says(None),
    "only_thoughts": says("<think>先想一想票房"),
    "surrogate": lambda a: a.send_body(json.dumps(completion("潮\ud800水")).encode()),
    "nul": says("潮\0水"),
    "unasked_tool": says(None, "tool_calls"),
    "400": fails(400),
    "401": fails(401),
    "403": fails(403),
    "404": fails(404),
    "408": fails(408),
    "409": fails(409),
    "422": fails(422),
    "429": fails(429),
    "429_wait": fails(429, retry_after="3600"),
    "429_date": fails(429, retry_after="Wed, 21 Oct 2026 08:28:00 GMT", date="Wed, 21 Oct 2026 07:28:00 GMT"),
    "429_odd_wait": fails(429, retry_after="soon"),
    "quota": fails(429, {"error": {"message": "no", "code": "insufficient_quota"}}),
    "500": fails(500),
    "501": fails(501),
    "503": fails(503),
    "redirect": fails(307, location="http://127.0.0.1:9/elsewhere"),
}
"""Faults of whole answers; a streaming request meets them too."""

BAD_VALUES: dict[str, Fault] = {
    "prose": says("当然可以!标题是潮水会回来。"),
    "half_json": says('{"title": "潮水'),
    "wrong_schema": says('{"title": 3, "score": "many"}'),
    "extra_keys": says('{"title": "潮水", "score": 1, "approve": true}'),
    "missing_key": says('{"title": "潮水"}'),
    "nan": says('{"title": "潮水", "score": NaN}'),
    "infinite": says('{"title": "潮水", "score": 1e999}'),
    "huge_int": says('{"title": "潮水", "score": ' + "9" * 5000 + "}"),
    "same_key_twice": says('{"title": "潮水", "title": "退了", "score": 1}'),
    "two_documents": says(MINE + MINE),
    "a_list": says("[" + MINE + "]"),
    "too_deep": says('{"title": ' + "[" * 100_000),
    "escaped_surrogate": says('{"title": "\\ud800", "score": 1}'),
}
"""Answers that are whole but no value of the schema asked for."""
FAULTS |= BAD_VALUES

STREAM_FAULTS: dict[str, Fault] = {
    "stream_cut": streams(chunk("潮水"), chunk("会")),
    "stream_done_without_reason": streams(chunk("潮水"), "data: [DONE]\n\n"),
    "stream_drip": streams(*[chunk("潮")] * 100, pause=0.3),
    "stream_keeps_alive": streams(*[": ping\n\n"] * 100, pause=0.3),
    "stream_bad_json": streams(chunk("潮水"), "data: {oops\n\n"),
    "stream_error": streams(chunk("潮水"), 'data: {"error": {"message": "overloaded"}}\n\n'),
    "stream_length": streams(chunk("潮水"), chunk(None, "length"), "data: [DONE]\n\n"),
    "stream_filter": streams(chunk("潮水"), chunk(None, "content_filter"), "data: [DONE]\n\n"),
    "stream_empty": streams(chunk(None, "stop"), "data: [DONE]\n\n"),
    "stream_nothing": streams(),
    "stream_thoughts": streams(chunk("<think>先"), chunk("想"), chunk(None, "stop"), "data: [DONE]\n\n"),
    "stream_surrogate": streams(chunk("潮\ud800"), chunk(None, "stop"), "data: [DONE]\n\n"),
    "stream_hangs_after_piece": streams(chunk("潮水"), chunk("会"), pause=30),
}
WELL: dict[str, Fault] = {
    "good": says(MINE),
    "thinks": says(f"<think>分数?</think>\n{MINE}"),
    "fenced": says(f"```json\n{MINE}\n```"),
    "knows_schema": knows_only("json_schema"),
    "knows_tools": knows_only("tool"),
    "knows_json": knows_only("json_object"),
    "knows_nothing": knows_only("plain"),
    "mends_once": answers_in_turn("潮水", MINE),
    "mends_twice": answers_in_turn("潮水", '{"title": 1}', MINE),
    "recovers": fails_first(2, 503),
    "refuses_limit": refuses_limit,
}
FAULTS |= WELL
EVERY_FAULT = sorted((FAULTS.keys() - WELL.keys()) - BAD_VALUES.keys())


@contextmanager
def faulty_openai() -> Iterator[FaultyServer]:
    """Serve until the block ends."""
    server = FaultyServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
