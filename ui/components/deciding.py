"""One submission on the desk: what it says, how it was judged, and the lead's decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from copilot.domain.desk import DecisionKind, Submission
from copilot.schema import Decide
from ui import session
from ui.components import verdicts
from ui.components.look import badge, render_untrusted

t = session.t
_TONE = {"waiting": "unsure", "approved": "good", "sent_back": "bad", "rejected": "bad"}


def pick(found: Sequence[Submission]) -> str:
    """Let the lead choose a submission."""
    rows = {one.id: one for one in found}

    def label(key: str) -> str:
        one = rows[key]
        return (
            f"{t(f'kind_of.{one.kind}')} · {one.content.get('channel') or ''} · {one.film} · {one.submitted_by} · {key}"
        )

    return st.selectbox(t("desk.pick"), list(rows), format_func=label)


def show(submission: str) -> None:
    """Show a submission and, while it waits, the ways to decide."""
    with session.errors_shown():
        shown = session.client().submission(submission)
        caller = session.me()
    one = shown.submission
    badge(t(f"desk.{one.state}"), _TONE[one.state])
    st.caption(t("desk.hash", hash=one.content_hash[:12], version=one.version))
    changes = _content(one, editable=caller.role == "lead" and one.state == "waiting")
    verdicts.show(one.verdict)
    for decision in shown.decisions:
        when, kind = f"{decision.at:%Y-%m-%d %H:%M}", t(f"decision.{decision.kind}")
        line = f"{when} · {decision.by} · {kind} · {decision.content_hash[:12]}"
        render_untrusted(line, kind="plain", note=decision.note)
    if one.state != "waiting":
        return
    if caller.role != "lead":
        st.info(t("desk.leads_only"))
        return
    _decide(one, changes)


def _content(one: Submission, *, editable: bool) -> dict[str, Any]:
    """Show the content; returns the changed fields of a draft."""
    fields = one.content.get("fields")
    if one.kind != "draft" or not isinstance(fields, dict):
        for key in ("summary", "title", "prompt"):
            if one.content.get(key):
                render_untrusted(str(one.content[key]), kind="body")
        with st.expander(t("desk.whole")):
            st.json(one.content, expanded=False)
        return {}
    typed = {
        name: st.text_area(
            t(f"field.{name}"), text, key=f"desk-{one.id}-{one.version}-{name}", disabled=not editable, height=180
        )
        for name, text in fields.items()
    }
    return {name: text for name, text in typed.items() if text != fields[name]}


def _decide(one: Submission, changes: dict[str, Any]) -> None:
    note = st.text_input(t("desk.note"), key=f"note-{one.id}")
    columns = st.columns(4)
    if columns[0].button(t("decision.approve"), type="primary", disabled=bool(changes), key=f"approve-{one.id}"):
        _send(one, "approve", note)
    if columns[1].button(t("decision.edit"), disabled=not changes, key=f"edit-{one.id}"):
        _send(one, "edit", note, {"fields": changes})
    if columns[2].button(t("decision.send_back"), disabled=not note.strip(), key=f"back-{one.id}"):
        _send(one, "send_back", note)
    if columns[3].button(t("decision.reject"), key=f"reject-{one.id}"):
        _send(one, "reject", note)
    if changes:
        st.caption(t("desk.edited"))


def _send(one: Submission, kind: DecisionKind, note: str, changes: dict[str, Any] | None = None) -> None:
    with session.errors_shown():
        decision = Decide(kind=kind, content_hash=one.content_hash, note=note, changes=changes)
        session.client().decide(one.id, decision)
    st.toast(t(f"decision.done_{kind}"))
    st.rerun()
