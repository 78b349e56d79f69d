"""Search: viewers' words, assets, the dossier and the playbook, filtered."""

import streamlit as st

from ui import session
from ui.components import finding

t = session.t
st.title(t("search.title"))
film = session.needs_film()
query = finding.ask()
if query is None:
    st.caption(t("search.hint"))
    st.stop()
with session.errors_shown(), st.spinner(t("search.searching")):
    hits = session.client().search(film, query)
if not hits:
    st.info(t("search.none"), icon=":material/search_off:")
finding.show(hits)
