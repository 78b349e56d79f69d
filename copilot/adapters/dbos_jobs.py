"""Durable jobs on DBOS: a job survives a restart, runs one at a time, and reports its progress from anywhere."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from copilot.domain.ids import make_id
from copilot.errors import HuichaoError, InputError, UnknownId
from copilot.ports import JobReport, JobState, Progress

Verb = Callable[[dict[str, Any], Progress], dict[str, Any]]
"""Does the work; must be safe to begin again from the start, which is what happens after a crash."""

_STATES: dict[str, JobState] = {
    "DELAYED": "queued",
    "ENQUEUED": "queued",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
    "CANCELLED": "cancelled",
}
_VERSION = "1"
"""Fixed, so that jobs begun before an upgrade go on after it."""
_QUEUE = "huichao-jobs"
_log = logging.getLogger(__name__)


class _Cancelled(Exception):
    """Raised inside a job at its next sign of progress after someone cancelled it."""


class DbosJobs:
    """See `copilot.ports.Jobs`. One instance a process; DBOS keeps its own tables.

    Args:
        url: SQL database for DBOS's own tables.
        verbs: What can be started, by name.
    """

    def __init__(self, url: str, verbs: Mapping[str, Verb]) -> None:
        from dbos import DBOS

        self._verbs = dict(verbs)
        self._progress: dict[str, tuple[str, float]] = {}
        self._cancelled: set[str] = set()
        self._lock = threading.Lock()
        self._dbos = DBOS
        DBOS(
            config={
                "name": "huichao",
                "system_database_url": url,
                "application_version": _VERSION,
                "serializer": _json_serializer(),
                "log_level": "WARNING",
            }
        )

        @DBOS.step(name="huichao_work")
        def step(job: str, verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
            return self._work(job, verb, arguments)

        @DBOS.workflow(name="huichao_job")
        def workflow(job: str, verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
            return step(job, verb, arguments)

        self._workflow = workflow
        DBOS.launch()
        DBOS.register_queue(_QUEUE, worker_concurrency=1, polling_interval_sec=0.2)

    def start(self, verb: str, arguments: dict[str, object], key: str) -> str:
        """Start a verb; the same key names the same job and starts nothing new. Returns the job id."""
        from dbos import SetWorkflowID

        if verb not in self._verbs:
            raise InputError("starting a job", f"no verb {verb!r}", f"Known are {', '.join(self._verbs)}.")
        job = make_id("job", verb, key)
        with SetWorkflowID(job):
            self._dbos.enqueue_workflow(_QUEUE, self._workflow, job, verb, arguments)
        return job

    def report(self, job: str) -> JobReport:
        """Tell where a job stands; raises `UnknownId`."""
        found = self._dbos.list_workflows(workflow_ids=[job])
        if not found:
            raise UnknownId("looking for a job", f"nothing has the id {job!r}", "See the list of jobs.")
        return self._report(found[0])

    def recent(self, limit: int = 20) -> list[JobReport]:
        """List jobs, newest first."""
        return [self._report(row) for row in self._dbos.list_workflows(limit=limit, sort_desc=True)]

    def cancel(self, job: str) -> None:
        """Stop a job at its next step; done work stays."""
        with self._lock:
            self._cancelled.add(job)
        self._dbos.cancel_workflow(job)

    def close(self) -> None:
        """Let running work reach its next safe point and stop."""
        self._dbos.destroy(destroy_registry=True, workflow_completion_timeout_sec=5)

    def _work(self, job: str, verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Do the work; a failure is a result too, so that it is stored as plain data."""

        def progress(doing: str, share: float) -> None:
            with self._lock:
                self._progress[job] = (doing, share)
                cancelled = job in self._cancelled
            if cancelled:
                raise _Cancelled

        try:
            return {"result": self._verbs[verb](arguments, progress)}
        except HuichaoError as error:
            return {"error": {"doing": error.doing, "found": error.found, "todo": error.todo}}
        except _Cancelled:
            return {"error": {"doing": verb, "found": "it was cancelled", "todo": "Start it again when you want it."}}
        except Exception as error:  # noqa: BLE001  (whatever a verb raises is the job's result)
            _log.exception("job %s (%s) failed", job, verb)
            found = f"{type(error).__name__}: {error}"
            return {"error": {"doing": verb, "found": found, "todo": "See the server's log; start it again."}}

    def _report(self, row: Any) -> JobReport:  # noqa: ANN401  (DBOS's own status object)
        output = row.output if isinstance(row.output, dict) else {}
        state: JobState = "failed" if "error" in output else _STATES[row.status]
        arguments = row.input["args"] if row.input else ("", "", {})
        doing, share = self._progress.get(row.workflow_id, ("", 0.0))
        return JobReport(
            id=row.workflow_id,
            verb=str(arguments[1]),
            state=state,
            doing=doing,
            share=1.0 if state == "done" else share,
            result=output.get("result"),
            error=output.get("error"),
        )


def _json_serializer() -> Any:  # noqa: ANN401  (DBOS's own base class)
    """Make DBOS store plain JSON; its default is pickle, which must never be read from a database."""
    from dbos import Serializer

    class Json(Serializer):
        def serialize(self, data: Any) -> str:  # noqa: ANN401
            return json.dumps(data, ensure_ascii=False, default=str)

        def deserialize(self, serialized_data: str) -> Any:  # noqa: ANN401
            return json.loads(serialized_data)

        def name(self) -> str:
            return "json"

    return Json()
