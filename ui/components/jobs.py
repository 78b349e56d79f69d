"""Running jobs: started once, watched from any screen, their end kept until the next start."""

from __future__ import annotations

import streamlit as st

from copilot.client import ApiError
from copilot.schema import JobRow
from ui import session

_LIVE = ("queued", "running")


def start(name: str, row: JobRow) -> None:
    """Remember a job that was started under a name, such as import."""
    session.remember("jobs", known() | {name: row.id})


def known() -> dict[str, str]:
    """Return the jobs of this visit: name → id; after a reload, the one still running on this machine."""
    kept = session.recall("jobs")
    if kept is None:
        kept = _running()
        session.remember("jobs", kept)
    return dict(kept)


def _running() -> dict[str, str]:
    names = {"ingest": "import", "run": "whole", "sample": "sample"}
    try:
        rows = session.client().jobs()
    except ApiError:
        return {}  # only who may see every film may list jobs
    return {names.get(row.verb, row.verb): row.id for row in rows if row.state in _LIVE}


def watch(name: str) -> JobRow | None:
    """Show a job until it ends, then how it ended; returns its row once it has ended well."""
    job = known().get(name)
    if job is None:
        return None
    with session.errors_shown():
        row = session.client().job(job)
    if row.state in _LIVE:
        _watching(job)
        return None
    _ended(row)
    return row if row.state == "done" else None


def is_running(name: str) -> bool:
    """Tell whether a job of that name is on its way."""
    job = known().get(name)
    if job is None:
        return False
    with session.errors_shown():
        return session.client().job(job).state in _LIVE


def in_sidebar() -> None:
    """Show in a line how far a running job is, on every screen."""
    for name, job in known().items():
        if is_running(name):
            _line(name, job)


@st.fragment(run_every=2.0)
def _line(name: str, job: str) -> None:
    with session.errors_shown():
        row = session.client().job(job)
    if row.state not in _LIVE:
        st.rerun()
    st.progress(_share(row), text=f"{session.t(f'job.{name}')} {_share(row):.0%}")


@st.fragment(run_every=1.0)
def _watching(job: str) -> None:
    with session.errors_shown():
        row = session.client().job(job)
    if row.state not in _LIVE:
        st.rerun()
    doing = _doing(row.doing) or session.t(f"job.{row.state}")
    st.progress(_share(row), text=f"{_share(row):.0%} {doing}")
    if st.button(session.t("job.cancel"), key=f"cancel-{job}", icon=":material/stop_circle:"):
        with session.errors_shown():
            session.client().cancel(job)


def _share(row: JobRow) -> float:
    return min(max(row.share, 0.0), 1.0)


def _doing(doing: str) -> str:
    """Say a step in the reader's language; what follows a known word, such as a file's name, stays."""
    head, _, rest = doing.partition(" ")
    known_step = session.t(f"doing.{doing.replace(' ', '_')}")
    if not known_step.startswith("doing."):
        return known_step
    known_head = session.t(f"doing.{head}")
    return session.plain(doing) if known_head.startswith("doing.") else f"{known_head} {session.plain(rest)}"


def _ended(row: JobRow) -> None:
    if row.error:
        session.show_error(row.error.get("kind", ""), row.error.get("found", ""), row.error.get("todo", ""))
    elif row.state == "cancelled":
        st.warning(session.t("job.cancelled"))
    else:
        st.success(session.t("job.done"), icon=":material/check_circle:")
