"""What screens share: the client, the chosen film, the language, and how errors are shown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
import yaml

from copilot.client import ApiError, Client
from copilot.domain.value import Language
from copilot.schema import ChannelRow, FilmRow, Me
from ui.labels import apart
from ui.refusals import in_chinese

_WORDS = Path(__file__).with_name("words.yaml")
_ID = re.compile(r"[a-z]{2}-[0-9a-f]{16}")
_PICK = "film-pick"
_ADDRESS = "http://127.0.0.1:8700"


@st.cache_resource
def _shared_client(address: str) -> Client:
    return Client(address)


def client() -> Client:
    """Return the client of the API this UI belongs to, with the key this visitor signed in with, if any."""
    address = os.environ.get("HUICHAO_API", _ADDRESS)  # noqa: TID251  (set by `huichao up`)
    key = st.session_state.get("key")
    return Client(address, key) if key else _shared_client(address)


def language() -> Language:
    """Return the language of the screens: Chinese unless switched."""
    start = os.environ.get("HUICHAO_LANGUAGE", "zh")  # noqa: TID251  (set by `huichao up`)
    return "en" if st.session_state.get("language", start) == "en" else "zh"


def set_language(value: Language) -> None:
    """Switch the language of the screens."""
    st.session_state["language"] = value


def sign_in(key: str) -> None:
    """Remember the visitor's access key for this browser session."""
    st.session_state["key"] = key.strip() or None


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return loaded


def t(key: str, **slots: object) -> str:
    """Say a phrase of words.yaml, such as films.title, in the language of the screens.

    A key that is not there is shown as it is, so that a missing phrase is seen and not fatal; a test finds them all.
    """
    found: Any = _words()
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, dict) or language() not in found:
        return key
    return str(found[language()]).format(**slots) if slots else str(found[language()])


def said(group: str, name: str) -> str:
    """Say a name of data, such as an angle, in the reader's language; one not in words.yaml stays, readable.

    `body#2`, the second post of a thread, is said as its name and number.
    """
    bare, _, number = name.partition("#")
    if number:
        return t("copywriting.numbered", name=said(group, bare), number=number)
    phrase = t(f"{group}.{name}")
    return name.replace("_", " ") if phrase == f"{group}.{name}" else phrase


def me() -> Me:
    """Tell who is using the screens."""
    return client().me()


def film_id() -> str | None:
    """Return the chosen film; None when there is none yet."""
    chosen = st.session_state.get("film")
    return str(chosen) if chosen else None


def choose_film(film: str) -> None:
    """Choose a film for every screen."""
    st.session_state["film"] = film


def pick_film(rows: list[FilmRow]) -> None:
    """Let the visitor choose among films; keeps the choice over screens."""
    ids = [row.film for row in rows]
    titles = apart({row.film: row.title for row in rows})
    current = film_id()
    # Set before it is drawn, not by its index: a list whose start changes is a new one, and forgets what was picked.
    st.session_state[_PICK] = current if current in ids else ids[0]
    # Options are shown as they are, not as Markdown: nothing in a title needs escaping.
    st.selectbox(t("app.film"), ids, format_func=titles.__getitem__, key=_PICK, on_change=_film_picked)
    _film_picked()


def _film_picked() -> None:
    choose_film(st.session_state[_PICK])


def plain(text: str) -> str:
    """Make text safe where Streamlit reads Markdown: every sign that means something is escaped."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~$:" else char for char in text)


def channels() -> dict[str, ChannelRow]:
    """Return the channels by id, asked for once a visit."""
    kept = recall("channels")
    if kept is None:
        with errors_shown():
            kept = {row.id: row for row in client().channels()}
        remember("channels", kept)
    return dict(kept)


def channel_name(channel: str) -> str:
    """Say a channel's name in the reader's language; an id we have no pack for stays."""
    row = channels().get(channel)
    return row.name[language()] if row else channel


def writer_name(writer: str) -> str:
    """Say who writes: the rules, or the model's name."""
    return t("app.writer_offline") if writer == "offline" else writer.partition(":")[2] or writer


def remember(key: str, value: object) -> None:
    """Keep a value over reruns of this visit."""
    st.session_state[key] = value


def recall(key: str) -> Any:  # noqa: ANN401  (whatever was kept)
    """Return a kept value; None when there is none."""
    return st.session_state.get(key)


def from_address(name: str) -> str | None:
    """Return an id the page's address names; the caller checks that there is such a thing."""
    found = st.query_params.get(name)
    return found if found and _ID.fullmatch(found) else None


def remember_in_address(name: str, value: str | None) -> None:
    """Put an id into the page's address, so that it outlives a reload; None takes it out."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show what the API refused as what happened, what was found and what to do, and end the screen there."""
    try:
        yield
    except ApiError as error:
        show_error(error.kind, error.found, error.todo)
        st.stop()


def show_error(kind: str, found: str, todo: str) -> None:
    """Show an error in the reader's language; a refusal on principle is told politely, not as a fault."""
    phrase = t(f"error.{kind}")
    said_kind = t("error.other") if phrase == f"error.{kind}" else phrase
    said = [in_chinese(part) for part in (found, todo)] if language() == "zh" else [found, todo]
    text = "  \n".join([f"**{said_kind}**", *map(plain, said)]).rstrip()
    if kind == "PolicyError":
        st.warning(text, icon=":material/front_hand:")
    else:
        st.error(text, icon=":material/error:")


def needs_film() -> str:
    """Return the chosen film, or say how to get one and stop the screen."""
    film = film_id()
    if film is None:
        st.info(t("app.no_film"), icon=":material/movie:")
        if st.button(t("app.to_films"), type="primary"):
            st.switch_page("screens/films.py")
        st.stop()
    return film
