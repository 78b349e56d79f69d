"""Adding films, importing files and running the whole job."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from copilot.domain.imported import FILE_KINDS, ImportedFile
from copilot.schema import FilmRow
from ui import session
from ui.components import jobs

t = session.t


def film_table(rows: Sequence[FilmRow]) -> None:
    """List films with how much is stored about each."""
    columns = ("title", "release_date", "reviews", "assets", "series", "film")
    table = [{t(f"films.{name}"): getattr(row, name) for name in columns} for row in rows]
    st.dataframe(table, hide_index=True, width="stretch")


def add_film() -> None:
    """Take a dossier as a file or as text."""
    st.caption(t("films.add_help"))
    file = st.file_uploader(t("films.dossier_file"), type=["yaml", "yml"], key="dossier-file")
    text = st.text_area(t("films.dossier_text"), height=160, key="dossier-text")
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
    if st.button(t("imports.button"), type="primary", disabled=not files):
        pairs = [pair.strip() for pair in mapping.replace("；", ";").split(";") if "=" in pair]
        with session.errors_shown():
            job = session.client().upload(film, [(f.name, f.getvalue()) for f in files], kind, pairs)
        session.remember("import-job", job.id)
    if (job_id := session.recall("import-job")) and jobs.watch(job_id):
        session.remember("import-job", None)


def run_whole(film: str) -> None:
    """Run the whole job and offer its report."""
    st.subheader(t("whole.title"))
    st.caption(t("whole.help"))
    if st.button(t("whole.button"), key="run-whole"):
        with session.errors_shown():
            session.remember("whole-job", session.client().run(film).id)
    if (job_id := session.recall("whole-job")) and (row := jobs.watch(job_id)) and row.result:
        session.remember("whole-job", None)
        session.remember(f"report-{film}", True)
    if session.recall(f"report-{film}"):
        _downloads(film)


def _downloads(film: str) -> None:
    forms = ("html", "docx", "md")
    for form, column in zip(forms, st.columns(len(forms)), strict=True):
        with session.errors_shown():
            content = session.client().report(film, form)
        column.download_button(t("whole.download", form=form.upper()), content, f"{film}-report.{form}")


def accounts(film: str) -> None:
    """Show what became of each imported file, rejected rows included."""
    with session.errors_shown():
        files = session.client().files(film)
    if not files:
        st.info(t("imports.none"))
        return
    st.subheader(t("imports.accounts"))
    names = ("file", "kind", "source", "rows", "kept", "duplicates", "encoding")
    table = [{t(f"imports.{name}"): getattr(file, name) for name in names} | _rejected(file) for file in files]
    st.dataframe(table, hide_index=True, width="stretch")
    for file in files:
        if file.rejected or file.notes:
            with st.expander(session.plain(t("imports.details", file=file.file, count=len(file.rejected)))):
                st.dataframe([row.model_dump() for row in file.rejected], hide_index=True, width="stretch")
                for note in file.notes:
                    st.text(note)


def _rejected(file: ImportedFile) -> dict[str, int]:
    return {t("imports.rejected"): len(file.rejected)}
