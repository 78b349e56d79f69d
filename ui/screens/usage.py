"""Usage: what model calls used, and how much is left under the ceilings."""

import streamlit as st

from ui import session
from ui.components import usage

t = session.t
st.title(t("usage.title"))
film = session.film_id()
only = st.toggle(t("desk.only_film"), value=False) if film else False
with session.errors_shown():
    found = session.client().usage(film if only else None)
    titles = {row.film: row.title for row in session.client().films()}
if not found.films:
    usage.nothing_spent(found)
    st.stop()
usage.totals(found, titles)
usage.tables(found, titles)
