from __future__ import annotations

from io import BytesIO
from urllib.parse import urljoin

import httpx
from PIL import Image
from playwright.sync_api import Page, expect

from assistant import texts
from tests.browser.conftest import ask
from tests.corpus.test_drawing import yellow_rows

QUESTION = "När rustas lekplatsen vid Trollsjön upp?"


def test_a_citation_of_a_pdf_shows_its_page_with_the_quotation_marked(
    page: Page, server: str
) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="Visa källa 2").click()
    link = page.locator(".pf-card").nth(1).get_by_role("link")
    page.goto(urljoin(server, str(link.get_attribute("href"))))
    picture = page.get_by_role("img", name="Sidan 2 som den ser ut i dokumentet")
    expect(picture).to_be_in_viewport()
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 1_100
    drawn = httpx.get(urljoin(page.url, str(picture.get_attribute("src")))).content
    assert len(yellow_rows(drawn)) == 2
    page.get_by_role("link", name="Visa citatet i texten").click()
    expect(page.locator("mark")).to_have_text(
        "Lekplatsen vid Trollsjön rustas upp i september och får en ny klätterställning av trä."
    )


def test_beside_the_conversation_a_missing_document_has_no_link_to_another_chat(
    server: str,
) -> None:
    address = f"{server}/dokument/finns-inte"
    for query, links in (("", 1), ("?bredvid=1", 0)):
        found = httpx.get(address + query, trust_env=False)
        assert found.status_code == 404
        assert texts.NO_SUCH_DOCUMENT in found.text
        assert found.text.count("<a ") == links


def test_a_picture_is_only_of_a_document_that_may_be_seen(server: str) -> None:
    for address in ("/sida/intern-handledning", "/sida/finns-inte.pdf", "/sida/ordlista"):
        assert httpx.get(f"{server}{address}?start=0&slut=9").status_code == 404
    whole = httpx.get(f"{server}/sida/lekplatser.pdf?start=0&slut=99999999")
    assert Image.open(BytesIO(whole.content)).size[0] == 1_100
