from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant import texts
from tests.browser.conftest import ask, axe_violations, hear, serving

pytestmark = pytest.mark.browser

LOGO = (
    """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 8 4 0l4 8z"/></svg>"""
)
MOST_LOADED = 350_000


@dataclass(frozen=True, slots=True)
class Municipality:
    """A server that a municipality has made its own, and where it keeps what is said of it."""

    address: str
    feedback: Path


@pytest.fixture(scope="module")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Municipality]:
    folder = tmp_path_factory.mktemp("municipality")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    settings = {
        "ORGANISATION": "Ekdala kommun",
        "HOME": "https://www.ekdala.example",
        "LOGO": str(folder / "logo.svg"),
        "COLOUR": "#7a1f4b",
        "CONTACT_TELEPHONE": "08-123 45 67",
        "CONTACT_EMAIL": "info@ekdala.example",
        "CONTACT_ADDRESS": "Torget 1",
        "PRIVACY": "Ekdala sparar ingenting om dig.",
        "KEEP_FEEDBACK": "ja",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(f"PLANFRAGA_{name}", value)
        with serving("--port", "0", state=folder / "state") as address:
            yield Municipality(address, folder / "state" / "index" / "feedback.jsonl")


@pytest.fixture(params=[(390, 780), (1280, 800)], ids=["phone", "laptop"])
def page(page: Page, request: pytest.FixtureRequest) -> Page:
    """The chat on a telephone and on a laptop."""
    page.set_viewport_size({"width": request.param[0], "height": request.param[1]})
    return page


@pytest.fixture(params=["light", "dark"])
def own(
    browser: Browser, municipality: Municipality, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The municipality's own chat in light and dark."""
    context = browser.new_context(color_scheme=request.param)
    page = context.new_page()
    page.goto(municipality.address)
    page.locator(".pf-about").wait_for()
    yield page
    context.close()


def test_a_follow_up_says_how_it_was_understood_and_can_be_asked_as_written(page: Page) -> None:
    ask(page, "När antogs planen?")
    ask(page, "vilka områden pekas ut i den?")
    understood = page.locator(".pf-understood")
    expect(understood).to_contain_text("Du frågar om: vilka områden pekas ut i den (")
    assert axe_violations(page) == []
    understood.get_by_role("button", name="Fråga precis som jag skrev").click()
    expect(page.locator(".pf-turn")).to_have_count(3)
    expect(page.locator(".pf-searching")).to_have_count(0)
    expect(page.locator(".pf-turn").last.locator(".pf-understood")).to_have_count(0)


def test_a_new_conversation_has_forgotten_the_old_one(page: Page) -> None:
    ask(page, "Vem är kommunstyrelsens ordförande?")
    page.get_by_role("button", name="Ny konversation").click()
    ask(page, "och vice ordförande då?")
    expect(page.locator(".pf-understood")).to_have_count(0)


def test_an_overview_shows_ten_lines_and_the_rest_at_a_touch(page: Page) -> None:
    ask(page, "Vad handlar planen om?")
    expect(page.locator(".pf-sentence")).to_have_count(10)
    cards = page.locator(".pf-card:visible").count()
    page.get_by_role("button", name=re.compile("Visa resten: [0-9]+ rader till")).click()
    assert page.locator(".pf-sentence").count() > 10
    assert page.locator(".pf-card:visible").count() > cards
    last = page.locator(".pf-sentence").last
    expect(page.locator(".pf-marker").nth(10)).to_be_focused()
    last.locator(".pf-marker").click()
    expect(page.locator(".pf-card[open] mark").last).to_be_visible()
    assert axe_violations(page) == []


def test_one_line_that_an_overview_leaves_is_called_one(page: Page) -> None:
    def with_one_left(route: Route) -> None:
        reply = route.fetch().json()
        route.fulfill(json={**reply, "rest": reply["rest"][:1]})

    page.route("**/chatt/svar", with_one_left)
    ask(page, "Vad handlar planen om?")
    expect(page.get_by_role("button", name="Visa resten")).to_have_text("Visa resten: en rad till")


def test_of_two_questions_the_one_without_an_answer_is_named(page: Page) -> None:
    ask(page, "När antogs planen och vad kostar den?")
    expect(page.locator(".pf-beside")).to_have_text(
        "Det här framgår inte av dokumenten: ”vad kostar den?”"
    )
    expect(page.locator(".pf-sentence").first).to_contain_text("31 januari 2024")
    expect(page.locator(".pf-hint")).to_be_visible()


def test_a_question_to_go_on_with_is_answered(page: Page) -> None:
    ask(page, "Var ska nya trygghetskameror sättas upp?")
    further = page.locator(".pf-further button").first
    question = further.inner_text()
    further.click()
    expect(page.locator(".pf-asked .pf-text").last).to_have_text(question)
    expect(page.locator(".pf-turn").last.locator(".pf-sentence").first).to_be_visible()


def test_a_reply_in_another_language_is_marked_as_such(page: Page) -> None:
    ask(page, "How do I apply for a building permit?")
    expect(page.locator(".pf-reply")).to_have_attribute("lang", "en")
    assert axe_violations(page) == []


def test_in_danger_the_numbers_are_links_that_call(page: Page) -> None:
    ask(page, "Jag orkar inte leva längre")
    first = page.locator(".pf-contact a").first
    expect(first).to_have_attribute("href", "tel:112")
    expect(first).to_be_visible()


def test_the_help_lines_stand_before_the_refusal_of_what_may_be_danger(page: Page) -> None:
    hear(page, ".pf-main > [role=status]")
    ask(page, "Hur får jag hjälp när jag mår dåligt?")
    lines = page.locator(".pf-beside")
    expect(lines).to_contain_text("ring 112")
    expect(lines).to_be_visible()
    assert lines.evaluate("e => e.nextElementSibling.textContent") == texts.NOT_FOUND
    page.wait_for_function("heard.at(-1).includes('ring 112')")
    assert page.evaluate("heard.filter((said) => said.includes('ring 112')).length") == 1
    assert axe_violations(page) == []


def test_questions_are_kept_to_chosen_documents_until_all_are_asked_again(page: Page) -> None:
    page.get_by_role("button", name="Dokument", exact=True).click()
    dialogue = page.get_by_role("dialog", name="Dokument")
    expect(dialogue.get_by_role("button", name="Fråga bara de valda")).to_be_disabled()
    dialogue.get_by_role("checkbox", name="Fråga ur Ordlista till verksamhetsplanen").check()
    dialogue.get_by_role("button", name="Fråga bara de valda").click()
    expect(page.locator(".pf-within")).to_have_text(
        "Svarar bara ur: Ordlista till verksamhetsplanen"
    )
    ask(page, "Var ska nya trygghetskameror sättas upp?")
    expect(page.locator(".pf-card").first).to_be_visible()
    for place in page.locator(".pf-turn .pf-place").all_inner_texts():
        assert place.startswith("Ordlista")
    page.get_by_role("button", name="Dokument", exact=True).click()
    dialogue.get_by_role("button", name="Fråga alla dokument").click()
    expect(page.locator(".pf-within")).to_be_empty()
    ask(page, "Var ska nya trygghetskameror sättas upp?")
    expect(page.locator(".pf-sentence").first).to_contain_text("Masmo, Vårby")


def test_a_chosen_document_that_is_gone_is_said_to_be(page: Page) -> None:
    def with_one_gone(route: Route) -> None:
        rows = route.fetch().json()
        route.fulfill(json=[{**rows[0], "id": "borttagen"}, *rows[1:]])

    page.route("**/chatt/dokument", with_one_gone)
    page.reload()
    page.get_by_role("button", name="Dokument", exact=True).click()
    dialogue = page.get_by_role("dialog", name="Dokument")
    dialogue.get_by_role("checkbox").first.check()
    dialogue.get_by_role("button", name="Fråga bara de valda").click()
    ask(page, "När antogs planen?")
    expect(page.locator(".pf-beside")).to_have_text(texts.CHOSEN_GONE)
    ask(page, "Jag orkar inte leva längre")
    expect(page.locator(".pf-turn").last.locator(".pf-reply")).to_contain_text("ring 112")
    page.get_by_role("button", name="Dokument", exact=True).click()
    dialogue.get_by_role("button", name="Fråga alla dokument").click()
    ask(page, "När antogs planen?")
    expect(page.locator(".pf-turn").last.locator(".pf-sentence").first).to_be_visible()
    expect(page.locator(".pf-turn").last.locator(".pf-beside")).to_have_count(0)


def test_the_start_is_the_municipality_s_own(own: Page, municipality: Municipality) -> None:
    name = own.get_by_role("link", name="Ekdala kommun")
    expect(name).to_have_attribute("href", "https://www.ekdala.example")
    logo = own.locator(".pf-logo")
    assert logo.evaluate("e => e.naturalWidth") > 0
    assert logo.evaluate("e => e.getBoundingClientRect().height") <= 48
    own.get_by_text("Om tjänsten").click()
    about = own.locator(".pf-about")
    expect(about).to_contain_text("Ekdala sparar ingenting om dig.")
    expect(about).to_contain_text("artikel 50")
    expect(about).to_contain_text("WCAG 2.2")
    assert axe_violations(own) == []


def test_a_refusal_says_whom_to_ask_with_links(own: Page) -> None:
    ask(own, "Vad kostar kamerorna?")
    contact = own.locator(".pf-contact")
    expect(contact.get_by_role("link", name="08-123 45 67")).to_have_attribute(
        "href", "tel:081234567"
    )
    expect(contact.get_by_role("link", name="info@ekdala.example")).to_have_attribute(
        "href", "mailto:info@ekdala.example"
    )
    expect(contact).to_contain_text("Torget 1")
    assert axe_violations(own) == []


def test_an_opinion_of_an_answer_is_kept_without_personal_numbers(
    own: Page, municipality: Municipality
) -> None:
    municipality.feedback.unlink(missing_ok=True)
    ask(own, "När antogs planen?")
    own.get_by_role("button", name="Ja").click()
    expect(own.locator(".pf-helpful")).to_have_text("Tack, ditt omdöme är sparat.")
    ask(own, "Vad kostar kamerorna?")
    own.get_by_role("button", name="Nej").click()
    own.get_by_role("textbox", name="Vad saknade du?").fill("priset, säger 850709-9805")
    assert axe_violations(own) == []
    own.get_by_role("button", name="Skicka").click()
    expect(own.locator(".pf-helpful").last).to_have_text("Tack, ditt omdöme är sparat.")
    rows = [json.loads(line) for line in municipality.feedback.read_text("utf-8").splitlines()]
    assert [(row["question"], row["helpful"]) for row in rows] == [
        ("När antogs planen?", True),
        ("Vad kostar kamerorna?", False),
    ]
    assert rows[1]["comment"] == "priset, säger [personnummer]"
    assert set(rows[0]) == {"day", "question", "helpful", "comment"}


def test_thanks_for_an_opinion_are_announced_and_take_the_focus(own: Page) -> None:
    ask(own, "När antogs planen?")
    own.locator(".pf-helpful").evaluate(
        "e => new MutationObserver((changes) => { window.moved = changes.some("
        "({ removedNodes }) => [...removedNodes].includes(e.querySelector('.pf-told'))); })"
        ".observe(e, { childList: true })"
    )
    own.get_by_role("button", name="Nej").click()
    comment = own.get_by_role("textbox", name="Vad saknade du?")
    expect(comment).to_have_attribute("spellcheck", "false")
    expect(comment).to_have_attribute("writingsuggestions", "false")
    comment.press("Enter")
    told = own.locator(".pf-helpful .pf-told")
    expect(told).to_have_text("Tack, ditt omdöme är sparat.")
    expect(told).to_be_focused()
    assert own.evaluate("window.moved") is False


def test_where_nothing_may_be_kept_nobody_is_asked_for_an_opinion(page: Page, server: str) -> None:
    ask(page, "När antogs planen?")
    expect(page.locator(".pf-helpful")).to_have_count(0)
    given = {"question": "När antogs planen?", "helpful": True}
    assert httpx.post(f"{server}/chatt/omdome", json=given, trust_env=False).status_code == 404


def test_a_conversation_that_the_page_did_not_get_is_refused_in_a_sentence(server: str) -> None:
    asked = {"question": "När antogs planen?", "said": [{"words": 1}]}
    reply = httpx.post(f"{server}/chatt/svar", json=asked, trust_env=False).json()
    assert reply["answer"] == "Det som sades tidigare kan inte läsas. Välj Ny konversation."


def test_nothing_scrolls_sideways_on_a_small_telephone(own: Page) -> None:
    own.set_viewport_size({"width": 320, "height": 640})
    ask(own, "Vad handlar planen om?")
    ask(own, "Vad kostar kamerorna?")
    own.get_by_role("button", name="Nej").last.click()
    assert own.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_first_load_is_small(browser: Browser, server: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    loaded: list[float] = []
    session.on("Network.loadingFinished", lambda done: loaded.append(done["encodedDataLength"]))
    page.goto(server)
    page.locator(".pf-about").wait_for()
    context.close()
    assert 0 < sum(loaded) <= MOST_LOADED
