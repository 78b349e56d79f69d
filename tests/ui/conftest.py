"""Screens over the real API in this process, with the sample film in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from streamlit.testing.v1 import AppTest

from copilot.adapters.direct_jobs import DirectJobs
from copilot.api.app import build_app
from copilot.api.verbs import verbs_of
from copilot.bootstrap import build
from copilot.client import Client
from copilot.config import Settings
from tests.conftest import Finished
from ui import session

SCREENS = Path(__file__).parents[2] / "ui" / "screens"
Open = Callable[..., AppTest]


def door(settings: Settings, finished: Finished | None = None) -> TestClient:
    workspace = finished.workspace if finished else build(settings)
    return TestClient(build_app(settings, workspace, lambda ws: DirectJobs(verbs_of(ws))))


@pytest.fixture(scope="module")
def api(finished: Finished) -> Iterator[Client]:
    with door(Settings(data=finished.data), finished) as http:
        yield Client("", http=http)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with door(Settings(data=tmp_path_factory.mktemp("empty") / "data", embed_seconds=0)) as http:
        yield Client("", http=http)


@pytest.fixture
def open_screen(api: Client, finished: Finished, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Give a way to open a screen on the sample film, in Chinese unless told otherwise."""

    def opened(
        name: str,
        *,
        language: str = "zh",
        client: Client = api,
        film: str | None = finished.film,
        thread: str | None = None,
    ) -> AppTest:
        monkeypatch.setattr(session, "client", lambda: client)
        screen = AppTest.from_file(str(SCREENS / f"{name}.py"), default_timeout=60)
        screen.session_state["language"] = language
        if thread:
            screen.query_params["thread"] = thread
        if film:
            screen.session_state["film"] = film
        return screen.run()

    return opened


def text_of(screen: AppTest) -> str:
    """Give everything a screen says in one string."""
    said = [str(getattr(element, "value", "")) for element in [*screen.markdown, *screen.caption, *screen.get("html")]]
    bodies = [element.proto.body for element in screen.get("html")]
    alerts = [box.value for box in [*screen.info, *screen.warning, *screen.error, *screen.success]]
    return "\n".join([*said, *bodies, *alerts])
