"""Interactions: ways for viewers to take part."""

import streamlit as st

from copilot.schema import MakeInteractions
from ui import session
from ui.components import interactions

t = session.t
st.title(t("interactions.title"))
film = session.needs_film()
api = session.client()
count = st.slider(t("interactions.count"), 4, 12, 6)
if st.button(t("interactions.make"), type="primary", icon=":material/how_to_vote:"):
    with session.errors_shown(), st.spinner(t("interactions.making")):
        made = api.make_interactions(film, MakeInteractions(count=count))
    for work, verdict in zip(made.works, made.verdicts, strict=True):
        session.remember(f"verdict-{work.id}", verdict)
with session.errors_shown():
    found = api.interactions(film)
if not found:
    st.info(t("interactions.empty"), icon=":material/how_to_vote:")
for one in found[:count]:
    interactions.card(one)
