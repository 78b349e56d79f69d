"""Chat: ask, have things made, decide on what waits; every step is shown as it happens."""

import streamlit as st

from ui import session
from ui.components import talk, threads

t = session.t
st.title(t("chat.title"))
film = session.needs_film()
thread = threads.pick(film)
wanted = talk.past(thread)
start = st.empty()
if asked := st.chat_input(t("chat.placeholder"), key="chat-said", submit_mode="disable"):
    wanted = talk.Wanted(message=asked)
elif thread is None:
    with start.container():
        wanted = talk.begin()
if wanted:
    start.empty()
    talk.follow(film, thread, wanted)
