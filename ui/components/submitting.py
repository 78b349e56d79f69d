"""The way from something made to the desk."""

from __future__ import annotations

import streamlit as st

from copilot.domain.draft import Verdict
from ui import session

t = session.t


def button(item: str, verdict: Verdict | None) -> None:
    """Offer to put a made thing before a lead; what fails a blocking check cannot be."""
    kept = session.recall(f"submitted-{item}")
    if kept:
        st.success(t("submit.done", id=kept), icon=":material/task_alt:")
        return
    blocked = verdict is not None and not verdict.passed
    helped = t("submit.blocked") if blocked else t("submit.help")
    icon = ":material/send:"
    if st.button(t("submit.button"), key=f"submit-{item}", disabled=blocked, help=helped, type="primary", icon=icon):
        with session.errors_shown():
            submission = session.client().submit(item)
        session.remember(f"submitted-{item}", submission.id)
        st.rerun()
