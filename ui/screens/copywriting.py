"""Copy: drafts for a channel, with live counters and checks while one edits."""

import streamlit as st

from copilot.schema import MakeCopy
from ui import session
from ui.components import drafts

t = session.t
st.title(t("copywriting.title"))
film = session.needs_film()
api = session.client()
with session.errors_shown():
    channels = [row for row in api.channels() if row.writable]

wish = drafts.wish(channels)
if st.button(t("copywriting.make"), type="primary"):
    with session.errors_shown(), st.spinner(t("copywriting.making")):
        made = api.make_drafts(film, MakeCopy(**wish))
    for work, verdict in zip(made.works, made.verdicts, strict=True):
        session.remember(f"verdict-{work.id}", verdict)
with session.errors_shown():
    found = api.drafts(film, wish["channel"])
if not found:
    st.info(t("copywriting.empty"))
for draft in found[: wish["variants"]]:
    drafts.editor(draft, next(row for row in channels if row.id == draft.channel))
