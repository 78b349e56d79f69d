"""A running job: its progress can be watched from any screen and after a reload."""

from __future__ import annotations

import streamlit as st

from copilot.schema import JobRow
from ui import session


def watch(job: str) -> JobRow | None:
    """Show a job until it ends; returns its row once it has ended."""
    with session.errors_shown():
        row = session.client().job(job)
    if row.state in ("queued", "running"):
        _watching(job)
        return None
    _ended(row)
    return row


@st.fragment(run_every=1.0)
def _watching(job: str) -> None:
    row = session.client().job(job)
    if row.state not in ("queued", "running"):
        st.rerun()
    share = min(max(row.share, 0.0), 1.0)
    doing = session.plain(row.doing) or session.t(f"job.{row.state}")
    st.progress(share, text=f"{share:.0%} {doing}")
    if st.button(session.t("job.cancel"), key=f"cancel-{job}"):
        session.client().cancel(job)


def _ended(row: JobRow) -> None:
    if row.error:
        parts = (session.plain(row.error.get(part, "")) for part in ("doing", "found", "todo"))
        st.error("  \n".join(parts))
    elif row.state == "cancelled":
        st.warning(session.t("job.cancelled"))
    else:
        st.success(session.t("job.done"))
