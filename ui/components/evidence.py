"""Evidence one can open: a quote in its review, a figure with its query run again, a passage in its source."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from copilot.domain.evidence import Evidence
from ui import session
from ui.components.look import render_untrusted


def show(items: Sequence[Evidence], *, key: str, limit: int = 4) -> None:
    """Show evidence, each with a way to open its source; says so when there is none."""
    if not items:
        st.caption(session.t("evidence.none"))
        return
    for number, item in enumerate(items[:limit]):
        _one(item, f"{key}-{number}")
    if len(items) > limit:
        with st.expander(session.t("evidence.more", count=len(items) - limit)):
            for number, item in enumerate(items[limit:], start=limit):
                _one(item, f"{key}-{number}")


def _one(item: Evidence, key: str) -> None:
    kind = session.t(f"evidence.{item.kind}")
    render_untrusted(item.text, kind="quote", note=f"{kind} · {item.id}")
    opened = f"open-{key}-{item.id}"
    if st.button(session.t("evidence.open"), key=opened, type="tertiary"):
        session.remember(opened + "-on", not session.recall(opened + "-on"))
    if session.recall(opened + "-on"):
        _source(item)


def _source(item: Evidence) -> None:
    with session.errors_shown():
        found = session.client().show(item.id)
    if item.kind == "figure":
        now = found.get("value_now")
        st.code(item.query or "", language=None)
        st.caption(
            session.t("evidence.value", shown=item.value, now=session.t("evidence.gone") if now is None else now)
        )
        return
    text = str(found.get("source_text") or item.text)
    render_untrusted(text, kind="body", note=item.source)
