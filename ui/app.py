"""The entry of the UI: who is here, which film, which screen."""

import streamlit as st

from ui import session
from ui.components import look

st.set_page_config(page_title="回潮 Huichao", page_icon="🌊", layout="wide")
look.apply()

with st.sidebar:
    look.brand()
    names = {"zh": "中文", "en": "English"}
    chosen = st.segmented_control(
        "语言 / Language", list(names), default=session.language(), format_func=names.__getitem__, key="language_switch"
    )
    if chosen and chosen != session.language():
        session.set_language("en" if chosen == "en" else "zh")
        st.rerun()
    with st.expander(session.t("app.access")):
        session.sign_in(st.text_input(session.t("app.key"), type="password", help=session.t("app.key_help")))
    with session.errors_shown():
        rows = session.client().films()
        caller = session.me()
    if rows:
        session.pick_film(rows)
    st.caption(session.t("app.you", name=session.plain(caller.name), role=session.t(f"role.{caller.role}")))
    st.caption(session.t("app.writer", writer=session.plain(caller.writer)))

SCREENS = {
    "app.read": {"films": "🎞️", "pulse": "📉", "diagnosis": "🔎"},
    "app.make": {"chat": "💬", "plan": "🧭", "interactions": "🗳️", "copywriting": "✍️"},
    "app.decide": {"desk": "✅"},
}
pages = {
    session.t(group): [
        st.Page(f"screens/{name}.py", title=session.t(f"{name}.title"), icon=icon, default=name == "films")
        for name, icon in screens.items()
    ]
    for group, screens in SCREENS.items()
}
st.navigation(pages).run()
