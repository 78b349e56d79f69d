"""One submission on the desk: what it says, how it was judged, and the lead's decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from copilot.domain.desk import DecisionKind, Submission
from copilot.domain.draft import Draft
from copilot.domain.plan import Interaction, RepairPlan
from copilot.schema import Decide, SubmissionShown
from ui import session
from ui.components import drafts, interactions, look, plan, verdicts
from ui.components.look import render_untrusted

t = session.t
_TONE = {"waiting": "unsure", "approved": "good", "sent_back": "bad", "rejected": "bad"}
_WIDE = 220


def pick(found: Sequence[Submission]) -> str:
    """Let the lead choose a submission from a table one can search and sort; the newest is chosen at first."""
    rows = sorted(found, key=lambda one: one.submitted_at, reverse=True)
    st.caption(t("desk.pick"))
    with session.errors_shown():
        titles = {film.film: film.title for film in session.client().films()}
    chosen = st.dataframe(
        [_row(one, titles) for one in rows],
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(rows), 260),
        on_select="rerun",
        selection_mode="single-row",
        key=f"desk-{'-'.join(one.id[-4:] for one in rows)[:60]}",
    )
    picked = chosen.selection.rows
    return rows[picked[0] if picked else 0].id


def _row(one: Submission, titles: dict[str, str]) -> dict[str, object]:
    channel = one.content.get("channel")
    return {
        t("desk.kind"): t(f"kind_of.{one.kind}"),
        t("copywriting.channel"): session.channel_name(str(channel)) if channel else "",
        t("desk.what"): _words(one)[:60],
        t("desk.passes"): t("verdict.passed" if one.verdict.passed else "verdict.blocked"),
        t("desk.by"): one.submitted_by,
        t("desk.at"): f"{one.submitted_at:%Y-%m-%d %H:%M}",
        t("app.film"): titles.get(one.film, one.film),
        t("desk.id"): one.id,
    }


def _words(one: Submission) -> str:
    fields = one.content.get("fields")
    if isinstance(fields, dict) and fields:
        return str(next(iter(fields.values())))
    return str(one.content.get("title") or one.content.get("summary") or "")


def show(submission: str) -> None:
    """Show a submission and, while it waits, the ways to decide."""
    with session.errors_shown():
        shown = session.client().submission(submission)
        caller = session.me()
    one = shown.submission
    with st.container(border=True, gap="small"):
        look.badges([(t(f"desk.{one.state}"), _TONE[one.state]), (t(f"kind_of.{one.kind}"), "plain")])
        st.caption(t("desk.hash", hash=one.content_hash[:12], version=one.version))
        changes = _content(one, editable=caller.role == "lead" and one.state == "waiting")
        if one.version > 1:
            _edited(one)
        verdicts.show(one.verdict)
        _history(shown)
        if one.state != "waiting":
            return
        if caller.role != "lead":
            st.info(t("desk.leads_only"), icon=":material/lock:")
            return
        _decide(one, changes)


def _history(shown: SubmissionShown) -> None:
    for decision in shown.decisions:
        when, kind = f"{decision.at:%Y-%m-%d %H:%M}", t(f"decision.{decision.kind}")
        line = f"{when} · {decision.by} · {kind} · {decision.content_hash[:12]}"
        render_untrusted(line, kind="plain", note=decision.note)


def _content(one: Submission, *, editable: bool) -> dict[str, Any]:
    """Show what was submitted, whole, as its own screen shows it; returns the changed fields of a draft."""
    if one.kind == "plan":
        whole = RepairPlan.model_validate(one.content)
        look.headline(whole.summary, "good")
        plan.body(whole)
        return {}
    if one.kind == "interaction":
        interactions.body(Interaction.model_validate(one.content))
        return {}
    draft = Draft.model_validate(one.content)
    changes = _fields(one, draft.fields, editable=editable)
    drafts.hashtags(draft)
    drafts.script(draft.script)
    drafts.claims(draft)
    if draft.ai_label:
        st.caption(session.plain(draft.ai_label))
    return changes


def _fields(one: Submission, fields: dict[str, str], *, editable: bool) -> dict[str, Any]:
    typed = {
        name: st.text_area(
            session.said("field", name),
            text,
            key=f"desk-{one.id}-{one.version}-{name}",
            disabled=not editable,
            height=_WIDE if len(text) > 60 else 68,
        )
        for name, text in fields.items()
    }
    return {name: text for name, text in typed.items() if text != fields[name]}


def _edited(one: Submission) -> None:
    """Show what edits changed against the draft as it was made."""
    with session.errors_shown():
        made = session.client().show(one.item).get("content", {}).get("fields", {})
    with st.expander(t("desk.diff"), expanded=True, icon=":material/difference:"):
        for name, text in one.content.get("fields", {}).items():
            if str(made.get(name, "")) != str(text):
                st.caption(session.said("field", name))
                look.changes(str(made.get(name, "")), str(text))


def _decide(one: Submission, changes: dict[str, Any]) -> None:
    note = st.text_input(t("desk.note"), key=f"note-{one.id}")
    buttons = st.container(horizontal=True)
    approve, edit, back, reject = (t(f"decision.{kind}") for kind in ("approve", "edit", "send_back", "reject"))
    icon = ":material/check:"
    if buttons.button(approve, type="primary", disabled=bool(changes), key=f"approve-{one.id}", icon=icon):
        _send(one, "approve", note)
    if buttons.button(edit, disabled=not changes, key=f"edit-{one.id}", icon=":material/save:"):
        _send(one, "edit", note, {"fields": changes})
    if buttons.button(back, disabled=not note.strip(), key=f"back-{one.id}", icon=":material/undo:"):
        _send(one, "send_back", note)
    if buttons.button(reject, key=f"reject-{one.id}", icon=":material/block:"):
        _send(one, "reject", note)
    if changes:
        st.info(t("desk.edited"), icon=":material/edit:")


def _send(one: Submission, kind: DecisionKind, note: str, changes: dict[str, Any] | None = None) -> None:
    with session.errors_shown():
        decision = Decide(kind=kind, content_hash=one.content_hash, note=note, changes=changes)
        session.client().decide(one.id, decision)
    st.toast(t(f"decision.done_{kind}"), icon=":material/task_alt:")
    st.rerun()
