"""One interaction as a card."""

from __future__ import annotations

import streamlit as st

from copilot.domain.plan import Interaction
from ui import session
from ui.components import evidence, submitting, verdicts
from ui.components.look import render_untrusted

t = session.t


def card(one: Interaction) -> None:
    """Show an interaction: what viewers see, how it runs, what it risks, what it rests on."""
    with st.container(border=True):
        st.markdown(f"**{t(f'interaction.{one.type}')}** · {session.plain(one.channel)}")
        if one.do_not:
            st.warning(session.plain(one.do_not))
        render_untrusted("\n".join([one.title, one.prompt, *(f"○ {option}" for option in one.options)]), kind="body")
        for step in one.steps:
            render_untrusted(f"☐ {step}", kind="plain")
        facts = {"entry": one.entry, "incentive": one.incentive, "disclosure": one.disclosure, "effort": one.effort}
        facts |= {"measure": one.measure.name, "risks": "；".join(one.risks)}
        rows = [{"": t(f"interaction_part.{name}"), " ": value} for name, value in facts.items() if value]
        st.dataframe(rows, hide_index=True, width="stretch")
        with st.expander(t("action.evidence", count=len(one.evidence))):
            evidence.show(one.evidence, key=one.id)
        verdict = session.recall(f"verdict-{one.id}")
        verdicts.show(verdict)
        submitting.button(one.id, verdict)
