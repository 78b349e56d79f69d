"""Plan: the rolling repair plan, stage by stage."""

import streamlit as st

from copilot.schema import MakePlan
from ui import session
from ui.components import plan, retrospective
from ui.labels import apart

t = session.t
st.title(t("plan.title"))
film = session.needs_film()
api = session.client()
with session.errors_shown():
    plans = api.plans(film)

label = t("plan.make" if plans else "plan.first")
if st.button(label, type="secondary" if plans else "primary", icon=":material/autorenew:"):
    with session.errors_shown(), st.spinner(t("plan.making")):
        made = api.make_plan(film, MakePlan())
    session.remember(f"verdict-{made.works[0].id}", made.verdicts[0])
    plans = [made.works[0], *[one for one in plans if one.id != made.works[0].id]]

if not plans:
    st.info(t("plan.empty"), icon=":material/checklist:")
    st.stop()

ids = {one.id: one for one in plans}
names = apart({key: t("plan.named", n=one.iteration, day=one.as_of) for key, one in ids.items()})
chosen = st.selectbox(t("plan.iteration"), list(ids), format_func=names.__getitem__)
now, back = st.tabs([t("retrospective.plan_tab"), t("retrospective.tab")])
with now:
    plan.show(ids[chosen])
with back:
    retrospective.show(film, chosen)
