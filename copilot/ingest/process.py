"""Runs the reading process: starts it, hands it the job, reads its messages, ends it."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from copilot.ingest.job import Job
from copilot.ingest.refusal import Refusal

_BLOCK = 1 << 18
_LONGEST = 256 << 20
"""Bytes one message may have; a batch of a thousand ordinary reviews has less than one megabyte."""
_ROOT = Path(__file__).resolve().parents[2]


class ReadingProcess:
    """One killable child that reads one file.

    The child gets no environment but where to find modules: keys and settings stay here.

    Args:
        job: What to read.
    """

    def __init__(self, job: Job) -> None:
        self._limits = job.limits
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        paths = [str(_ROOT), *(path for path in sys.path if path)]
        environment = {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-m", "copilot.ingest.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            cwd=tempfile.gettempdir(),
        )
        self._hand_over(json.dumps(job.as_json()).encode())

    def messages(self) -> Iterator[bytes]:
        """Yield messages as they come, each a tag byte and JSON.

        Raises:
            Refusal: `too_slow` when nothing came in time, `crashed` or `out_of_memory` when the child ended early.
        """
        held = bytearray()
        searched = 0
        while block := self._block():
            held += block
            while (end := held.find(b"\n", searched)) >= 0:
                yield bytes(held[:end])
                del held[: end + 1]
                searched = 0
            searched = len(held)
            if searched > _LONGEST:
                raise Refusal("crashed", detail="message too long")
        self._judge_end()

    def close(self) -> None:
        """End the child whatever it is doing; closing twice is fine."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                stream.close()

    def _hand_over(self, job: bytes) -> None:
        pipe = self._process.stdin
        if pipe is not None:
            try:
                pipe.write(job)
                pipe.close()
            except BrokenPipeError:
                return

    def _block(self) -> bytes:
        """Wait for the next bytes; empty at the end."""
        pipe = self._process.stdout
        if pipe is None:
            return b""
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            until = time.monotonic() + self._limits.idle_seconds
            while not selector.select(max(until - time.monotonic(), 0)):
                if time.monotonic() >= until:
                    self.close()
                    raise Refusal("too_slow", seconds=round(self._limits.idle_seconds))
        return os.read(pipe.fileno(), _BLOCK)

    def _judge_end(self) -> None:
        code = self._process.wait()
        if code == 0:
            return
        self._errors.seek(0)
        last = self._errors.read()[-2000:].decode(errors="replace").strip().rsplit("\n", 1)[-1]
        if "MemoryError" in last:
            raise Refusal("out_of_memory")
        raise Refusal("crashed", detail=(last or f"exit {code}")[:120])
