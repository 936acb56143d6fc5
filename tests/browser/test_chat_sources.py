from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import HOSTILE, ask, axe_violations

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 780}
TWO_IN_ONE_PASSAGE = "Vem är kommunstyrelsens ordförande?"
VOICE = """
class Voice { constructor() { Object.assign(this, { lang: 'sv-SE', localService: true }); } }
const spoken = [];
Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => [new Voice()], addEventListener() {}, cancel() {},
    speak: (what) => spoken.push([what.text, what.lang]),
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.spoken = spoken;
"""
"""A browser with a Swedish voice: the one of the tests has none."""


@pytest.fixture
def speaking(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(VOICE)
    page.goto(server)
    page.get_by_role("textbox", name="Din fråga").wait_for()
    yield page
    context.close()


def test_sentences_of_one_passage_share_one_card_where_both_are_marked(page: Page) -> None:
    ask(page, TWO_IN_ONE_PASSAGE)
    numbers = page.locator(".pf-marker").all_inner_texts()
    assert len(numbers) > 1
    expect(page.locator(".pf-card")).to_have_count(1)
    assert page.locator(".pf-card .pf-number").all_inner_texts() == numbers
    page.locator(".pf-marker").last.click()
    expect(page.locator(".pf-card mark")).to_have_count(len(numbers))


def test_on_a_wide_window_a_marker_opens_its_document_beside_the_conversation(page: Page) -> None:
    ask(page, TWO_IN_ONE_PASSAGE)
    quoted = page.locator(".pf-sentence .pf-text").last.inner_text()
    page.locator(".pf-marker").last.click()
    panel = page.get_by_role("region", name="Nyheten om verksamhetsplanen")
    document = panel.frame_locator("iframe")
    expect(document.locator("mark")).to_have_text(quoted)
    expect(document.locator("mark")).to_be_in_viewport()
    expect(document.get_by_role("link", name="Ställ en fråga")).to_have_count(0)
    beside, conversation = panel.bounding_box(), page.locator(".pf-main").bounding_box()
    assert beside
    assert conversation
    assert beside["x"] >= conversation["x"] + conversation["width"]
    expect(page.locator(".pf-card summary").first).to_be_focused()
    expect(page.locator(".pf-card summary").first).to_be_in_viewport()


def test_another_marker_shows_another_quotation_in_the_same_panel(page: Page) -> None:
    ask(page, TWO_IN_ONE_PASSAGE)
    for at in (0, 1):
        page.locator(".pf-marker").nth(at).click()
        quoted = page.locator(".pf-sentence .pf-text").nth(at).inner_text()
        expect(page.locator(".pf-panel")).to_have_count(1)
        expect(page.frame_locator(".pf-page").locator("mark")).to_have_text(quoted)


def test_the_panel_closes_with_its_button_and_with_escape_and_gives_the_focus_back(
    page: Page,
) -> None:
    ask(page, TWO_IN_ONE_PASSAGE)
    for close in ("Enter", "Escape"):
        page.locator(".pf-marker").first.click()
        page.get_by_role("button", name="Stäng").focus()
        page.keyboard.press(close)
        expect(page.locator(".pf-panel")).to_have_count(0)
        expect(page.locator(".pf-card summary").first).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_button_that_shows_the_document_moves_the_focus_there_and_back(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ask(page, TWO_IN_ONE_PASSAGE)
    page.locator(".pf-card summary").first.click()
    opener = page.get_by_role("button", name="Visa i dokumentet")
    for card_is_closed in (False, True):
        opener.press("Enter")
        expect(page.get_by_role("heading", name="Nyheten om verksamhetsplanen")).to_be_focused()
        if card_is_closed:
            page.locator(".pf-card summary").first.click()
        page.locator(".pf-panel .pf-quiet").press("Enter")
        expect(page.locator(".pf-panel")).to_have_count(0)
        expect(page.locator(".pf-card summary") if card_is_closed else opener).to_be_focused()


def test_on_a_narrow_window_the_document_opens_below_its_card(page: Page) -> None:
    page.set_viewport_size(PHONE)
    ask(page, TWO_IN_ONE_PASSAGE)
    page.locator(".pf-marker").first.click()
    expect(page.locator(".pf-panel")).to_have_count(0)
    page.get_by_role("button", name="Visa i dokumentet").click()
    assert page.locator(".pf-card").evaluate("e => e.nextElementSibling.className") == "pf-panel"
    expect(page.frame_locator(".pf-page").locator("mark")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_with_a_document_open(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    ask(page, TWO_IN_ONE_PASSAGE)
    page.locator(".pf-marker").first.click()
    page.get_by_role("button", name="Visa i dokumentet").click()
    expect(page.frame_locator(".pf-page").locator("mark")).to_be_visible()
    assert axe_violations(page) == []


def test_a_new_conversation_starts_with_one_button(page: Page) -> None:
    again = page.get_by_role("button", name="Ny konversation")
    expect(again).to_be_hidden()
    ask(page, TWO_IN_ONE_PASSAGE)
    page.locator(".pf-marker").first.click()
    again.click()
    expect(page.locator(".pf-turn, .pf-panel")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Din fråga")).to_be_focused()
    expect(again).to_be_hidden()


def test_an_answer_is_copied_with_its_sources(page: Page, server: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, TWO_IN_ONE_PASSAGE)
    page.get_by_role("button", name="Kopiera svaret med källor").click()
    expect(page.locator(".pf-told")).to_have_text("Kopierat.")
    copied = page.evaluate("navigator.clipboard.readText()")
    first = page.locator(".pf-sentence .pf-text").first.inner_text()
    assert copied.startswith(f"{TWO_IN_ONE_PASSAGE}\n\n{first} [1]\n")
    assert re.search(rf"\n\[1\] .*Daterat .*{re.escape(server)}/dokument/\S+#citat", copied)


def copied(page: Page) -> str:
    """Copy the answer and return what was copied."""
    page.get_by_role("button", name="Kopiera svaret med källor").click()
    expect(page.locator(".pf-told")).to_have_text("Kopierat.")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_what_stands_beside_an_answer_is_copied_and_read_aloud_with_it(speaking: Page) -> None:
    speaking.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(speaking, "När antogs planen och vad kostar den?")
    beside = speaking.locator(".pf-beside").inner_text()
    assert f"\n\n{beside}\n\n" in copied(speaking)
    speaking.get_by_role("button", name="Läs upp").click()
    [[text, _]] = speaking.evaluate("window.spoken")
    assert text.startswith(beside)


def test_what_stands_beside_an_answer_in_another_language_is_not_read_in_swedish(
    speaking: Page,
) -> None:
    def in_english(route: Route) -> None:
        beside = {"notice": "Quoted from Swedish.", "language": "en"}
        route.fulfill(json={**route.fetch().json(), **beside})

    speaking.route("**/chatt/svar", in_english)
    ask(speaking, TWO_IN_ONE_PASSAGE)
    speaking.get_by_role("button", name="Läs upp").click()
    [[text, _]] = speaking.evaluate("window.spoken")
    assert text.startswith(speaking.locator(".pf-sentence .pf-text").first.inner_text())


def test_the_rest_is_copied_and_read_aloud_when_it_is_shown_and_is_else_said_to_be_left_out(
    speaking: Page,
) -> None:
    speaking.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(speaking, "Vad handlar planen om?")
    more = speaking.get_by_role("button", name="Visa resten")
    (count,) = re.findall("[0-9]+", more.inner_text())
    left = f"Rader som inte är med här: {count}."
    assert left in copied(speaking)
    speaking.emulate_media(media="print")
    expect(speaking.locator(".pf-left")).to_be_visible()
    expect(speaking.locator(".pf-left")).to_have_text(left)
    speaking.emulate_media(media="screen")
    expect(speaking.locator(".pf-left")).to_be_hidden()
    more.click()
    last = speaking.locator(".pf-sentence .pf-text").last.inner_text()
    text = copied(speaking)
    assert last in text
    assert left not in text
    expect(speaking.locator(".pf-left")).to_have_count(0)
    speaking.get_by_role("button", name="Läs upp").click()
    [[read, _]] = speaking.evaluate("window.spoken")
    assert last in read


def test_an_answer_is_copied_where_the_browser_has_no_clipboard(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("document.addEventListener('copy', () => (window.copied = getSelection() + ''))")
    ask(page, TWO_IN_ONE_PASSAGE)
    page.get_by_role("button", name="Kopiera svaret med källor").click()
    expect(page.locator(".pf-told")).to_have_text("Kopierat.")
    assert page.locator("body > textarea").count() == 0
    expect(page.get_by_role("button", name="Kopiera svaret med källor")).to_be_focused()


def test_hostile_text_is_copied_as_the_text_it_is(page: Page) -> None:
    def with_hostile_sentences(route: Route) -> None:
        response = route.fetch()
        reply = response.json()
        for sentence in reply["sentences"]:
            sentence["text"] = HOSTILE
        route.fulfill(response=response, json=reply)

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.route("**/chatt/svar", with_hostile_sentences)
    ask(page, TWO_IN_ONE_PASSAGE)
    page.get_by_role("button", name="Kopiera svaret med källor").click()
    expect(page.locator(".pf-told")).to_have_text("Kopierat.")
    assert "<script>window.pwned=1</script>" in page.evaluate("navigator.clipboard.readText()")
    assert page.evaluate("window.pwned") is None


def test_reading_aloud_is_offered_only_where_the_browser_speaks_swedish(page: Page) -> None:
    ask(page, TWO_IN_ONE_PASSAGE)
    expect(page.locator(".pf-read")).to_be_hidden()


def test_a_voice_that_sends_what_it_reads_to_a_vendor_is_not_offered(page: Page) -> None:
    page.add_init_script(VOICE.replace("localService: true", "localService: false"))
    page.reload()
    ask(page, TWO_IN_ONE_PASSAGE)
    expect(page.locator(".pf-read")).to_be_hidden()


def test_an_answer_is_read_aloud_in_swedish_and_stopped(speaking: Page) -> None:
    ask(speaking, TWO_IN_ONE_PASSAGE)
    speaking.get_by_role("button", name="Läs upp").click()
    first = speaking.locator(".pf-sentence .pf-text").first.inner_text()
    [[text, language]] = speaking.evaluate("window.spoken")
    assert text.startswith(first)
    assert language == "sv-SE"
    speaking.get_by_role("button", name="Sluta läsa").click()
    expect(speaking.get_by_role("button", name="Läs upp")).to_be_visible()


def test_on_paper_the_sources_are_open_and_the_buttons_gone(page: Page) -> None:
    ask(page, TWO_IN_ONE_PASSAGE)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".pf-card mark").first).to_be_visible()
    for gone in (".pf-form", ".pf-actions", ".pf-again", ".pf-examples"):
        expect(page.locator(gone)).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".pf-card[open]")).to_have_count(0)
