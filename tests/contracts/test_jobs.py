"""What jobs promise, run on every adapter."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from copilot.adapters.dbos_jobs import DbosJobs
from copilot.adapters.direct_jobs import DirectJobs
from copilot.errors import InputError, UnknownId
from copilot.ports import JobReport, Jobs, Progress


def double(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    progress("doubling", 0.5)
    return {"value": arguments["value"] * 2}


def refuse(_arguments: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    raise InputError("doubling", "nothing was given", "Give a value.")


VERBS = {"double": double, "refuse": refuse}


@pytest.fixture(scope="module", params=["direct", "dbos"])
def jobs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jobs]:
    if request.param == "direct":
        yield DirectJobs(VERBS)
        return
    durable = DbosJobs(f"sqlite:///{tmp_path_factory.mktemp('jobs') / 'jobs.db'}", VERBS)
    yield durable
    durable.close()


def ended(jobs: Jobs, job: str) -> JobReport:
    deadline = time.monotonic() + 30
    while (report := jobs.report(job)).state in ("queued", "running"):
        assert time.monotonic() < deadline, report
    return report


def test_a_job_gives_its_result(jobs: Jobs) -> None:
    report = ended(jobs, jobs.start("double", {"value": 21}, "a"))
    assert (report.state, report.result, report.share) == ("done", {"value": 42}, 1.0)


def test_the_same_key_is_the_same_job(jobs: Jobs) -> None:
    first = jobs.start("double", {"value": 1}, "same")
    assert jobs.start("double", {"value": 2}, "same") == first
    assert ended(jobs, first).result == {"value": 2}


def test_what_a_job_refuses_is_told_in_three_parts(jobs: Jobs) -> None:
    report = ended(jobs, jobs.start("refuse", {}, "r"))
    assert report.state == "failed"
    assert report.error == {"doing": "doubling", "found": "nothing was given", "todo": "Give a value."}


def test_an_unknown_verb_or_job_is_said_to_be_unknown(jobs: Jobs) -> None:
    with pytest.raises(InputError, match="double"):
        jobs.start("halve", {}, "x")
    with pytest.raises(UnknownId):
        jobs.report("jb-none")


KILLED = """
import os, sys, time
from copilot.adapters.dbos_jobs import DbosJobs
folder = sys.argv[1]
def work(arguments, progress):
    progress("working", 0.1)
    with open(folder + "/begun", "a") as file:
        file.write("x")
    if not os.path.exists(folder + "/may-end"):
        open(folder + "/may-end", "w").close()
        os._exit(9)
    return {"ended": True}
jobs = DbosJobs(f"sqlite:///{folder}/jobs.db", {"work": work})
job = jobs.start("work", {}, "k")
while (report := jobs.report(job)).state in ("queued", "running"):
    time.sleep(0.05)
print(report.state, report.result)
jobs.close()
"""


def test_a_killed_job_goes_on_at_the_next_start(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    assert subprocess.run(command, capture_output=True, timeout=60).returncode == 9
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "done {'ended': True}", done.stderr
    assert (tmp_path / "begun").read_text() == "xx"
