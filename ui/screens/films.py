"""Films: add one, import its files, run the whole job."""

import streamlit as st

from ui import session
from ui.components import imports

t = session.t
st.title(t("films.title"))
with session.errors_shown():
    rows = session.client().films()

if not rows:
    imports.first_visit()
imports.sample_job()
if rows:
    imports.film_table(rows)
with st.expander(t("films.add"), icon=":material/add:"):
    imports.add_film()
if film := session.film_id():
    imports.import_files(film)
    imports.accounts(film)
    imports.run_whole(film)
