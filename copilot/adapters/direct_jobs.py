"""Jobs that run at once in the caller's thread: for scripts and tests that want the result and no worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from copilot.domain.ids import make_id
from copilot.errors import HuichaoError, InputError, UnknownId
from copilot.ports import JobReport, Progress


class DirectJobs:
    """See `copilot.ports.Jobs`; nothing survives the process.

    Args:
        verbs: What can be started, by name.
    """

    def __init__(self, verbs: Mapping[str, Callable[[dict[str, Any], Progress], dict[str, Any]]]) -> None:
        self._verbs = dict(verbs)
        self._reports: dict[str, JobReport] = {}

    def start(self, verb: str, arguments: dict[str, object], key: str) -> str:
        """Run a verb now; the same key names the same job and runs nothing again."""
        if verb not in self._verbs:
            raise InputError("starting a job", f"no verb {verb!r}", f"Known are {', '.join(self._verbs)}.")
        job = make_id("job", verb, key)
        if job not in self._reports:
            self._reports[job] = self._run(job, verb, arguments)
        return job

    def _run(self, job: str, verb: str, arguments: dict[str, object]) -> JobReport:
        try:
            result = self._verbs[verb](arguments, lambda _doing, _share: None)
            return JobReport(job, verb, "done", "", 1.0, result, None)
        except HuichaoError as error:
            said = {"doing": error.doing, "found": error.found, "todo": error.todo}
            return JobReport(job, verb, "failed", "", 0.0, None, said)

    def report(self, job: str) -> JobReport:
        """Tell where a job stands; raises `UnknownId`."""
        if job not in self._reports:
            raise UnknownId("looking for a job", f"nothing has the id {job!r}", "See the list of jobs.")
        return self._reports[job]

    def recent(self, limit: int = 20) -> list[JobReport]:
        """List jobs, newest first."""
        return list(reversed(self._reports.values()))[:limit]

    def cancel(self, job: str) -> None:
        """Do nothing: every job has ended by the time its id is known."""
        self.report(job)
