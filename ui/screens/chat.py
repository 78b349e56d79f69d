"""Chat: ask for repair strategies; the answer cites, or says that it cannot tell."""

import streamlit as st

from copilot.client import ApiError
from copilot.schema import Ask
from ui import session
from ui.components import answers

t = session.t
st.title(t("chat.title"))
film = session.needs_film()
thread = answers.pick_thread(film)
turns = answers.turns(film, thread)
answers.past(thread, turns)
asked = st.chat_input(t("chat.placeholder"))
if question := asked or (answers.suggested() if not turns else None):
    answers.say(question)
    try:
        with st.spinner(t("chat.thinking")):
            answer = session.client().ask(film, Ask(question=question, thread=thread))
    except ApiError as error:
        answers.refused(error)
        st.stop()
    answers.keep(film, answer)
    st.rerun()
