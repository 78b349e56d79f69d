"""Adding films, importing files and running the whole job."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from copilot.client import ApiError
from copilot.domain.imported import FILE_KINDS, ImportedFile
from copilot.schema import FilmRow
from ui import session
from ui.components import jobs
from ui.components.look import cards, render_untrusted

t = session.t
_STEPS = ("read", "make", "decide")
_NEXT = {"diagnosis": "troubleshoot", "plan": "checklist", "copywriting": "edit_note"}


def first_visit() -> None:
    """Greet who has no film yet, and offer the fictional one."""
    render_untrusted(t("films.welcome"), kind="lead")
    cards([(t(f"films.step_{step}"), t(f"films.step_{step}_text")) for step in _STEPS])
    st.caption(t("films.empty"))
    label = t("films.sample")
    if st.button(label, type="primary", icon=":material/movie:", disabled=jobs.is_running("sample")):
        with session.errors_shown():
            jobs.start("sample", session.client().sample())
        st.rerun()


def sample_job() -> None:
    """Show how the sample film gets on, and where to go once it is there."""
    done = jobs.watch("sample")
    film = done and done.result and done.result.get("film")
    if film:
        session.choose_film(str(film))
        _downloads(str(film), key="sample")
        whats_next()


def whats_next() -> None:
    """Offer the screens worth opening next."""
    st.caption(t("films.next"))
    for column, (screen, icon) in zip(st.columns(len(_NEXT)), _NEXT.items(), strict=True):
        label = t(f"films.next_{screen}")
        if column.button(label, key=f"next-{screen}", icon=f":material/{icon}:", width="stretch"):
            st.switch_page(f"screens/{screen}.py")


def film_table(rows: Sequence[FilmRow]) -> None:
    """List films with how much is stored about each."""
    columns = ("release_date", "reviews", "assets", "series", "film")
    table = [
        {t("films.name"): row.title} | {t(f"films.{name}"): getattr(row, name) for name in columns} for row in rows
    ]
    st.dataframe(table, hide_index=True, width="stretch")


def add_film() -> None:
    """Take a dossier as a file or as text."""
    st.caption(t("films.add_help"))
    file = st.file_uploader(t("films.dossier_file"), type=["yaml", "yml"], key="dossier-file")
    text = st.text_area(t("films.dossier_text"), height=160, key="dossier-text", placeholder=t("films.dossier_example"))
    given = file.getvalue().decode("utf-8", "replace") if file else text
    if st.button(t("films.add_button"), disabled=not given.strip()):
        with session.errors_shown():
            added = session.client().add_film(given)
        session.choose_film(added.film)
        st.rerun()


def import_files(film: str) -> None:
    """Take files and import them as a job one can watch."""
    st.subheader(t("imports.title"))
    st.caption(t("imports.help"))
    files = st.file_uploader(t("imports.files"), accept_multiple_files=True, key="import-files")
    left, right = st.columns(2)
    kinds = ["auto", *FILE_KINDS]
    kind = left.selectbox(t("imports.kind"), kinds, format_func=lambda value: t(f"kind.{value}"))
    mapping = right.text_input(t("imports.mapping"), help=t("imports.mapping_help"))
    if st.button(t("imports.button"), type="primary", disabled=not files, icon=":material/upload_file:"):
        pairs = [pair.strip() for pair in mapping.replace("；", ";").split(";") if "=" in pair]
        with session.errors_shown():
            jobs.start("import", session.client().upload(film, [(f.name, f.getvalue()) for f in files], kind, pairs))
    jobs.watch("import")


def run_whole(film: str) -> None:
    """Run the whole job and offer its report."""
    st.subheader(t("whole.title"))
    st.caption(t("whole.help"))
    if st.button(t("whole.button"), key="run-whole", icon=":material/play_arrow:", disabled=jobs.is_running("whole")):
        with session.errors_shown():
            jobs.start("whole", session.client().run(film))
        st.rerun()
    done = jobs.watch("whole")
    if done or _has_report(film):
        _downloads(film, key="whole")


def _has_report(film: str) -> bool:
    if not session.recall(f"report-{film}"):
        try:
            session.client().report(film, "md")
        except ApiError:
            return False
        session.remember(f"report-{film}", True)
    return True


def _downloads(film: str, *, key: str) -> None:
    api = session.client()
    with st.container(horizontal=True):
        for form in ("html", "docx", "md"):
            label = t("whole.download", form=form.upper())
            # A callable is fetched on the click, not on each rerun.
            st.download_button(
                label,
                partial(api.report, film, form),
                f"{film}-report.{form}",
                key=f"{key}-report-{form}",
                on_click="ignore",
                icon=":material/download:",
            )


def accounts(film: str) -> None:
    """Show what became of each imported file, rejected rows included."""
    with session.errors_shown():
        files = session.client().files(film)
    if not files:
        st.info(t("imports.none"), icon=":material/upload_file:")
        return
    with st.expander(t("imports.accounts_of", count=len(files)), expanded="import" in jobs.known()):
        st.dataframe([_row(file) for file in files], hide_index=True, width="stretch")
        for file in files:
            _details(file)


def _row(file: ImportedFile) -> dict[str, object]:
    return {
        t("imports.file"): file.file,
        t("imports.kind"): t(f"kind.{file.kind}"),
        t("imports.source"): file.source,
        t("imports.rows"): file.rows,
        t("imports.kept"): file.kept,
        t("imports.duplicates"): file.duplicates,
        t("imports.rejected"): len(file.rejected),
        t("imports.encoding"): file.encoding,
    }


def _details(file: ImportedFile) -> None:
    if not file.rejected and not file.notes:
        return
    render_untrusted(t("imports.details", file=file.file, count=len(file.rejected)), kind="plain")
    if file.rejected:
        rows = [{t("imports.row"): row.row, t("imports.reason"): row.reason} for row in file.rejected]
        st.dataframe(rows, hide_index=True, width="stretch")
    for note in file.notes:
        render_untrusted(note, kind="plain")
