"""Copy: drafts for a channel, with live counters and checks while one edits."""

import streamlit as st

from copilot.schema import MakeCopy
from ui import session
from ui.components import drafts, experiments, materials

t = session.t
st.title(t("copywriting.title"))
film = session.needs_film()
api = session.client()
channels = session.channels()
writable = [row for row in channels.values() if row.writable]

names = ("copywriting.write", "material.tab", "copywriting.paste", "experiment.tab")
write, partners, judge, test = st.tabs([t(name) for name in names])
with partners:
    materials.show(film)
with test:
    experiments.show(film, writable)
with judge:
    drafts.paste(film, writable)
with write:
    wish = drafts.wish(writable)
    if st.button(t("copywriting.make"), type="primary", icon=":material/edit_note:"):
        with session.errors_shown(), st.spinner(t("copywriting.making")):
            made = api.make_drafts(film, MakeCopy(**wish))
        for work, verdict in zip(made.works, made.verdicts, strict=True):
            session.remember(f"verdict-{work.id}", verdict)
    with session.errors_shown():
        found = api.drafts(film, wish["channel"])
    if not found:
        st.info(t("copywriting.empty"), icon=":material/edit_note:")
    for draft in found[: wish["variants"]]:
        drafts.editor(draft, channels[draft.channel])
