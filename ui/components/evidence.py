"""Evidence one can open: a quote in its review, a figure with its query run again, a passage in its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import streamlit as st

from copilot.domain.evidence import Evidence
from ui import session
from ui.components.look import facts, render_untrusted
from ui.figures import say_amount

_STORED = re.compile(r"[a-z]{2}-[0-9a-f]{16}")
"""Ids of stored things; other sources are names of shipped knowledge and need no opening."""


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


@st.fragment
def _one(item: Evidence, key: str) -> None:
    with st.container(gap=None):
        render_untrusted(item.text, kind="quote", note=session.t(f"evidence.{item.kind}"))
        if toggle(f"{key}-{item.id}"):
            _source(item)


def toggle(key: str) -> bool:
    """Offer to open or close a source inside a fragment; tells whether it is open."""
    kept = f"open-{key}-on"
    is_open = bool(session.recall(kept))
    label = session.t("evidence.close" if is_open else "evidence.open")
    icon = ":material/expand_less:" if is_open else ":material/open_in_full:"
    st.button(label, key=f"open-{key}", type="tertiary", icon=icon, on_click=session.remember, args=(kept, not is_open))
    return is_open


def _source(item: Evidence) -> None:
    if item.kind != "figure" and _STORED.fullmatch(item.source):
        open_stored(item.source)
        return
    with session.errors_shown():
        found = session.client().show(item.id)
    if item.kind == "figure":
        _figure(item, found.get("value_now"))
    else:
        render_untrusted(str(found.get("source_text") or item.text), kind="body", note=f"{item.source} · {item.id}")


def open_stored(source: str) -> None:
    """Show a stored review, asset or document whole, with where it comes from."""
    with session.errors_shown():
        found = session.client().show(source)
    review = found.get("review")
    if not isinstance(review, dict):
        render_untrusted(str(found.get("text") or ""), kind="body", note=source)
        return
    watched = {"True": "voices.watched", "False": "voices.unwatched"}.get(str(review.get("watched")))
    known = {name: review.get(name) for name in ("platform", "day", "rating", "likes", "file", "row")}
    rows = {session.t(f"review.{name}"): str(value) for name, value in known.items() if value not in (None, "")}
    render_untrusted(str(review["text"]), kind="body", note=source)
    facts(rows | {session.t("review.watched"): session.t(watched) if watched else ""})


def is_stored(source: str) -> bool:
    """Tell whether a source is a stored thing one can open by its id."""
    return _STORED.fullmatch(source) is not None


def _figure(item: Evidence, now: Any) -> None:  # noqa: ANN401  (a number or nothing, from JSON)
    unit = "share" if (item.query or "").startswith(("share/", "change/")) else ""
    shown = say_amount(item.value, unit, session.language())
    again = session.t("evidence.gone") if now is None else say_amount(float(now), unit, session.language())
    st.caption(session.plain(session.t("evidence.value", shown=shown, now=again)))
    st.code(item.query or "", language=None, wrap_lines=True)
