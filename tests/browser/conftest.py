"""A real server in a process of its own, and a real Chromium that can reach nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import HOUSE

ARTEFACTS = HOUSE / "artefacts"
HOSTILE = """# Farligt <img src=x onerror="window.pwned=1"> ${Object.assign(window,{pwned:1})}

Rävungar <script>window.pwned=1</script> ${Object.assign(window,{pwned:1})} {{this.constructor}} \
![bild](https://example.org/spy.png) <form action="https://example.org"><input></form> bor i lyan.
"""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the shipped corpus and one hostile document."""
    folder = tmp_path_factory.mktemp("server")
    corpus = folder / "corpus"
    shutil.copytree(HOUSE / "corpus" / "documents", corpus)
    (corpus / "farligt.md").write_text(HOSTILE, encoding="utf-8")
    with (corpus / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write('\n[[document]]\nfile = "farligt.md"\n')
    command = [sys.executable, str(HOUSE / "app.py"), "--corpus", str(corpus), "--port", "0"]
    environment = {**os.environ, "PLANFRAGA_STATE": str(folder / "state")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as run:
        assert run.stdout is not None
        found = re.search(r"http://\S+", run.stdout.readline())
        assert found
        yield found.group()
        run.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The chat in an English browser; fails the test if a request leaves this machine."""
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    outside: list[str] = []
    page.on("request", lambda sent: outside.append(sent.url) if is_outside(sent.url) else None)
    page.goto(server)
    page.get_by_role("textbox", name="Din fråga").wait_for()
    yield page
    ARTEFACTS.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "-", request.node.name)
    page.screenshot(path=str(Path(ARTEFACTS / f"{name}.png")), full_page=True)
    context.close()
    assert outside == []


def is_outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "data:", "blob:", "about:"))
