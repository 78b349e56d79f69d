"""Commands that serve: up, mcp."""

from __future__ import annotations

import typer

from copilot.cli import output


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(up)
    app.command()(mcp)


def up(
    port: int = typer.Option(None, "--port", help="Port of the API; the UI takes the next one."),
    ui: bool = typer.Option(True, "--ui/--no-ui", help="Serve the UI too."),
) -> None:
    """Serve the API and the UI together until Ctrl-C; on loopback unless HUICHAO_HOST says otherwise."""
    from copilot.api.serving import serve
    from copilot.config import get_settings

    settings = get_settings(data=output.options.data, port=port)
    code = serve(settings, with_ui=ui, say=output.note)
    raise typer.Exit(code)


def mcp() -> None:
    """Serve the read and draft tools to another assistant over stdio (Model Context Protocol)."""
    from copilot.api.mcp_server import mcp_server

    mcp_server(output.open_workspace()).run("stdio")
