"""Materials for partners: cinemas, brands, opinion leaders and fans, written from the film's evidence."""

from __future__ import annotations

import streamlit as st

from copilot.domain.draft import Draft
from ui import session
from ui.components import drafts, verdicts
from ui.components.look import render_untrusted

t = session.t


def show(film: str) -> None:
    """Let the visitor choose a kind, write it, and show each part ready to copy."""
    api = session.client()
    with session.errors_shown():
        kinds = api.material_kinds()
        kind = st.selectbox(
            t("material.kind"), kinds, format_func=lambda one: session.said("material_kind", one), key="material-kind"
        )
        if st.button(t("material.make"), type="primary", icon=":material/inventory_2:", key="make-material"):
            with st.spinner(t("copywriting.making")):
                made = api.make_material(film, kind)
            session.remember(f"material-{film}-{kind}", made.works[0])
            session.remember(f"verdict-{made.works[0].id}", made.verdicts[0])
        draft = session.recall(f"material-{film}-{kind}")
        if draft is None:
            st.info(t("material.empty"), icon=":material/inventory_2:")
        else:
            _parts(draft)


def _parts(draft: Draft) -> None:
    for name, text in draft.fields.items():
        if name != "note":
            st.subheader(session.said("field", name), divider="gray")
            st.code(text, language=None, wrap_lines=True)
    drafts.hashtags(draft)
    verdict = session.recall(f"verdict-{draft.id}")
    if verdict is not None:
        verdicts.show(verdict)
    drafts.claims(draft)
    render_untrusted("", kind="plain", note=draft.ai_label)
