"""The page that `planfraga faq` writes, opened as the file that it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.core import Assistant
from assistant.faq.formats.html import html_file
from assistant.faq.formats.look import Look
from assistant.faq.making import make_entries
from assistant.faq.suggesting import Wish, suggest
from assistant.faq.types import AskedQuestion
from tests.assistant.faq.replies import faq
from tests.assistant.faq.test_formats import HOSTILE, PAGE
from tests.browser.conftest import axe_violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def file(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight suggested questions and some hostile ones."""
    found = suggest(assistant, Wish(8))
    asked = [AskedQuestion(suggestion.question) for suggestion, _ in found]
    entries = make_entries(asked, [reply for _, reply in found], merging=True)
    path = tmp_path_factory.mktemp("faq") / "faq.html"
    path.write_bytes(html_file(faq(*entries, *PAGE.entries), Look()))
    return path


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, file: Path, request: pytest.FixtureRequest) -> Page:
    """The page in a browser that has no server, and fails over an error in its script."""
    context = browser.new_context(
        color_scheme=request.param, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text))
    page.on("request", lambda sent: errors.append(sent.url) if "file:" not in sent.url else None)
    page.goto(file.as_uri())
    yield page
    context.close()
    assert errors == []


def test_axe_finds_nothing(page: Page) -> None:
    assert axe_violations(page) == []
    page.get_by_role("searchbox").fill("bygglov")
    assert axe_violations(page) == []


def test_axe_finds_nothing_on_the_narrowest_screen_and_on_paper(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(media="print")
    assert axe_violations(page) == []
    expect(page.get_by_role("searchbox")).to_be_hidden()


def test_the_search_shows_what_fits_and_says_how_much(page: Page) -> None:
    every = page.get_by_role("article").count()
    page.get_by_role("searchbox", name="Sök bland frågor och svar").fill("BYGGLOV tillstånd")
    shown = page.get_by_role("article")
    assert 0 < shown.count() < every
    for text in shown.all_inner_texts():
        assert "bygglov" in text.lower()
    expect(page.get_by_role("status")).to_have_text(f"{shown.count()} av {every} frågor visas")
    for heading in page.locator("main section:visible").all():
        assert heading.get_by_role("article").count() > 0
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_role("article")).to_have_count(every)


def test_a_link_of_the_contents_goes_to_its_question_and_the_keyboard_reaches_the_answers(
    page: Page,
) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till svaren")).to_be_focused()
    page.get_by_role("link", name="Vad kostar det?").click()
    expect(page.locator("article:target h3")).to_have_text("Vad kostar det?")


def test_hostile_words_are_shown_as_words(page: Page) -> None:
    expect(page.get_by_role("heading", name=f"Vad är {HOSTILE}?")).to_be_visible()
    assert page.locator("img").count() == 0


def test_nothing_is_wider_than_a_phone(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
