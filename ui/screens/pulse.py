"""Pulse: is the heat falling, since when, and how far below expectation."""

import streamlit as st

from ui import session
from ui.components import pulse
from ui.components.look import headline

t = session.t
st.title(t("pulse.title"))
film = session.needs_film()
with st.popover(t("pulse.as_of"), icon=":material/event:"):
    as_of = st.date_input(t("pulse.as_of"), value=None, help=t("pulse.as_of_help"))
with session.errors_shown(), st.spinner(t("app.reading")):
    found = session.client().pulse(film, as_of)

tone = {"dropping": "bad", "holding": "good", "rising": "good"}.get(found.drop.state, "unsure")
headline(f"{t(f'drop.{found.drop.state}')} — {found.drop.why}", tone)
pulse.facts(found)
pulse.charts(found)
pulse.voices(found.voices, found.sentiment)
