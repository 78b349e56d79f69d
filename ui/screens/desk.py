"""Desk: where leads decide on exactly what they see."""

import streamlit as st

from ui import session
from ui.components import deciding

t = session.t
st.title(t("desk.title"))
left, right = st.columns([3, 1], vertical_alignment="bottom")
states = ["waiting", "approved", "sent_back", "rejected"]
state = left.segmented_control(t("desk.state"), states, default="waiting", format_func=lambda s: t(f"desk.{s}"))
only = right.toggle(t("desk.only_film"), value=False)
with session.errors_shown():
    found = session.client().desk(session.film_id() if only else None, state)
if not found:
    st.info(t("desk.empty"), icon=":material/inbox:")
    st.stop()
chosen = deciding.pick(found)
deciding.show(chosen)
