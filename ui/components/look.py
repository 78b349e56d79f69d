"""The look of the screens, and the one way untrusted text is shown."""

from __future__ import annotations

import html
from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).parents[1] / "style.css"


def apply() -> None:
    """Apply our style sheet."""
    st.html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")


def brand() -> None:
    """Show our name."""
    st.html('<div class="hc-brand"><span class="hc-zh">回潮</span><span class="hc-en">Huichao</span></div>')


def render_untrusted(text: str, *, kind: str = "quote", note: str = "") -> None:
    """Show text from reviews, files or models as text: nothing in it is a link, an image or markup.

    Args:
        text: Whatever someone wrote.
        kind: quote, body or plain; only changes the look.
        note: Our own small line under it; escaped as well.
    """
    under = f'<div class="hc-note">{html.escape(note)}</div>' if note else ""
    st.html(f'<div class="hc-{html.escape(kind)}">{html.escape(text)}{under}</div>')


def badge(text: str, tone: str) -> None:
    """Show a short word on a tone: good, bad, unsure or plain."""
    st.html(f'<span class="hc-badge hc-{html.escape(tone)}">{html.escape(text)}</span>')


def headline(text: str, tone: str) -> None:
    """Show the one sentence a screen is about."""
    st.html(f'<div class="hc-headline hc-{html.escape(tone)}">{html.escape(text)}</div>')
