"""Chat: ask for repair strategies; the answer cites, or says that it cannot tell."""

import streamlit as st

from copilot.schema import Ask
from ui import session
from ui.components import answers

t = session.t
st.title(t("chat.title"))
film = session.needs_film()
thread = answers.pick_thread(film)
for number, turn in enumerate(answers.turns(film, thread)):
    answers.past(turn, from_user=number % 2 == 0)
if not thread:
    st.caption(t("chat.hint"))
if question := st.chat_input(t("chat.placeholder")):
    answers.past(question, from_user=True)
    with session.errors_shown(), st.spinner(t("chat.thinking")):
        answer = session.client().ask(film, Ask(question=question, thread=thread))
    session.remember(f"thread-{film}", answer.thread)
    answers.show(answer)
