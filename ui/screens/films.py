"""Films: add one, import its files, run the whole job."""

import streamlit as st

from ui import session
from ui.components import imports, jobs

t = session.t
st.title(t("films.title"))
api = session.client()
with session.errors_shown():
    rows = api.films()

if not rows:
    st.info(t("films.empty"))
    if st.button(t("films.sample"), type="primary"):
        with session.errors_shown():
            session.remember("sample-job", api.sample().id)

if sample_job := session.recall("sample-job"):
    if jobs.watch(sample_job):
        session.remember("sample-job", None)
        st.button(t("films.continue"), type="primary")
elif rows:
    imports.film_table(rows)

with st.expander(t("films.add"), expanded=not rows):
    imports.add_film()

if film := session.film_id():
    imports.import_files(film)
    imports.run_whole(film)
    imports.accounts(film)
