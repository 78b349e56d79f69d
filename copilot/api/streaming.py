"""Sends a turn's events as server-sent events; the turn goes on to its end even when nobody listens any more."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator

from fastapi.responses import StreamingResponse

from copilot.domain.chat import ChatEvent, Failed, Failure, Working
from copilot.errors import HuichaoError

_log = logging.getLogger(__name__)
_QUIET = 1.0
"""Seconds of silence after which a sign of life is sent, so that a listener can leave and proxies keep the line."""
MEDIA = "text/event-stream"


def send_events(events: Iterator[ChatEvent]) -> StreamingResponse:
    """Answer with events as they happen.

    The first one is waited for, so that an unknown thread or a missing right is an ordinary refusal with its status;
    what goes wrong later is told in the stream.

    Raises:
        HuichaoError: The turn cannot begin.
    """
    first = next(events)
    waiting: queue.SimpleQueue[ChatEvent | None] = queue.SimpleQueue()
    waiting.put(first)
    threading.Thread(target=_work, args=(events, waiting), daemon=True).start()
    return StreamingResponse(_lines(waiting), media_type=MEDIA, headers={"X-Accel-Buffering": "no"})


def _work(events: Iterator[ChatEvent], waiting: queue.SimpleQueue[ChatEvent | None]) -> None:
    try:
        for event in events:
            waiting.put(event)
    except HuichaoError:
        pass  # told in the stream as the event before
    except Exception as error:  # noqa: BLE001  (the last line before the reader: told without anything internal)
        _log.exception("unexpected error in a turn", exc_info=error)
        found = "Something unexpected happened; it was logged."
        waiting.put(Failed(failure=Failure(kind="Unexpected", found=found, todo="Send the message again.")))
    finally:
        waiting.put(None)


def _lines(waiting: queue.SimpleQueue[ChatEvent | None]) -> Iterator[str]:
    number = 0
    while True:
        try:
            event = waiting.get(timeout=_QUIET)
        except queue.Empty:
            event = Working()
        if event is None:
            return
        number += 1
        yield f"id: {number}\nevent: {event.kind}\ndata: {event.model_dump_json(ensure_ascii=True)}\n\n"
