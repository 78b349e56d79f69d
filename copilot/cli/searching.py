"""Commands that find and answer: search, ask, index."""

from __future__ import annotations

from pathlib import Path

import typer

from copilot.cli.output import note, open_workspace, print_json, progress_on_stderr, say, write_lines
from copilot.cli.reading import JSON


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (search, ask, index):
        app.command()(command)


def search(
    query: str = typer.Argument(None, help="What to look for."),
    film: str = typer.Option(..., "--film", help="Film id."),
    top: int = typer.Option(10, "--top", min=1, max=1000, help="How many hits."),
    queries: Path = typer.Option(None, "--queries", help="JSONL of {id, text, history?[]} instead of one query."),
    out: Path = typer.Option(None, "--out", help="JSONL to write with --queries."),
    as_json: bool = JSON,
) -> None:
    """Search a film's reviews, assets, documents, dossier, campaign and the shared knowledge."""
    from copilot.errors import InputError
    from copilot.services.search import search as find
    from copilot.services.search import search_file

    workspace = open_workspace()
    if queries is not None:
        if out is None:
            raise InputError("searching", "--queries without --out", "Add --out FILE.jsonl.")
        count = write_lines(out, search_file(workspace, queries, film, top, progress=progress_on_stderr()))
        return note(f"{count} queries answered: {out}")
    if not query:
        raise InputError("searching", "no query", "Give a QUERY, or --queries FILE.jsonl.")
    hits = find(workspace, query, film=film, top=top)
    if as_json:
        return print_json({"hits": hits})
    for hit in hits:
        say(f"{hit.rank:3} {hit.kind:10} {hit.source}  {hit.text[:100]}")
    return None if hits else say("Nothing found.")


def ask(
    question: str = typer.Argument(help="The question."),
    film: str = typer.Option(..., "--film", help="Film id."),
    thread: str = typer.Option(None, "--thread", help="Thread to go on with."),
    as_json: bool = JSON,
) -> None:
    """Ask the copilot; it cites, or says that it cannot tell."""
    from copilot.services.ask import ask as answer_question

    answer = answer_question(open_workspace(), question, film=film, thread=thread)
    if as_json:
        return print_json(answer)
    say(answer.answer)
    for number, item in enumerate(answer.citations, start=1):
        say(f"  [{number}] {item.text}  ({item.source}, {item.id})")
    if answer.abstained and answer.would_help:
        say(f"  {answer.would_help}")
    return None


def index(
    film: str = typer.Argument(None, help="Film id; all films when left out."),
    seconds: float = typer.Option(0, "--seconds", min=0, help="Stop after this long; 0 means until everything is in."),
) -> None:
    """Fill in the vectors of passages, most useful first."""
    from copilot.services.index import fill_vectors

    left = fill_vectors(open_workspace(), film, seconds or float("inf"), progress=progress_on_stderr())
    note(f"{left} passages still without a vector")
