"""Drafts: what to write, and an editor that counts and checks while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from copilot.domain.draft import Draft
from copilot.schema import ChannelRow, CheckCopy, Counter
from ui import session
from ui.components import evidence, submitting, verdicts
from ui.components.look import badge

t = session.t


def wish(channels: Sequence[ChannelRow]) -> dict[str, Any]:
    """Ask what to write: channel, variants and the day of release it will be posted on."""
    left, middle, right = st.columns([2, 1, 1])
    rows = {row.id: row for row in channels}
    channel = left.selectbox(t("copywriting.channel"), list(rows), format_func=lambda key: _name(rows[key]))
    variants = middle.number_input(t("copywriting.variants"), 1, 6, 3)
    day = right.number_input(t("copywriting.day"), value=None, step=1, help=t("copywriting.day_help"))
    row = rows[channel]
    if row.stale:
        badge(t("copywriting.stale", day=row.verified_on), "unsure")
    return {"channel": channel, "variants": int(variants), "day": None if day is None else int(day)}


def _name(row: ChannelRow) -> str:
    return row.name[session.language()]


def editor(draft: Draft, channel: ChannelRow) -> None:
    """Show a draft's fields to edit; counters and verdict follow what stands there."""
    with st.container(border=True):
        st.caption(t("copywriting.made", angle=session.plain(draft.angle), n=draft.variant, writer=draft.writer))
        fields = {name: _field(draft, name, text) for name, text in draft.fields.items()}
        changed = fields != draft.fields
        copy = CheckCopy(
            channel=draft.channel, fields=fields, hashtags=draft.hashtags, ai_label=draft.ai_label, day=None
        )
        with session.errors_shown():
            checked = session.client().check(draft.film, copy)
        _counters(checked.counters)
        st.caption(session.plain(" ".join(f"#{tag}" for tag in draft.hashtags)))
        if draft.script:
            st.dataframe(draft.script, hide_index=True, width="stretch")
        verdict = checked.verdict if changed else session.recall(f"verdict-{draft.id}") or checked.verdict
        verdicts.show(verdict)
        with st.expander(t("copywriting.claims", count=len(draft.claims))):
            evidence.show([item for claim in draft.claims for item in claim.evidence], key=draft.id)
        with st.expander(t("copywriting.plain_text")):
            st.code("\n\n".join(fields.values()), language=None, wrap_lines=True)
        st.caption(session.plain(draft.ai_label))
        if channel.ai_declaration:
            st.caption(session.plain(channel.ai_declaration[session.language()]))
        if changed:
            st.caption(t("copywriting.changed"))
        submitting.button(draft.id, verdict)


def _field(draft: Draft, name: str, text: str) -> str:
    height = 68 if len(text) < 60 and "\n" not in text else 220
    return st.text_area(f"{t(f'field.{name}')}", text, key=f"{draft.id}-{name}", height=height)


def _counters(counters: Sequence[Counter]) -> None:
    for column, counter in zip(st.columns(max(len(counters), 1)), counters, strict=False):
        limit = "∞" if counter.max is None else f"{counter.max:g}"
        with column:
            text = f"{t(f'field.{counter.field}')} {counter.current:g} / {limit} {t(f'unit.{counter.unit}')}"
            badge(text, "good" if counter.ok else "bad")
