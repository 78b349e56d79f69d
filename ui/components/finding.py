"""The search form, and what was found as quotes with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

import streamlit as st

from copilot.domain.passage import Filters, Hit, PassageKind
from copilot.domain.signals import ASPECTS
from copilot.schema import SearchFor
from ui import session
from ui.components import evidence
from ui.components.look import render_untrusted

t = session.t
_KINDS = get_args(PassageKind)


def ask() -> SearchFor | None:
    """Ask what to look for and within what; None until there are words."""
    text = st.text_input(t("search.text"), placeholder=t("search.placeholder"), icon=":material/search:")
    with st.expander(t("search.filters"), icon=":material/filter_alt:"):
        filters = _filters()
    return SearchFor(text=text, top=20, filters=filters) if text.strip() else None


def _filters() -> Filters:
    first, second = st.columns([2, 1])
    kinds = first.pills(
        t("search.kinds"), _KINDS, selection_mode="multi", format_func=lambda kind: t(f"passage_kind.{kind}")
    )
    platform = second.text_input(t("search.platform"), placeholder=t("search.platform_example"))
    aspect = second.selectbox(
        t("search.aspect"),
        ASPECTS,
        index=None,
        format_func=lambda name: t(f"aspect.{name}"),
        placeholder=t("search.any"),
    )
    watched = _choice("search.watched", {"watched": True, "unwatched": False}, "voices")
    polarity = _choice("search.polarity", {"positive": "positive", "negative": "negative"}, "polarity")
    since, until = _days()
    return Filters(
        kinds=list(kinds) or None,
        platform=platform.strip() or None,
        aspect=aspect,
        watched=watched,
        polarity=polarity,
        since=since,
        until=until,
    )


def _choice(label: str, options: dict[str, Any], group: str) -> Any:  # noqa: ANN401  (one of the options' values)
    chosen = st.segmented_control(t(label), list(options), format_func=lambda name: t(f"{group}.{name}"))
    return options.get(chosen) if chosen else None


def _days() -> tuple[date | None, date | None]:
    left, right = st.columns(2)
    return left.date_input(t("search.since"), value=None), right.date_input(t("search.until"), value=None)


def show(hits: Sequence[Hit]) -> None:
    """Show what was found, best first, each with a way to its source."""
    for hit in hits:
        _one(hit)


@st.fragment
def _one(hit: Hit) -> None:
    with st.container(gap=None):
        render_untrusted(hit.text, note=f"{hit.rank} · {t(f'passage_kind.{hit.kind}')} · {hit.source}")
        if evidence.is_stored(hit.source) and evidence.toggle(f"hit-{hit.id}"):
            evidence.open_stored(hit.source)
