"""The look of the screens, and the one way untrusted text is shown."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import streamlit as st

_FOLDER = Path(__file__).parents[1]
ICON = str(_FOLDER / "icon.svg")
"""A file of ours: named icons would be fetched from a font host when used for the tab."""


def apply() -> None:
    """Apply our style sheet and show our name."""
    st.html(f"<style>{(_FOLDER / 'style.css').read_text(encoding='utf-8')}</style>")
    st.logo(str(_FOLDER / "logo.svg"), size="large", icon_image=ICON)


def render_untrusted(text: str, *, kind: str = "quote", note: str = "") -> None:
    """Show text from reviews, files or models as text: nothing in it is a link, an image or markup.

    Args:
        text: Whatever someone wrote.
        kind: quote, body, plain or lead; only changes the look.
        note: Our own small line under it; escaped as well.
    """
    under = f'<div class="hc-note">{html.escape(note)}</div>' if note else ""
    st.html(f'<div class="hc-{html.escape(kind)}">{html.escape(text)}{under}</div>')


def badge(text: str, tone: str) -> None:
    """Show a short word on a tone: good, bad, unsure or plain."""
    badges([(text, tone)])


def badges(found: Iterable[tuple[str, str]]) -> None:
    """Show short words in a row, each (text, tone)."""
    spans = (f'<span class="hc-badge hc-{html.escape(tone)}">{html.escape(text)}</span>' for text, tone in found)
    st.html(f'<div class="hc-badges">{"".join(spans)}</div>')


def headline(text: str, tone: str) -> None:
    """Show the one sentence a screen is about."""
    st.html(f'<div class="hc-headline hc-{html.escape(tone)}">{html.escape(text)}</div>')


def checklist(steps: Sequence[str]) -> None:
    """Show steps to tick off, compactly."""
    st.html(f'<ul class="hc-steps">{"".join(f"<li>{html.escape(step)}</li>" for step in steps)}</ul>')


def facts(rows: Mapping[str, str]) -> None:
    """Show names with their values, one a line; empty values are left out."""
    parts = (f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in rows.items() if value)
    st.html(f'<dl class="hc-facts">{"".join(parts)}</dl>')


def cards(found: Sequence[tuple[str, str]]) -> None:
    """Show short cards beside each other, each (heading, text)."""
    parts = (f"<div><b>{html.escape(head)}</b>{html.escape(text)}</div>" for head, text in found)
    st.html(f'<div class="hc-first">{"".join(parts)}</div>')


def changes(before: str, after: str) -> None:
    """Show what an edit took out and put in."""
    parts: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = html.escape(before[a:b]), html.escape(after[c:d])
        if kind == "equal":
            parts.append(come)
            continue
        parts.append((f"<del>{gone}</del>" if gone else "") + (f"<ins>{come}</ins>" if come else ""))
    st.html(f'<div class="hc-diff">{"".join(parts)}</div>')
