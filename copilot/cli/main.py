"""Runs the command line and turns errors into messages and exit codes."""

from __future__ import annotations

import sys

import typer

from copilot.cli import (
    desk,
    films,
    judging,
    learning,
    making,
    material,
    output,
    reading,
    searching,
    serving,
    settings,
    talking,
    usage,
    whole,
)
from copilot.cli.speaking import translate_help
from copilot.errors import HuichaoError

app = typer.Typer(
    name="huichao",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "Huichao 回潮: reads how a film's heat fell, says why with evidence, and drafts the repair.\n\n"
        "Begin with: huichao run DOSSIER.yaml [FILE…]"
    ),
)


@app.callback()
def _root(
    data: str = typer.Option(None, "--data", help="Folder that holds everything stored (or HUICHAO_DATA)."),
    debug: bool = typer.Option(False, "--debug", help="Show where in the code an error arose."),
    language: str = typer.Option(None, "--language", help="Language of what is said (or HUICHAO_LANGUAGE)."),
) -> None:
    """Take the options that may stand anywhere on the line; `main` has read them already."""


for module in (
    whole,
    films,
    reading,
    searching,
    talking,
    making,
    material,
    judging,
    learning,
    desk,
    usage,
    serving,
    settings,
):
    module.register(app)


def main() -> None:
    """Run the command line and exit with the contract's code: 0 done, 1 failed, 2 input, 3 a gate fell short."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        arguments, output.options = output.take_global(sys.argv[1:])
        command = typer.main.get_command(app)
        translate_help(command, output.options.language)
        command(
            args=arguments, prog_name="huichao"
        )  # ends with SystemExit: 0, 2 where the line itself is wrong, or a command's own code
    except HuichaoError as error:
        _end(output.refusal(error), error.exit_code, error)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  (the last line before the user: a message, not a traceback)
        unexpected = f"Something unexpected happened: {type(error).__name__}: {error}. Run it again with --debug."
        _end(output.spoken(unexpected), 1, error)


def _end(message: str, code: int, error: BaseException) -> None:
    if output.options.debug:
        raise error
    typer.echo(message, err=True)
    sys.exit(code)
