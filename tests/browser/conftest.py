"""A real server in a process of its own, and a real Chromium that can reach nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from fpdf import FPDF
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.conftest import HOUSE

expect.set_options(timeout=20_000)  # a machine that runs other tests beside these is slow
ARTEFACTS = HOUSE / "artefacts"
HOSTILE = """# Farligt <img src=x onerror="window.pwned=1"> ${Object.assign(window,{pwned:1})}

Rävungar <script>window.pwned=1</script> ${Object.assign(window,{pwned:1})} {{this.constructor}} \
![bild](https://example.org/spy.png) <form action="https://example.org"><input></form> bor i lyan.
"""


AXE = HOUSE / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
"""What `npm ci --prefix tests/browser` installs; `make test` does it."""
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def serving(*options: str, state: Path) -> Iterator[str]:
    """Run a server of its own and give its address."""
    command = [sys.executable, str(HOUSE / "app.py"), *options]
    environment = {**os.environ, "PLANFRAGA_STATE": str(state)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as run:
        assert run.stdout is not None
        found = re.search(r"http://\S+", run.stdout.readline())
        assert found
        try:
            yield found.group()
        finally:
            run.terminate()


def ask(page: Page, question: str) -> None:
    """Ask as a reader does, and wait until the answer is drawn."""
    field = page.get_by_role("textbox", name="Din fråga")
    before = page.locator(".pf-turn").count()
    field.fill(question)
    field.press("Enter")
    expect(page.locator(".pf-turn")).to_have_count(before + 1)
    expect(page.locator(".pf-searching")).to_have_count(0)


def hear(page: Page, region: str) -> None:
    """Keep in `heard` what a live region says after every change of it, "" for nothing."""
    page.locator(region).evaluate(
        "e => { window.heard = []; "
        "new MutationObserver(() => heard.push(e.textContent))"
        ".observe(e, { childList: true }); }"
    )


def axe_violations(page: Page) -> list[str]:
    """Return what axe-core has against the page as it is now.

    It is scrolled to its end, where the field that sticks to the window's bottom covers nothing:
    a button of which it hides all but a strip would count as too small.
    """
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    for frame in page.frames:
        frame.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": {"type": "tag", "values": AXE_RULES}}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{v['id']}: {[node['html'][:120] for node in v['nodes']]}" for v in found]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the shipped corpus and one hostile document."""
    folder = tmp_path_factory.mktemp("server")
    corpus = folder / "corpus"
    shutil.copytree(HOUSE / "corpus" / "documents", corpus)
    (corpus / "farligt.md").write_text(HOSTILE.replace("<", "&lt;"), encoding="utf-8")
    with (corpus / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write('\n[[document]]\nfile = "farligt.md"\n')
        catalogue.write('\n[[document]]\nfile = "lekplatser.pdf"\ntitle = "Lekplatser"\n')
    _lekplatser().output(str(corpus / "lekplatser.pdf"))
    with serving("--corpus", str(corpus), "--port", "0", state=folder / "state") as address:
        yield address


def _lekplatser() -> FPDF:
    """Two pages; what is asked about stands on the second, with a word broken at a line's end."""
    file = FPDF()
    for page in (
        "Badhuset är stängt.",
        "Lekplatsen vid Trollsjön rustas upp i september och får en ny klätter-\nställning av trä.",
    ):
        file.add_page()
        file.set_font("Helvetica", size=14)
        file.multi_cell(0, 9, page)
    return file


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
    keep_picture(page, ARTEFACTS / f"{name}.png")
    context.close()
    assert outside == []


def is_outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "data:", "blob:", "about:"))


def keep_picture(page: Page, path: Path) -> None:
    """Save how the page looked for people; a Chromium too busy to draw it fails no test."""
    with suppress(Error):
        page.screenshot(path=str(path), full_page=True)
