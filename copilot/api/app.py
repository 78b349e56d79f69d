"""Builds the HTTP application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from starlette.responses import Response

from copilot import __version__
from copilot.api import problems
from copilot.api.access import read_keys
from copilot.api.routes import copywork, desk, films, jobs, learning, making, reading, talking
from copilot.api.verbs import verbs_of
from copilot.config import Settings
from copilot.ports import Jobs
from copilot.schema import Health
from copilot.services.workspace import Workspace

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def build_app(
    settings: Settings, workspace: Workspace, make_jobs: Callable[[Workspace], Jobs] | None = None
) -> FastAPI:
    """Build the application around an open product.

    Raises:
        SettingError: HUICHAO_TOKENS cannot be read.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        start = make_jobs or (lambda opened: _durable(settings, opened))
        app.state.jobs = await run_sync(start, workspace)  # DBOS refuses to start inside an event loop
        yield
        close = getattr(app.state.jobs, "close", None)
        if close is not None:
            await run_sync(close)

    app = FastAPI(title="Huichao 回潮", version=__version__, lifespan=lifespan)
    app.state.workspace = workspace
    app.state.settings = settings
    app.state.keys = read_keys(settings.tokens)
    problems.install(app)
    for module in (films, reading, making, copywork, talking, learning, desk, jobs):
        app.include_router(module.router)

    @app.middleware("http")
    async def _secure(request: Request, call_next: Callable) -> Response:  # type: ignore[type-arg]
        response: Response = await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.get("/health", tags=["service"])
    def health() -> Health:
        """Say that the service answers."""
        return Health(status="ok", version=__version__)

    return app


def _durable(settings: Settings, workspace: Workspace) -> Jobs:
    from copilot.adapters.dbos_jobs import DbosJobs

    url = settings.database_url or f"sqlite:///{workspace.data / 'jobs.db'}"
    return DbosJobs(url, verbs_of(workspace))
