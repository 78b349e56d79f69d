"""A running product and a browser that writes down every request and every complaint."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
START = "from copilot.cli import main; main()"
SECONDS = 60


@dataclass
class Visit:
    """A page with what it asked for and what it complained about."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def strangers(self) -> list[str]:
        """List requests that left this machine."""
        sent = [url for url in self.asked if not url.startswith(("data:", "blob:"))]
        return [url for url in sent if urlsplit(url).hostname != "127.0.0.1"]

    def go(self, screen: str) -> None:
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=screen).click()
        self.page.get_by_role("heading", level=1, name=screen).wait_for()
        expect(self.page.get_by_test_id("stSpinner")).to_have_count(0)
        expect(self.page.get_by_test_id("stException")).to_have_count(0)


def free_pair() -> int:
    """Find a port that is free together with the next one."""
    for port in range(18700, 19700, 2):
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
        return port
    raise AssertionError("no two free ports")


def wait_until_up(*addresses: str) -> None:
    end = time.monotonic() + SECONDS
    for address in addresses:
        while True:
            try:
                if httpx.get(address, trust_env=False).is_success:
                    break
            except httpx.TransportError:
                assert time.monotonic() < end, f"{address} does not answer"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Run the product over an empty data folder; gives the address of its screens."""
    port = free_pair()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {"HUICHAO_DATA": str(tmp_path / "data"), "HUICHAO_EMBED_SECONDS": "0", "PYTHONPATH": str(ROOT)}
    with (tmp_path / "log.txt").open("w") as log:
        command = [sys.executable, "-c", START, "up", "--port", str(port)]
        product = subprocess.Popen(command, env=kept | settings, cwd=ROOT, stdout=log, stderr=log)
        try:
            wait_until_up(f"http://127.0.0.1:{port}/health", f"http://127.0.0.1:{port + 1}/_stcore/health")
            yield f"http://127.0.0.1:{port + 1}/"
        finally:
            product.terminate()
            product.wait(timeout=20)
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{port + 1}/_stcore/health", trust_env=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium for one file of tests: Playwright keeps an event loop running, which others must not meet."""
    if not CHROMIUM.is_file():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open the product's first screen in a fresh browser profile."""
    context = browser.new_context(viewport={"width": 1360, "height": 1000}, locale="zh-CN")
    seen = Visit(context.new_page())
    context.on("request", lambda request: seen.asked.append(request.url))
    context.on("console", lambda line: seen.complaints.append(line.text) if line.type == "error" else None)
    context.on("weberror", lambda error: seen.complaints.append(str(error.error)))
    seen.page.set_default_timeout(30_000)
    seen.page.goto(address)
    seen.page.get_by_role("heading", level=1).wait_for()
    yield seen
    context.close()
