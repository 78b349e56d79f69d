"""Answers with their citations, and the threads they belong to."""

from __future__ import annotations

import streamlit as st

from copilot.domain.answer import Answer
from ui import session
from ui.components import evidence
from ui.components.look import badge, render_untrusted

t = session.t


def pick_thread(film: str) -> str | None:
    """Let the visitor go on with a conversation or begin a new one."""
    with session.errors_shown():
        threads = {row.thread: row for row in session.client().threads(film)}
    current = session.recall(f"thread-{film}")
    options = [None, *threads]
    index = options.index(current) if current in options else 0
    picked = st.selectbox(
        t("chat.thread"),
        options,
        index=index,
        format_func=lambda key: threads[key].first[:60] if key else t("chat.new"),
    )
    session.remember(f"thread-{film}", picked)
    return picked


def turns(film: str, thread: str | None) -> list[str]:
    """Return what was said before."""
    if thread is None:
        return []
    with session.errors_shown():
        return session.client().turns(film, thread)


def past(text: str, *, from_user: bool) -> None:
    """Show an earlier turn."""
    with st.chat_message("user" if from_user else "assistant"):
        render_untrusted(text, kind="plain")


def show(answer: Answer) -> None:
    """Show an answer with what it rests on."""
    with st.chat_message("assistant"):
        if answer.abstained:
            badge(t("chat.abstained"), "unsure")
        render_untrusted(answer.answer, kind="plain")
        if answer.would_help:
            render_untrusted(f"{t('chat.would_help')}{answer.would_help}", kind="plain")
        if answer.citations:
            with st.expander(t("chat.citations", count=len(answer.citations)), expanded=True):
                evidence.show(answer.citations, key=f"answer-{answer.thread}-{len(answer.answer)}", limit=6)
        if answer.cut:
            with st.expander(t("chat.cut", count=len(answer.cut))):
                for sentence in answer.cut:
                    render_untrusted(sentence, kind="plain")
        st.caption(t("chat.footer", writer=session.plain(answer.writer), seconds=answer.seconds, tokens=answer.tokens))
