"""What waits for a person: shown whole, with four typed choices; words typed elsewhere never decide."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from copilot.domain.chat import HumanDecision, MadeThing, ToolCall
from ui import session
from ui.components.look import headline, render_untrusted
from ui.labels import apart

t = session.t
_KIND_OF = {"pl": "plan", "in": "interaction", "dr": "draft"}
_OTHERS = 20


def card(call: ToolCall, things: Sequence[MadeThing], *, key: str) -> HumanDecision | None:
    """Show the waiting call; returns the decision pressed, if any."""
    with st.container(border=True, gap="small"):
        headline(t(f"confirm.{call.tool}"), "unsure")
        for thing in things:
            where = f" · {session.channel_name(thing.channel)}" if thing.channel else ""
            render_untrusted(
                thing.title or thing.id, kind="body", note=f"{t(f'thing.{thing.kind}')}{where} · {thing.id}"
            )
        if call.item:
            _whole(call.item)
        st.caption(t("confirm.note"))
        with st.container(horizontal=True, gap="small"):
            accept = st.button(t("confirm.accept"), key=f"accept-{key}", type="primary", icon=":material/check:")
            edited = _edit(call, key)
            said = _respond(key)
            ignore = st.button(t("confirm.ignore"), key=f"ignore-{key}", icon=":material/close:")
    if accept:
        return HumanDecision(kind="accept")
    if ignore:
        return HumanDecision(kind="ignore")
    return edited or said


def _whole(item: str) -> None:
    with st.expander(t("confirm.whole"), icon=":material/article:"), session.errors_shown():
        content = session.client().show(item).get("content") or {}
        fields = content.get("fields") or {name: content.get(name) for name in ("title", "prompt", "summary")}
        for name, text in fields.items():
            if text:
                render_untrusted(str(text), kind="body", note=session.said("field", name))


def _edit(call: ToolCall, key: str) -> HumanDecision | None:
    with st.popover(t("confirm.edit"), icon=":material/swap_horiz:"):
        others = apart(_others(call))
        if not others:
            st.caption(t("confirm.no_others"))
            return None
        picked = st.selectbox(t("confirm.which"), list(others), format_func=others.__getitem__, key=f"which-{key}")
        if st.button(t("confirm.edit_do"), key=f"edit-{key}", type="primary"):
            return HumanDecision(kind="edit", call=call.model_copy(update={"item": picked}))
    return None


def _others(call: ToolCall) -> dict[str, str]:
    """List other made things of the same kind, newest first: id → first words."""
    film, kind = session.needs_film(), _KIND_OF.get((call.item or "")[:2], "draft")
    api = session.client()
    with session.errors_shown():
        if kind == "draft":
            found = {one.id: f"{session.channel_name(one.channel)} · {_head(one.fields)}" for one in api.drafts(film)}
        elif kind == "plan":
            found = {one.id: one.summary for one in api.plans(film)}
        else:
            found = {one.id: one.title for one in api.interactions(film)}
    found.pop(call.item or "", None)
    return {key: text[:60] for key, text in list(found.items())[:_OTHERS]}


def _head(fields: dict[str, str]) -> str:
    return next((" ".join(text.split()) for text in fields.values() if text.strip()), "")


def _respond(key: str) -> HumanDecision | None:
    with st.popover(t("confirm.respond"), icon=":material/reply:"), st.form(f"respond-{key}", border=False):
        said = st.text_area(t("confirm.instead"), max_chars=4000, height=90, placeholder=t("confirm.instead_example"))
        if st.form_submit_button(t("confirm.respond_do"), type="primary") and said.strip():
            return HumanDecision(kind="respond", message=said.strip())
    return None
