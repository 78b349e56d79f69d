"""One interaction as a card."""

from __future__ import annotations

import streamlit as st

from copilot.domain.plan import Interaction
from ui import session
from ui.components import evidence, submitting, verdicts
from ui.components.look import badges, checklist, facts, render_untrusted
from ui.figures import say_amount

t = session.t


def card(one: Interaction) -> None:
    """Show an interaction with its verdict and the way to the desk."""
    with st.container(border=True, gap="small"):
        body(one)
        verdict = verdicts.of(one.id)
        verdicts.show(verdict)
        submitting.button(one.id, verdict)


def body(one: Interaction) -> None:
    """Show what viewers see, how it runs, what it risks and what it rests on."""
    badges([(t(f"interaction.{one.type}"), "good"), (session.channel_name(one.channel), "plain")])
    if one.do_not:
        st.warning(session.plain(one.do_not), icon=":material/block:")
    render_untrusted(one.title, kind="lead")
    render_untrusted("\n".join([one.prompt, *(f"○ {option}" for option in one.options)]), kind="body")
    checklist(one.steps)
    measure, language = one.measure, session.language()
    now, aim = (say_amount(value, measure.unit, language) for value in (measure.baseline, measure.target))
    parts = {"entry": one.entry, "incentive": one.incentive, "disclosure": one.disclosure, "effort": one.effort}
    parts |= {"measure": f"{measure.name} {now} → {aim}", "risks": "\n".join(one.risks)}
    facts({t(f"interaction_part.{name}"): value for name, value in parts.items()})
    with st.expander(t("action.evidence", count=len(one.evidence)), icon=":material/format_quote:"):
        evidence.show(one.evidence, key=one.id)
