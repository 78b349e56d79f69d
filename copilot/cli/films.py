"""Commands on films and imports."""

from __future__ import annotations

from pathlib import Path

import typer

from copilot.cli.output import name_of, note, open_workspace, print_json, progress_on_stderr, say, spoken

film_app = typer.Typer(no_args_is_help=True, help="Films and their dossiers.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(film_app, name="film")
    app.command("ingest")(ingest)


@film_app.command("add")
def add(
    dossier: Path = typer.Argument(help="Dossier YAML; see knowledge/sample/dossier.yaml."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON document."),
) -> None:
    """Add a film, or replace its dossier."""
    from copilot.services.films import add_film, read_dossier

    added = add_film(open_workspace(), read_dossier(dossier))
    if as_json:
        return print_json(added)
    return say(f"{added.film}: {'created' if added.created else 'changed' if added.changed else 'unchanged'}")


@film_app.command("list")
def list_(as_json: bool = typer.Option(False, "--json", help="Print one JSON document.")) -> None:
    """List films with how much is stored about each."""
    from copilot.services.films import list_films

    films = list_films(open_workspace())
    if as_json:
        return print_json({"films": films})
    if not films:
        say("No films yet. Add one: huichao film add DOSSIER.yaml")
    for film in films:
        head = f"{film.film:24} {film.release_date}  {film.title}"
        say(f"{head}  {spoken(f'{film.reviews} reviews, {film.assets} assets')}")
    return None


def ingest(
    files: list[Path] = typer.Argument(help="Exports: CSV, XLSX, JSONL, TXT, MD, DOCX, PDF, SRT, VTT, or .gz of them."),
    film: str = typer.Option(..., "--film", help="Film id."),
    kind: str = typer.Option("auto", "--kind", help="auto, reviews, boxoffice, posts, asset, document or campaign."),
    mapping: list[str] = typer.Option([], "--map", help="canonical=column, as often as needed."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON document."),
) -> None:
    """Import files for a film."""
    from copilot.domain.imported import FILE_KINDS
    from copilot.errors import InputError
    from copilot.services.ingest import Upload, ingest_files

    if kind not in ("auto", *FILE_KINDS):
        raise InputError("importing", f"--kind is {kind!r}", f"Give auto or one of {', '.join(FILE_KINDS)}.")
    uploads = [Upload(path, kind) for path in files]  # type: ignore[arg-type]  # checked just above
    accounts = ingest_files(
        open_workspace(), film, uploads, mapping=parse_mapping(mapping), progress=progress_on_stderr()
    )
    if as_json:
        return print_json({"files": accounts})
    for account in accounts:
        kind = name_of("kind", account.kind)
        say(
            f"{account.file}: {kind} ({account.source}), {account.rows} rows, {account.kept} kept, "
            f"{account.duplicates} duplicates, {len(account.rejected)} rejected"
        )
        for row in account.rejected[:20]:
            note(f"  row {row.row}: {row.reason}")
        for line in account.notes:
            note(f"  {line}")
    return None


def parse_mapping(given: list[str]) -> dict[str, str]:
    """Read canonical=column flags; raises `InputError` where one has no equals sign."""
    from copilot.errors import InputError

    pairs = [item.partition("=") for item in given]
    wrong = [left for left, sign, right in pairs if not (sign and left and right)]
    if wrong:
        raise InputError("reading --map", f"found {wrong[0]!r}", "Write it as canonical=column, such as text=评论内容.")
    return {left.strip(): right.strip() for left, _, right in pairs}
