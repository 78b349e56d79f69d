"""The entry of the UI: who is here, which film, which screen."""

import streamlit as st

from ui import session
from ui.components import jobs, look

st.set_page_config(page_title="回潮 Huichao", page_icon=look.ICON, layout="wide")
look.apply()

with st.sidebar:
    with session.errors_shown():
        rows = session.client().films()
        caller = session.me()
        waiting = len(session.client().desk(None, "waiting"))
    if rows:
        session.pick_film(rows)
    jobs.in_sidebar()
    names = {"zh": "中文", "en": "English"}
    chosen = st.segmented_control(
        "语言 / Language", list(names), default=session.language(), format_func=names.__getitem__, key="language_switch"
    )
    if chosen and chosen != session.language():
        session.set_language("en" if chosen == "en" else "zh")
        st.rerun()
    with st.expander(session.t("app.access"), icon=":material/key:"):
        session.sign_in(st.text_input(session.t("app.key"), type="password", help=session.t("app.key_help")))
    you = session.t("app.you", name=session.plain(caller.name), role=session.t(f"role.{caller.role}"))
    writer = session.t("app.writer", writer=session.plain(session.writer_name(caller.writer)))
    st.caption(f"{you}  \n{writer}")

SCREENS = {
    "app.read": {"films": "movie", "pulse": "monitoring", "diagnosis": "troubleshoot", "search": "search"},
    "app.make": {"chat": "forum", "plan": "checklist", "interactions": "how_to_vote", "copywriting": "edit_note"},
    "app.decide": {"desk": "fact_check", "usage": "data_usage"},
}


def title_of(name: str) -> str:
    """Say a screen's title; the desk's with how much waits there."""
    title = session.t(f"{name}.title")
    return f"{title} ({waiting})" if name == "desk" and waiting else title


pages = {
    session.t(group): [
        st.Page(f"screens/{name}.py", title=title_of(name), icon=f":material/{icon}:", default=name == "films")
        for name, icon in screens.items()
    ]
    for group, screens in SCREENS.items()
}
st.navigation(pages, expanded=True).run()
