"""The bar of conversations: go on with one, begin a new one, rename."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from copilot.schema import ThreadRow, ThreadShown
from ui import session
from ui.labels import apart

t = session.t
_SHOWN = 48


def pick(film: str) -> ThreadShown | None:
    """Let the visitor choose a conversation; None stands for a new one. The choice outlives a reload of the page."""
    with session.errors_shown():
        rows = {row.thread: row for row in session.client().threads(film)}
    if not rows:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        thread = _select(film, rows)
        if thread is not None:
            _rename(thread, rows[thread].first)
            new = st.button(t("chat.new"), icon=":material/add_comment:", key="new-thread", shortcut="Ctrl+Alt+N")
            if new:
                open_thread(film, None)
                st.rerun()
    if thread is None:
        return None
    with session.errors_shown():
        return session.client().thread(thread)


def open_thread(film: str, thread: str | None) -> None:
    """Go on with a conversation, or with a new one for None."""
    session.remember(f"thread-{film}", thread or "")
    session.remember("thread-changes", (session.recall("thread-changes") or 0) + 1)
    session.remember_in_address("thread", thread)


def current(film: str, known: Mapping[str, ThreadRow]) -> str | None:
    """Return the conversation in force: chosen in this visit, or named in the address; only ones that exist."""
    kept = session.recall(f"thread-{film}")
    wanted = session.from_address("thread") if kept is None else kept
    return wanted if wanted in known else None


def _select(film: str, rows: Mapping[str, ThreadRow]) -> str | None:
    options = ["", *rows]
    thread = current(film, rows)
    titles = apart({thread: _title(row) for thread, row in rows.items()})
    changes = session.recall("thread-changes") or 0  # a new widget shows what was opened from elsewhere
    picked = st.selectbox(
        t("chat.thread"),
        options,
        index=options.index(thread or ""),
        format_func=lambda key: titles[key] if key else t("chat.new_one"),
        label_visibility="collapsed",
        key=f"thread-pick-{film}-{changes}",
    )
    if picked != (thread or ""):
        open_thread(film, picked or None)
        st.rerun()
    return picked or None


def _title(row: ThreadRow) -> str:
    head = " ".join(row.first.split())
    return f"{head[:_SHOWN]}{'…' if len(head) > _SHOWN else ''} · {row.last:%m-%d %H:%M}"


def _rename(thread: str, title: str) -> None:
    with st.popover(t("chat.rename"), icon=":material/edit:"), st.form(f"rename-{thread}", border=False):
        wanted = st.text_input(t("chat.name"), title[:80], max_chars=80)
        if st.form_submit_button(t("chat.rename_save"), type="primary") and wanted.strip():
            with session.errors_shown():
                session.client().rename_thread(thread, wanted)
            st.rerun()
