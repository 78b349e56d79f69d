"""Looking back: targets against what happened, and what was learnt."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from copilot.domain.plan import Outcome, Retrospective
from copilot.schema import HoldRetrospective
from ui import session
from ui.components import plan
from ui.components.look import checklist
from ui.figures import say_amount
from ui.labels import apart

t = session.t


def show(film: str, plan_id: str) -> None:
    """Offer to look back on a plan, and show what was kept, newest first."""
    st.caption(t("retrospective.intro"))
    api = session.client()
    if st.button(t("retrospective.hold"), type="primary", icon=":material/history:"):
        with session.errors_shown():
            held = api.hold_retrospective(film, HoldRetrospective(plan=plan_id))
        session.remember("retrospective", held.id)
    with session.errors_shown():
        found = {one.id: one for one in api.retrospectives(film)}
    if not found:
        st.info(t("retrospective.none"), icon=":material/history:")
        return
    kept = session.recall("retrospective")
    names = apart({key: t("retrospective.named", n=one.iteration, day=one.as_of) for key, one in found.items()})
    chosen = st.selectbox(
        t("retrospective.which"),
        list(found),
        index=list(found).index(kept) if kept in found else 0,
        format_func=names.__getitem__,
    )
    _one(found[chosen])


def _one(held: Retrospective) -> None:
    states = Counter(outcome.state for outcome in held.outcomes)
    counts = {"met": states["met"], "missed": states["not_met"]}
    counts |= {"unknown": states["cannot_tell"], "due": states["not_due"]}
    st.caption(t("retrospective.counts", **counts))
    if held.lessons:
        st.subheader(t("retrospective.lessons"))
        checklist(held.lessons)
    else:
        st.info(t("retrospective.nothing_due"), icon=":material/event:")
    st.dataframe([_row(one) for one in held.outcomes], hide_index=True, width="stretch")


def _row(outcome: Outcome) -> dict[str, str]:
    language = session.language()
    amounts = {name: getattr(outcome, name) for name in ("baseline", "target", "actual")}
    return {
        t("retrospective.action"): plan.heading(outcome.what) or outcome.what,
        t("retrospective.metric"): outcome.metric,
        **{t(f"retrospective.{name}"): say_amount(value, outcome.unit, language) for name, value in amounts.items()},
        t("retrospective.state"): t(f"outcome.{outcome.state}"),
    }
