"""Diagnosis: why the heat fell, with evidence for and against that one can open."""

import streamlit as st

from ui import session
from ui.components import diagnosis

t = session.t
st.title(t("diagnosis.title"))
film = session.needs_film()
with session.errors_shown(), st.spinner(t("app.reading")):
    found = session.client().diagnosis(film)

st.caption(t("diagnosis.as_of", day=found.as_of))
causes, ledger, audiences, themes = st.tabs(
    [t("diagnosis.causes"), t("diagnosis.ledger"), t("diagnosis.audiences"), t("diagnosis.themes")]
)
with causes:
    diagnosis.causes(found.causes)
with ledger:
    diagnosis.ledger(found.ledger)
with audiences:
    diagnosis.audiences(found.audiences)
with themes:
    diagnosis.themes(found.themes)
