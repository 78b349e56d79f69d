"""Answers with their citations, and the threads they belong to."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from copilot.client import ApiError
from copilot.domain.answer import Answer
from ui import session
from ui.components import evidence
from ui.components.look import badge, render_untrusted

t = session.t
_QUESTIONS = ("why", "promise", "complain")


def pick_thread(film: str) -> str | None:
    """Let the visitor go on with a conversation or begin a new one."""
    with session.errors_shown():
        threads = {row.thread: row for row in session.client().threads(film)}
    if not threads:
        return None
    current = session.recall(f"thread-{film}")
    options = [None, *threads]
    index = options.index(current) if current in options else 0
    picked = st.selectbox(
        t("chat.thread"),
        options,
        index=index,
        format_func=lambda key: session.plain(threads[key].first[:60]) if key else t("chat.new"),
        label_visibility="collapsed",
    )
    session.remember(f"thread-{film}", picked)
    return picked


def turns(film: str, thread: str | None) -> list[str]:
    """Return what was said before: questions and answers in turn."""
    if thread is None:
        return []
    with session.errors_shown():
        return session.client().turns(film, thread)


def suggested() -> str | None:
    """Offer questions to begin with; returns the one chosen."""
    st.caption(t("chat.hint"))
    chosen = None
    with st.container(horizontal=True):
        for name in _QUESTIONS:
            if st.button(t(f"question.{name}"), key=f"question-{name}", icon=":material/chat_bubble:"):
                chosen = t(f"question.{name}")
    return chosen


def say(question: str) -> None:
    """Show what the visitor asks."""
    with st.chat_message("user", avatar=":material/person:"):
        render_untrusted(question, kind="plain")


def past(thread: str | None, said: Sequence[str]) -> None:
    """Show earlier turns; answers given in this visit with their sources."""
    kept = {answer.answer: answer for answer in _kept(thread)}
    for number, text in enumerate(said):
        if number % 2 == 0:
            say(text)
        else:
            _show(kept.get(text) or Answer(answer=text), key=f"{thread}-{number}", last=number == len(said) - 1)


def keep(film: str, answer: Answer) -> None:
    """Keep an answer with its sources for this visit, and go on in its thread."""
    session.remember(f"answers-{answer.thread}", [*_kept(answer.thread), answer])
    session.remember(f"thread-{film}", answer.thread)


def _kept(thread: str | None) -> list[Answer]:
    return list(session.recall(f"answers-{thread}") or [])


def refused(error: ApiError) -> None:
    """Show why a question got no answer; the question stays above it."""
    with st.chat_message("assistant", avatar=":material/water:"):
        session.show_error(error.kind, error.found, error.todo)


def _show(answer: Answer, *, key: str, last: bool) -> None:
    with st.chat_message("assistant", avatar=":material/water:"):
        if answer.abstained:
            badge(t("chat.abstained"), "unsure")
        render_untrusted(answer.answer, kind="plain")
        if answer.would_help:
            render_untrusted(f"{t('chat.would_help')}{answer.would_help}", kind="plain")
        if answer.citations:
            label = t("chat.citations", count=len(answer.citations))
            with st.expander(label, expanded=last, icon=":material/format_quote:"):
                evidence.show(answer.citations, key=f"answer-{key}", limit=6)
        if answer.cut:
            with st.expander(t("chat.cut", count=len(answer.cut)), icon=":material/content_cut:"):
                for sentence in answer.cut:
                    render_untrusted(sentence, kind="plain")
        if answer.thread:
            writer = session.writer_name(answer.writer)
            tokens = t("chat.tokens", count=answer.tokens) if answer.tokens else ""
            st.caption(session.plain(t("chat.footer", writer=writer, seconds=answer.seconds) + tokens))
