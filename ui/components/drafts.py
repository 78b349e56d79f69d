"""Drafts: what to write, and an editor that counts and checks while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from copilot.domain.draft import Draft
from copilot.schema import ChannelRow, CheckCopy, Checked, Counter
from ui import session
from ui.components import evidence, submitting, verdicts
from ui.components.look import badge, badges, render_untrusted

t = session.t
_SHOTS = (
    *("no", "tc_in", "tc_out", "shot_size", "camera", "visual", "on_screen_text", "voiceover", "sound"),
    *("asset", "rights"),
)


def pick_channel(channels: Sequence[ChannelRow], *, key: str) -> ChannelRow:
    """Let the visitor choose a channel."""
    rows = {row.id: row for row in channels}
    wanted = session.recall("open-channel") or "weibo"
    start = list(rows).index(wanted) if wanted in rows else 0
    label = t("copywriting.channel")
    return rows[st.selectbox(label, list(rows), index=start, format_func=lambda one: _name(rows[one]), key=key)]


def wish(channels: Sequence[ChannelRow]) -> dict[str, Any]:
    """Ask what to write: channel, variants and the day of release it will be posted on."""
    left, middle, right = st.columns([2, 1, 1])
    with left:
        row = pick_channel(channels, key="write-channel")
    variants = middle.number_input(t("copywriting.variants"), 1, 6, 3)
    day = right.number_input(t("copywriting.day"), value=None, step=1, help=t("copywriting.day_help"))
    if row.stale:
        badge(t("copywriting.stale", day=row.verified_on), "unsure")
    return {"channel": row.id, "variants": int(variants), "day": None if day is None else int(day)}


def _name(row: ChannelRow) -> str:
    return row.name[session.language()]


@st.fragment
def editor(draft: Draft, channel: ChannelRow) -> None:
    """Show a draft's fields to edit; counters and verdict follow what stands there."""
    with st.container(border=True, gap="small"):
        made = {"angle": session.said("angle", draft.angle), "n": draft.variant}
        st.caption(session.plain(t("copywriting.made", writer=session.writer_name(draft.writer), **made)))
        fields = {name: _field(draft, name, text) for name, text in draft.fields.items()}
        changed = fields != draft.fields
        copy = CheckCopy(channel=draft.channel, fields=fields, hashtags=draft.hashtags, ai_label=draft.ai_label)
        with session.errors_shown():
            checked = session.client().check(draft.film, copy)
        counters(checked.counters)
        hashtags(draft)
        script(draft.script)
        verdict = checked.verdict if changed else session.recall(f"verdict-{draft.id}") or checked.verdict
        verdicts.show(verdict)
        claims(draft)
        with st.expander(t("copywriting.plain_text"), icon=":material/content_copy:"):
            st.code("\n\n".join(fields.values()), language=None, wrap_lines=True)
        labels = [draft.ai_label, *([channel.ai_declaration[session.language()]] if channel.ai_declaration else [])]
        render_untrusted("", kind="plain", note=" · ".join(filter(None, labels)))
        if changed:
            st.info(t("copywriting.changed"), icon=":material/edit:")
        submitting.button(draft.id, verdict)


def _field(draft: Draft, name: str, text: str) -> str:
    height = 68 if len(text) < 60 and "\n" not in text else 220
    return st.text_area(session.said("field", name), text, key=f"{draft.id}-{name}", height=height)


def hashtags(draft: Draft) -> None:
    """Show a draft's tags."""
    if draft.hashtags:
        st.caption(session.plain(" ".join(f"#{tag}" for tag in draft.hashtags)))


def script(shots: Sequence[dict[str, Any]]) -> None:
    """Show a script as a table of shots; nothing where there is none."""
    if shots:
        rows = [
            {session.said("shot", name): _cell(name, shot[name]) for name in _SHOTS if name in shot} for shot in shots
        ]
        st.dataframe(rows, hide_index=True, width="stretch")


def _cell(name: str, value: object) -> object:
    return session.said("rights", str(value)) if name == "rights" else value


def claims(draft: Draft) -> None:
    """Show each claim of a draft with what it stands on."""
    with st.expander(t("copywriting.claims", count=len(draft.claims)), icon=":material/format_quote:"):
        for number, claim in enumerate(draft.claims):
            render_untrusted(claim.text, kind="plain")
            evidence.show(claim.evidence, key=f"{draft.id}-{number}", limit=2)


def counters(found: Sequence[Counter]) -> None:
    """Show how long each field is against its limit, the way the channel counts."""
    badges((_counter(one), "good" if one.ok else "bad") for one in found)


def _counter(one: Counter) -> str:
    length = f"{one.current:g}" if one.max is None else f"{one.current:g} / {one.max:g}"
    parts = t("copywriting.parts", count=one.parts) if one.parts else ""
    return f"{session.said('field', one.field)} {length} {session.said('unit', one.unit.replace(' ', '_'))}{parts}"


def paste(film: str, channels: Sequence[ChannelRow]) -> None:
    """Judge any copy pasted here, as someone types it; nothing is stored."""
    row = pick_channel(channels, key="paste-channel")
    names = list(row.fields)
    texts = {name: st.text_area(session.said("field", name), key=f"paste-{row.id}-{name}") for name in names}
    given = {name: text for name, text in texts.items() if text.strip()}
    if not given:
        st.caption(t("copywriting.paste_help"))
        return
    checked = _check(film, CheckCopy(channel=row.id, fields=given))
    counters([one for one in checked.counters if one.field in given])
    verdicts.show(checked.verdict)


def _check(film: str, copy: CheckCopy) -> Checked:
    with session.errors_shown():
        return session.client().check(film, copy)
