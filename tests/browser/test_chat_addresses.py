from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ask, axe_violations

pytestmark = pytest.mark.browser

FIRST, SECOND = "Vem är kommunstyrelsens ordförande?", "När antogs planen?"
ASKED = ".pf-asked .pf-text"


def test_an_address_with_a_question_asks_it(page: Page, server: str) -> None:
    page.goto(f"{server}/?fraga=När+antogs+planen%3F")
    expect(page.locator(ASKED)).to_have_text([SECOND])
    expect(page.locator(".pf-sentence, .pf-reply").first).to_be_visible()


def test_the_address_follows_the_question_and_back_leads_to_the_one_before(
    page: Page, server: str
) -> None:
    for question in (FIRST, SECOND):
        ask(page, question)
        assert page.evaluate("new URL(location).searchParams.get('fraga')") == question
    page.go_back()
    assert page.evaluate("new URL(location).searchParams.get('fraga')") == FIRST
    expect(page.locator(ASKED)).to_have_text([FIRST, SECOND])
    expect(page.locator(ASKED).first).to_be_in_viewport()
    page.go_back()
    assert page.url == server + "/"
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_back_after_a_new_conversation_asks_the_last_question_again(page: Page) -> None:
    ask(page, FIRST)
    page.get_by_role("button", name="Ny konversation").click()
    assert "fraga" not in page.url
    page.go_back()
    expect(page.locator(ASKED)).to_have_text([FIRST])
    expect(page.locator(".pf-searching")).to_have_count(0)


@pytest.mark.parametrize(
    "number", ["850709-9805", "1985-07-09-9805", "85 07 09 9805", "850709/9805", "850709-TF12"]
)
def test_a_personal_number_never_stands_in_the_address(page: Page, number: str) -> None:
    ask(page, f"Vad gäller för {number}?")
    assert "?" not in page.url


def test_the_start_says_which_documents_are_known_with_their_dates(page: Page) -> None:
    known = page.locator(".pf-known")
    expect(known.get_by_role("heading")).to_contain_text("Dokument som sidan svarar ur: ")
    expect(known).to_contain_text("Daterat 2024")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_documents_of_the_audience_are_listed_and_searched(
    page: Page, server: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    listed = httpx.get(f"{server}/chatt/dokument", trust_env=False).json()
    page.get_by_role("button", name="Dokument", exact=True).click()
    shown = page.get_by_role("dialog", name="Dokument").locator("li:visible")
    expect(shown).to_have_count(len(listed))
    assert "intern" not in str([row["url"] for row in listed])
    assert axe_violations(page) == []
    page.get_by_role("searchbox", name="Sök bland dokumenten").fill("ORDLISTA")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("stycken")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(
        f"1 av {len(listed)} dokument"
    )
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Dokument", exact=True)).to_be_focused()
