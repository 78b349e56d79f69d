"""Runs the API and the UI together in one process group and ends both together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from copilot.config import Settings
from copilot.errors import SettingError
from copilot.shipped import ui_script

_FONTS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Sans', sans-serif"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(settings: Settings, *, with_ui: bool, say: Callable[[str], None]) -> int:
    """Serve until interrupted; returns the exit code.

    Raises:
        SettingError: The address is open to others without access keys, or a port is taken.
        StoreError: The data folder cannot be used.
    """
    import uvicorn

    from copilot.api.app import build_app
    from copilot.bootstrap import build

    if settings.host not in _LOOPBACK and not settings.tokens:
        raise SettingError(
            "serving", f"HUICHAO_HOST is {settings.host} and HUICHAO_TOKENS is empty", "Set access keys first."
        )
    for port in (settings.port, settings.port + 1) if with_ui else (settings.port,):
        _refuse_taken(settings.host, port)
    app = build_app(settings, build(settings))
    # uvicorn raises the signal that ended it again: without this, SIGTERM would end us before the UI is ended.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    ui = _start_ui(settings) if with_ui else None
    say(f"API  http://{settings.host}:{settings.port}/docs")
    if with_ui:
        say(f"UI   http://{settings.host}:{settings.port + 1}")
    try:
        uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", timeout_graceful_shutdown=5)
    finally:
        if ui is not None:
            ui.send_signal(signal.SIGTERM)
            ui.wait(timeout=10)
    return 0


def _refuse_taken(host: str, port: int) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingError(
                "serving", f"{host}:{port} cannot be used: {error.strerror}", "Choose another --port."
            ) from error


def _start_ui(settings: Settings) -> subprocess.Popen[bytes]:
    """Start Streamlit with the API's address; it sees no other setting and no key of a model."""
    script: Path = ui_script()
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}  # noqa: TID251  (what any program needs)
    environment |= {"HUICHAO_API": f"http://{settings.host}:{settings.port}", "HUICHAO_LANGUAGE": settings.language}
    options = {
        "server.address": settings.host,
        "server.port": str(settings.port + 1),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": "false",
        "server.maxUploadSize": "512",
        "theme.light.primaryColor": "#0e8a96",
        "theme.dark.primaryColor": "#2fb3bf",
        "theme.font": _FONTS,
        "theme.baseRadius": "8px",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *flags]
    return subprocess.Popen(command, env=environment, cwd=script.parent.parent)
