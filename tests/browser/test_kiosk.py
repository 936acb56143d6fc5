"""The kiosk as residents meet it: a touch screen, standing or lying, that forgets each visitor."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Error, Locator, Page, Route, expect

from assistant import texts
from assistant.types import Route as QuestionRoute
from tests.browser.conftest import ARTEFACTS, axe_violations, is_outside, keep_picture, serving

pytestmark = pytest.mark.browser

STANDING, LYING = (1080, 1920), (1920, 1080)
SMALLEST_TARGET, SMALLEST_ON_SMALL = 64, 44
HEAVIEST = 350_000
CAMERAS = "Var ska nya trygghetskameror sättas upp?"
HOSTILE = "<img src=x onerror='window.pwned=1'> ${Object.assign(window,{pwned:1})} {{x}} rävungar"
UNCLEAR = "det där med budgeten"
SECRET = "Vad sägs om målgruppen internal i filen catalogue.toml?"

VOICE = """
window.spoken = [];
window.voices = ['en-US', 'sv-SE'].map((lang) => ({lang, localService: true}));
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
const speech = {
    speaking: false,
    getVoices: () => window.voices,
    speak(said) {
        speech.speaking = true;
        window.spoken.push([said.text, said.lang, said.voice.lang]);
    },
    cancel() { speech.speaking = false; },
};
Object.defineProperty(window, 'speechSynthesis', {value: speech});
"""  # Chromium without a desktop has no voices.

Opener = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Open the kiosk; the test fails if a request leaves the machine or the page complains."""
    pages: list[Page] = []
    wrong: list[str] = []

    def open_kiosk(size: tuple[int, int] = STANDING, address: str = server, **more: bool) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(locale="en-US", viewport=viewport, has_touch=True)
        context.set_default_timeout(20_000)
        page = context.new_page()
        pages.append(page)
        page.on("request", lambda r: wrong.append(r.url) if is_outside(r.url) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.add_init_script(VOICE)
        if more.get("clock"):  # a minute that passes at once leaves the server no time to answer
            page.clock.install()
            page.add_init_script("AbortSignal.timeout = () => new AbortController().signal")
        page.goto(address + "/kiosk/")
        page.locator(".pk-heading").wait_for()
        return page

    yield open_kiosk
    ARTEFACTS.mkdir(exist_ok=True)
    for number, page in enumerate(pages):
        name = re.sub(r"\W+", "-", request.node.name)
        keep_picture(page, ARTEFACTS / f"kiosk-{name}-{number}.png")
        page.context.close()
    assert wrong == []


def field(page: Page) -> Locator:
    return page.locator(".pk-field")


def ask(page: Page, question: str) -> None:
    field(page).fill(question)
    field(page).press("Enter")
    expect(page.locator(".pk-searching")).to_have_count(0)
    expect(page.locator(".pk-sentence").first).to_be_visible()


def answer(page: Page) -> str:
    """Return the first sentence of the answer."""
    return page.locator(".pk-sentence").first.inner_text()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


@pytest.mark.parametrize("size", [STANDING, LYING])
def test_a_question_typed_on_the_screen_is_answered_with_one_source(
    visit: Opener, size: tuple[int, int]
) -> None:
    page = visit(size)
    field(page).tap()
    for key in "vad är bygglov":
        press(page, "Mellanslag" if key == " " else key)
    page.locator(".pk-enter").tap()
    expect(page.locator(".pk-sentence").first).to_contain_text("Bygglov är ett tillstånd")
    expect(page.get_by_role("heading", level=1)).to_have_text("vad är bygglov")
    expect(page.locator(".pk-card")).to_have_count(1)
    expect(page.locator(".pk-card h2")).to_have_text("Ordlista till verksamhetsplanen")
    expect(page.locator(".pk-card mark").first).to_contain_text("Bygglov är ett tillstånd")
    expect(page.get_by_role("button", name="Ny fråga")).to_be_in_viewport(ratio=1)


def test_the_keyboard_comes_at_a_touch_writes_swedish_and_goes_away(visit: Opener) -> None:
    page = visit()
    keyboard = page.get_by_role("group", name="Tangentbord på skärmen")
    expect(keyboard).to_be_hidden()
    field(page).tap()
    expect(keyboard).to_be_in_viewport(ratio=1)
    press(page, "Stor bokstav")
    for key in ("Å", "ä", "ö", "?"):
        press(page, key)
    press(page, "Sudda")
    press(page, "Flytta markören åt vänster")
    press(page, "n")
    press(page, "Flytta markören åt höger")
    press(page, "7")
    assert field(page).input_value() == "Åänö7"
    assert page.evaluate("document.activeElement.id") == "pk-field"
    press(page, "Dölj tangentbordet")
    expect(keyboard).to_be_hidden()


def test_the_keyboard_stops_at_the_longest_question(visit: Opener) -> None:
    page = visit()
    field(page).fill("a" * 999)
    field(page).tap()
    for _ in range(3):
        press(page, "b")
    assert len(field(page).input_value()) == 1000


@pytest.mark.parametrize("kind", [".pk-topic", ".pk-chip"])
def test_a_touched_question_or_topic_is_answered(visit: Opener, kind: str) -> None:
    page = visit()
    suggestion = page.locator(kind).first
    suggestion.wait_for(timeout=60_000)  # each is asked before it is offered
    text = suggestion.inner_text()
    suggestion.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    expect(page.locator(".pk-card mark").first).to_be_visible()


@pytest.mark.parametrize("size", [STANDING, LYING])
def test_the_document_is_shown_inside_with_the_quotation_in_view(
    visit: Opener, size: tuple[int, int]
) -> None:
    page = visit(size)
    ask(page, CAMERAS)
    press(page, "Visa i dokumentet")
    document = page.get_by_role("dialog")
    expect(document.locator("mark").first).to_have_text(answer(page))
    expect(document.locator("mark").first).to_be_in_viewport(ratio=1)
    press(page, "Stäng")
    expect(document).to_have_count(0)


def hold(page: Page, route: str) -> list[Route]:
    """Keep the kiosk's calls of a route unanswered, and return them as they come."""
    held: list[Route] = []
    page.route(f"**/kiosk/{route}", lambda call: held.append(call))
    return held


def test_a_document_that_is_fetched_says_so_and_never_opens_for_the_next_visitor(
    visit: Opener,
) -> None:
    page = visit(clock=True)
    ask(page, CAMERAS)
    held = hold(page, "dokument")
    press(page, "Visa i dokumentet")
    window = page.get_by_role("dialog")
    expect(window.get_by_role("status")).to_have_text(texts.KIOSK_SWEDISH["loading_document"])
    page.route("**/healthz", lambda route: route.abort())  # else the page is loaded anew
    page.clock.run_for(61_000)
    press(page, "Rensa nu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad vill du veta?")
    with suppress(Error):  # the page no longer waits for it
        held[0].continue_()
    page.unroute("**/healthz")
    page.wait_for_timeout(500)
    assert page.locator(".pk-document-dialog[open]").count() == 0
    assert page.locator(".pk-document").first.inner_text() == ""


def test_a_document_that_cannot_be_fetched_says_so_where_it_was_to_be(visit: Opener) -> None:
    page = visit()
    ask(page, CAMERAS)
    page.route("**/kiosk/dokument", lambda route: route.fulfill(status=500))
    press(page, "Visa i dokumentet")
    said = page.get_by_role("dialog").get_by_role("status")
    expect(said).to_have_text(texts.KIOSK_SWEDISH["no_document"])
    page.unroute("**/kiosk/dokument")
    press(page, "Stäng")
    press(page, "Visa i dokumentet")
    expect(page.locator(".pk-document mark").first).to_be_in_viewport()
    expect(said).to_have_text("")


def test_the_text_is_there_while_the_page_is_fetched_and_where_it_fails(visit: Opener) -> None:
    page = visit(LYING)
    page.evaluate("""() => {
        window.addresses = 0;
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => (window.addresses++, make(blob));
        const revoke = URL.revokeObjectURL;
        URL.revokeObjectURL = (address) => (window.addresses--, revoke(address));
    }""")
    ask(page, "När rustas lekplatsen vid Trollsjön upp?")
    held = hold(page, "sida")
    press(page, "Visa i dokumentet")
    said = page.get_by_role("dialog").get_by_role("status")
    expect(said).to_have_text(texts.KIOSK_SWEDISH["loading_page"])
    expect(page.locator(".pk-document mark").first).to_be_in_viewport()
    held[0].abort()
    expect(said).to_have_text("")
    expect(page.locator(".pk-document mark").first).to_be_in_viewport()
    page.unroute("**/kiosk/sida")
    for _ in range(2):
        press(page, "Stäng")
        press(page, "Visa i dokumentet")
        expect(page.locator(".pk-picture")).to_be_visible()
    assert page.evaluate("window.addresses") == 1


def test_of_a_pdf_the_page_is_shown_as_it_looks_and_as_text(visit: Opener) -> None:
    page = visit(LYING)
    ask(page, "När rustas lekplatsen vid Trollsjön upp?")
    press(page, "Visa i dokumentet")
    picture = page.get_by_role("img", name="Sidan 1 som den ser ut i dokumentet")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 1_100
    assert page.evaluate("document.activeElement.contains(document.querySelector('.pk-picture'))")
    press(page, "Visa som text")
    expect(picture).to_be_hidden()
    expect(page.locator(".pk-document mark").first).to_be_in_viewport()
    press(page, "Visa sidan")
    expect(picture).to_be_visible()
    assert axe_violations(page) == []


def test_a_refusal_shows_the_nearest_passage_and_whom_to_ask(visit: Opener) -> None:
    page = visit()
    ask(page, "Vad kostar kamerorna?")
    expect(page.locator(".pk-sentence")).to_have_text(texts.NOT_FOUND)
    expect(page.locator(".pk-contact")).to_contain_text("kommunens kontaktcenter")
    expect(page.locator(".pk-card")).to_contain_text("kamer")
    expect(page.get_by_role("button", name="Ta med svaret")).to_be_hidden()
    press(page, "Visa i dokumentet")
    expect(page.locator(".pk-document mark").first).to_be_in_viewport()


def test_the_help_lines_stand_before_the_refusal_of_what_may_be_danger(visit: Opener) -> None:
    page = visit()
    ask(page, "Hur får jag hjälp när jag mår dåligt?")
    said = page.get_by_role("status").filter(has_text="ring 112").locator("p")
    expect(said).to_have_count(3)
    expect(said.first).to_contain_text("ring 112")
    expect(said.first).to_be_visible()
    expect(said.nth(1)).to_have_text(texts.NOT_FOUND)


def test_an_empty_question_gets_one_swedish_sentence(visit: Opener) -> None:
    page = visit()
    page.locator(".pk-ask").tap()
    expect(page.get_by_role("alert")).to_have_text(texts.EMPTY_QUESTION)


def test_the_code_carries_the_answer_and_its_source_as_text(visit: Opener) -> None:
    page = visit(LYING)
    ask(page, CAMERAS)
    press(page, "Ta med svaret")
    picture = page.get_by_role("img", name="QR-kod med svaret och källan som text")
    [read] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    assert read.text.startswith(f"{CAMERAS}\n\n{answer(page)}")
    title = page.locator(".pk-card h2").inner_text()
    assert f"Källa: {title} › {page.locator('.pk-where').inner_text()}" in read.text
    assert read.text.endswith("Daterat 2024-01-31\nHuddinge kommun")


def test_the_code_carries_what_stands_beside_the_answer(visit: Opener) -> None:
    page = visit(LYING)
    ask(page, "När antogs planen och vad kostar den?")
    beside = page.locator(".pk-answer .pk-contact").inner_text()
    press(page, "Ta med svaret")
    picture = page.get_by_role("img", name="QR-kod med svaret och källan som text")
    [read] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    assert f"\n\n{beside}\n\n{answer(page)}" in read.text


def test_the_answer_is_read_aloud_by_a_swedish_voice_and_stops_at_a_touch(visit: Opener) -> None:
    page = visit()
    ask(page, CAMERAS)
    press(page, "Läs upp")
    spoken = page.evaluate("window.spoken")
    assert spoken[0] == [answer(page), "sv-SE", "sv-SE"]
    press(page, "Sluta läsa")
    assert page.evaluate("speechSynthesis.speaking") is False
    expect(page.get_by_role("button", name="Läs upp")).to_be_visible()


@pytest.mark.parametrize("voice", [("en-US", True), ("sv-SE", False)])
def test_without_a_swedish_voice_on_the_machine_nothing_offers_to_read(
    visit: Opener, voice: tuple[str, bool]
) -> None:
    page = visit()
    page.evaluate("([lang, localService]) => window.voices = [{lang, localService}]", voice)
    ask(page, CAMERAS)
    expect(page.get_by_role("button", name="Läs upp")).to_have_count(0)


def test_reading_is_offered_anew_when_the_language_is_switched(visit: Opener) -> None:
    page = visit()
    press(page, "In English")
    ask(page, "Vad kostar kamerorna?")
    expect(page.get_by_role("button", name="Read aloud")).to_have_count(0)
    press(page, "På svenska")
    expect(page.get_by_role("button", name="Läs upp")).to_be_visible()


def test_a_reply_in_another_language_says_which_and_no_swedish_voice_reads_it(
    visit: Opener,
) -> None:
    page = visit()
    ask(page, "ما هي رسوم رياض الأطفال في البلدية؟")
    said = page.locator(".pk-sentence")
    expect(said).to_have_attribute("lang", "ar")
    assert said.evaluate("(node) => getComputedStyle(node).direction") == "rtl"
    expect(page.get_by_role("button", name="Läs upp")).to_have_count(0)


def test_the_title_and_the_language_button_follow_the_language(visit: Opener) -> None:
    page = visit()
    expect(page).to_have_title("Fråga Huddinge kommun")
    expect(page.get_by_role("button", name="In English")).to_have_attribute("lang", "en")
    press(page, "In English")
    expect(page).to_have_title("Ask Huddinge kommun")
    expect(page.get_by_role("button", name="På svenska")).to_have_attribute("lang", "sv")


def test_a_question_that_the_reply_offers_is_asked_at_a_touch(visit: Opener) -> None:
    page = visit()
    ask(page, UNCLEAR)
    expect(page.locator(".pk-sentence")).to_have_text(texts.ROUTES[QuestionRoute.UNCLEAR])
    offered = page.locator(".pk-reply .pk-topic").first
    text = offered.inner_text()
    offered.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    expect(page.locator(".pk-card mark").first).to_be_visible()


def test_english_is_one_touch_away_and_the_answers_stay_swedish(visit: Opener) -> None:
    page = visit()
    press(page, "In English")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.get_by_role("heading", level=1)).to_have_text("What would you like to know?")
    ask(page, CAMERAS)
    expect(page.locator(".pk-reply .pk-swedish-only")).to_contain_text("answers. Please ask")
    expect(page.locator(".pk-sentence").first).to_have_attribute("lang", "sv")
    ask_again(page)
    ask(page, "Vad kostar kamerorna?")
    expect(page.locator(".pk-sentence")).to_have_text("The documents do not say.")
    assert swedish_outside_quotations(page) == []
    press(page, "På svenska")
    expect(page.locator(".pk-sentence")).to_have_text(texts.NOT_FOUND)


def ask_again(page: Page) -> None:
    page.locator(".pk-actions .pk-primary").tap()


def swedish_outside_quotations(page: Page) -> list[str]:
    """Return the Swedish words of the interface that the page shows, though it is English."""
    shown = page.evaluate("""() => [...document.querySelectorAll('[data-word]')]
        .filter((node) => node.checkVisibility() && !node.closest('[lang="sv"]'))
        .map((node) => node.textContent)""")
    return [text for text in shown if text and text in texts.KIOSK_SWEDISH.values()]


@pytest.mark.parametrize("question", [CAMERAS, "Vad kostar kamerorna?", "Hej!"])
def test_in_an_english_browser_every_word_is_swedish(visit: Opener, question: str) -> None:
    page = visit()
    ask(page, question)
    assert page.evaluate("document.documentElement.lang") == "sv"
    shown = page.locator("body").inner_text().replace("In English", "")
    english = {
        word
        for text in texts.KIOSK_ENGLISH.values()
        for word in re.findall(r"[A-Za-z]{4,}", text)
        if word not in " ".join(texts.KIOSK_SWEDISH.values())
    } | {"Loading", "Error", "Submit", "Built with", "Settings"}
    assert [word for word in english if re.search(rf"\b{word}\b", shown)] == []


def test_only_public_documents_answer_whatever_is_asked_or_sent(visit: Opener, server: str) -> None:
    page = visit()
    ask(page, SECRET)
    assert "Intern handledning" not in page.locator("body").inner_text()
    headers = {"x-remote-user": "anna", "x-remote-groups": "staff", "x-audience": "internal"}
    with httpx.Client(base_url=server, trust_env=False, headers=headers) as client:
        body = {"question": SECRET, "audience": "internal", "roles": ["internal"]}
        sent = client.post("/kiosk/svar?audience=internal", json=body)
        assert sent.status_code == 200
        assert "ntern handledning" not in sent.text
        wanted = {"document": "intern-handledning", "spans": [[0, 9]], "audience": "internal"}
        document = client.post("/kiosk/dokument", json=wanted)
        assert document.status_code == 404
        assert "anställda" not in document.text
        assert client.post("/kiosk/sida", json=wanted).status_code == 404
        assert "ntern handledning" not in client.get("/kiosk/forslag?audience=internal").text


def test_hostile_text_is_shown_as_text_and_runs_nothing(visit: Opener) -> None:
    page = visit()
    ask(page, HOSTILE)
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    ask_again(page)
    ask(page, "Var bor rävungarna?")
    expect(page.locator(".pk-card")).to_contain_text("${Object.assign(window,{pwned:1})}")
    press(page, "Visa i dokumentet")
    expect(page.locator(".pk-document").first).to_contain_text("<script>window.pwned=1</script>")
    assert page.locator(".pk img, .pk iframe, .pk script, .pk-document form").count() == 0
    assert page.evaluate("window.pwned") is None


def states(page: Page) -> Iterator[str]:
    """Lead the page through every state; the caller looks at each."""
    yield "start"
    page.locator(".pk-ask").tap()
    yield "complaint"
    field(page).tap()
    yield "keyboard"
    ask(page, CAMERAS)
    yield "answer"
    page.locator(".pk-card .pk-button").tap()
    page.get_by_role("dialog").wait_for()
    yield "document"
    page.locator(".pk-document-dialog .pk-primary").tap()
    page.locator(".pk-actions .pk-button").nth(2).tap()
    yield "code"
    page.locator(".pk-code-dialog .pk-primary").tap()
    ask_again(page)
    ask(page, "Vad kostar kamerorna?")
    yield "refusal"
    page.clock.run_for(61_000)
    page.get_by_role("alertdialog").wait_for()
    yield "idle"
    page.locator(".pk-announced[open] .pk-primary").tap()
    page.route("**/kiosk/svar", lambda route: route.abort())
    ask_again(page)
    field(page).fill(CAMERAS)
    field(page).press("Enter")
    page.locator(".pk-complaint span").wait_for()
    yield "unanswered"
    page.route("**/healthz", lambda route: route.abort())
    page.clock.run_for(11_000)
    page.get_by_role("alertdialog").wait_for()
    yield "lost"


LOOKS = {
    "plain": (),
    "large": ("larger",),
    "largest": ("larger", "larger", "larger"),
    "contrast": ("contrast",),
    "english": ("language",),
}
SMALL = [("plain", (320, 256)), ("largest", (320, 568)), ("plain", (768, 1024))]
SEEN = [
    *((look, STANDING) for look in LOOKS),
    *((look, LYING) for look in ("plain", "largest", "contrast")),
    *SMALL,
]


@pytest.mark.parametrize(("look", "size"), SEEN)
def test_every_state_is_accessible_in_every_look(
    visit: Opener, look: str, size: tuple[int, int]
) -> None:
    page = visit(size, clock=True)
    smallest = SMALLEST_TARGET if size in (STANDING, LYING) else SMALLEST_ON_SMALL
    for name in LOOKS[look]:
        press(page, texts.KIOSK_SWEDISH[name])
    for state in states(page):
        name = f"kiosk-{size[0]}-{size[1]}-{look}-{state}.png"
        page.screenshot(path=str(ARTEFACTS / name))
        assert axe_violations(page) == [], state
        assert too_small(page, smallest) == [], state
        assert page.locator("a").count() == 0, state
        assert max(widths(page)) <= size[0], state
        assert spilling(page) == [], state


def widths(page: Page) -> list[int]:
    return page.evaluate(
        "[document.documentElement, document.querySelector('.pk')].map((node) => node.scrollWidth)"
    )


def too_small(page: Page, smallest: int) -> list[str]:
    """Return the visible targets that a finger may miss."""
    return page.evaluate(
        """(smallest) => [...document.querySelectorAll('.pk button, .pk textarea')]
        .filter((node) => node.checkVisibility())
        .filter((node) => Math.min(node.offsetWidth, node.offsetHeight) < smallest)
        .map((node) => node.outerHTML)""",
        smallest,
    )


def spilling(page: Page) -> list[str]:
    """Return the visible elements whose text is wider than they are."""
    return page.evaluate("""() => [...document.querySelectorAll('.pk *')]
        .filter((node) => node.checkVisibility() && node.clientWidth)
        .filter((node) => node.scrollWidth > node.clientWidth + 1)
        .map((node) => node.className)""")


@pytest.mark.parametrize("size", [(320, 256), (320, 568), (768, 1024)])
def test_on_a_small_screen_everything_can_be_scrolled_to(
    visit: Opener, size: tuple[int, int]
) -> None:
    page = visit(size)
    ask(page, CAMERAS)
    for shown in (".pk-sentence", ".pk-card .pk-button", ".pk-actions .pk-primary", ".pk-restart"):
        page.locator(shown).first.scroll_into_view_if_needed()
        expect(page.locator(shown).first).to_be_in_viewport(ratio=0.9)
    press(page, "Visa i dokumentet")
    expect(page.locator(".pk-document mark").first).to_be_in_viewport()
    press(page, "Stäng")
    ask_again(page)
    field(page).tap()
    for key in ("Stor bokstav", "Å", "Sudda", "Mellanslag"):
        page.get_by_role("button", name=key, exact=True).scroll_into_view_if_needed()
        expect(page.get_by_role("button", name=key, exact=True)).to_be_in_viewport(ratio=0.9)
        press(page, key)
    assert max(widths(page)) <= size[0]


def test_larger_text_goes_in_steps_to_twice_the_size_and_back(visit: Opener) -> None:
    page = visit()
    sizes = []
    for name in ("Större text", "Större text", "Större text", "Vanlig text"):
        sizes.append(rem(page))
        press(page, name)
    assert [round(size / sizes[0], 2) for size in sizes] == [1, 1.25, 1.5, 2]
    assert rem(page) == sizes[0]


def rem(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def test_what_a_visitor_has_typed_cannot_be_pasted_by_the_next(visit: Opener) -> None:
    page = visit()
    field(page).fill("min hemliga fråga")
    for keys in ("Control+a", "Control+c", "Control+x"):
        field(page).press(keys)
    assert field(page).input_value() == "min hemliga fråga"
    page.evaluate("window.sameDocument = true")
    ask(page, CAMERAS)
    press(page, "Börja om")
    page.wait_for_function("window.sameDocument === undefined")
    page.locator(".pk-heading").wait_for()
    field(page).press("Control+v")
    field(page).press("Shift+Insert")
    field(page).click(button="middle")
    field(page).press("Control+z")
    assert field(page).input_value() == ""


def test_nothing_leads_out_of_the_page(visit: Opener) -> None:
    page = visit()
    ask(page, CAMERAS)
    prevented = page.evaluate("""() => {
        const stopped = (event) => !document.querySelector('.pk-sentence').dispatchEvent(event);
        const key = (key, more) => new KeyboardEvent(
            'keydown', {key, bubbles: true, cancelable: true, ...more});
        return [
            stopped(new MouseEvent('contextmenu', {bubbles: true, cancelable: true})),
            stopped(new DragEvent('dragstart', {bubbles: true, cancelable: true})),
            stopped(new DragEvent('drop', {bubbles: true, cancelable: true})),
            ...['copy', 'cut', 'paste'].map((name) => stopped(
                new ClipboardEvent(name, {bubbles: true, cancelable: true}))),
            ...['mousedown', 'mouseup', 'auxclick'].map((name) => stopped(
                new MouseEvent(name, {button: 1, bubbles: true, cancelable: true}))),
            ...[...'cvxzpsuo+'].map((letter) => stopped(key(letter, {ctrlKey: true}))),
            stopped(key('F12')), stopped(key('ArrowLeft', {altKey: true})),
        ];
    }""")
    assert all(prevented)
    page.locator(".pk-sentence").first.click(click_count=3)
    assert page.evaluate("String(getSelection())") == ""


def test_the_keyboard_alone_reaches_everything_and_the_focus_is_always_seen(visit: Opener) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert focused(page) == "pk-field"
    page.keyboard.type(CAMERAS)
    page.keyboard.press("Enter")
    expect(page.locator(".pk-card")).to_be_visible()
    passed = []
    for _ in range(8):
        page.keyboard.press("Tab")
        passed.append(page.evaluate("document.activeElement.textContent"))
        assert (
            page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") > 2
        )
    assert passed == [
        "Visa i dokumentet", "Ny fråga", "Läs upp", "Ta med svaret",
        "In English", "Större text", "Hög kontrast", "Börja om",
    ]  # fmt: skip
    page.locator(".pk-card .pk-button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "Visa i dokumentet"


@pytest.mark.parametrize("size", [STANDING, (320, 568)])
def test_the_outline_of_the_question_leaves_room_around_its_text(
    visit: Opener, size: tuple[int, int]
) -> None:
    page = visit(size)
    ask(page, CAMERAS)
    expect(page.locator(".pk-question")).to_be_focused()
    offset = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.pk-question')).outlineOffset)"
    )
    assert offset >= 5


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_the_answer_is_announced_once(visit: Opener) -> None:
    page = visit()
    ask(page, CAMERAS)
    said = answer(page)
    live = page.evaluate(
        """(said) => [...document.querySelectorAll(
        '[aria-live], [role=status], [role=alert], [role=log], output')]
        .filter((node) => node.textContent.includes(said)).length""",
        said,
    )
    assert live == 1
    expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)
    assert page.locator(".pk-view [role=status]").aria_snapshot().count(said) == 1
    assert page.evaluate("document.activeElement.textContent") == CAMERAS


def test_a_visitor_who_leaves_is_asked_for_and_then_forgotten(visit: Opener) -> None:
    page = visit(clock=True)
    before = page.evaluate("history.length")
    press(page, "Hög kontrast")
    press(page, "In English")
    ask(page, CAMERAS)
    said = answer(page)
    page.evaluate("localStorage.setItem('a', '1'); sessionStorage.setItem('b', '2')")
    page.evaluate("window.sameDocument = true")
    page.clock.run_for(61_000)
    expect(page.locator(".pk-seconds")).to_have_text(re.compile(r"^(?:20|1\d)$"))
    page.clock.run_for(10_000)
    expect(page.locator(".pk-seconds")).to_have_text(re.compile(r"^(?:10|\d)$"))
    page.clock.run_for(11_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad vill du veta?")
    page.wait_for_function("window.sameDocument === undefined")
    page.locator(".pk-heading").wait_for()
    assert said not in page.content()
    assert field(page).input_value() == ""
    assert page.evaluate("history.length") == before
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.context.cookies() == []
    assert page.locator(".pk-contrast").count() == 0


def test_a_visitor_who_stays_keeps_the_answer(visit: Opener) -> None:
    page = visit(clock=True)
    ask(page, CAMERAS)
    said = answer(page)
    page.clock.run_for(61_000)
    press(page, "Jag är kvar")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.run_for(59_000)
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(page.locator(".pk-sentence").first).to_have_text(said)
    page.clock.run_for(2_000)
    press(page, "Rensa nu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad vill du veta?")


def test_a_question_that_gets_no_answer_stands_in_the_field_and_the_page_says_so(
    visit: Opener,
) -> None:
    page = visit()
    page.route("**/kiosk/svar", lambda route: route.fulfill(status=500))
    field(page).fill(CAMERAS)
    field(page).press("Enter")
    expect(page.get_by_role("alert")).to_have_text(
        "Det går inte att få svar just nu. Din fråga står kvar."
    )
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert field(page).input_value() == CAMERAS
    assert focused(page) == "pk-field"
    page.unroute("**/kiosk/svar")
    field(page).press("Enter")
    expect(page.locator(".pk-card")).to_be_visible()


def test_a_lost_server_covers_neither_an_answer_nor_the_question_who_is_there(
    visit: Opener,
) -> None:
    page = visit(clock=True)
    ask(page, CAMERAS)
    page.route("**/healthz", lambda route: route.abort())
    page.clock.run_for(30_000)
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.run_for(31_000)
    expect(page.get_by_role("alertdialog")).to_have_text(re.compile("Är du kvar"))
    press(page, "Jag är kvar")
    expect(page.locator(".pk-sentence").first).to_be_visible()
    ask_again(page)
    page.clock.run_for(6_000)
    lost = page.get_by_role("alertdialog", name="Det går inte att fråga just nu")
    expect(lost).to_be_visible()
    page.unroute("**/healthz")
    page.clock.run_for(11_000)
    expect(lost).to_have_count(0)
    assert focused(page) == "pk-field"


def test_an_emptied_page_asks_nobody_whether_they_are_there(visit: Opener) -> None:
    page = visit(clock=True)
    ask(page, CAMERAS)
    page.route("**/healthz", lambda route: route.abort())  # else the page is loaded anew
    page.clock.run_for(61_000)
    press(page, "Rensa nu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad vill du veta?")
    page.clock.run_for(130_000)
    expect(page.get_by_role("alertdialog", name="Är du kvar?")).to_have_count(0)


def test_the_next_visitor_who_has_begun_keeps_the_page(visit: Opener) -> None:
    page = visit()
    ask(page, CAMERAS)
    held: list[Route] = []
    page.route("**/healthz", lambda call: held.append(call))
    page.evaluate("window.sameDocument = true")
    press(page, "Börja om")
    expect(page.locator(".pk-card")).to_have_count(0)
    field(page).fill("När antogs")
    assert held
    for route in held:
        route.continue_()
    page.wait_for_timeout(1_000)
    assert field(page).input_value() == "När antogs"
    assert page.evaluate("window.sameDocument")


@pytest.mark.parametrize("lost", ["**/planfraga/kiosk_reply.js", "**/assets/*.js"])
def test_a_page_of_which_a_part_did_not_come_is_loaded_anew(
    browser: Browser, server: str, lost: str
) -> None:
    page = browser.new_page()
    page.clock.install()
    page.route(lost, lambda route: route.abort())
    page.goto(server + "/kiosk/")
    page.unroute_all()
    page.clock.run_for(29_000)
    expect(page.locator(".pk-heading")).to_have_count(0)
    page.clock.run_for(2_000)
    page.locator(".pk-heading").wait_for()
    page.close()


def test_a_page_that_nobody_has_touched_is_left_alone(visit: Opener) -> None:
    page = visit(clock=True)
    page.evaluate("window.sameDocument = true")
    page.clock.run_for(200_000)
    assert page.evaluate("window.sameDocument")
    expect(page.get_by_role("alertdialog")).to_have_count(0)


def test_listening_counts_as_being_there(visit: Opener) -> None:
    page = visit(clock=True)
    ask(page, CAMERAS)
    press(page, "Läs upp")
    page.clock.run_for(100_000)
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.run_for(85_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()


def test_waiting_for_the_answer_counts_as_being_there(visit: Opener) -> None:
    page = visit(clock=True)
    page.route("**/kiosk/svar", lambda route: None)
    field(page).fill(CAMERAS)
    field(page).press("Enter")
    page.clock.run_for(100_000)
    expect(page.locator(".pk-searching")).to_be_visible()
    expect(page.get_by_role("alertdialog")).to_have_count(0)


def test_without_the_server_the_page_says_so_forgets_and_comes_back_by_itself(
    visit: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANFRAGA_KIOSK_IDLE_SECONDS", "3")
    monkeypatch.setenv("PLANFRAGA_KIOSK_WARNING_SECONDS", "5")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    question = "Vad är ettsällsyntordsomfinnsisparen?"
    with serving("--port", port, state=tmp_path) as address:
        page = visit(address=address)
        ask(page, question)
        expect(page.get_by_role("heading", level=1)).to_have_text(question)
    lost = page.get_by_role("alertdialog", name="Det går inte att fråga just nu")
    expect(lost).to_contain_text("Sidan kommer tillbaka av sig själv.", timeout=60_000)
    page.wait_for_function("!document.body.textContent.includes('ettsällsyntord')", timeout=60_000)
    assert question not in page.content()
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "ettsällsyntord".encode() not in written
    assert b"ettsallsyntord" not in written
    page.evaluate("window.sameDocument = true")
    with serving("--port", port, state=tmp_path):
        page.wait_for_function("window.sameDocument === undefined", timeout=60_000)
        expect(lost).to_have_count(0)
        page.locator(".pk-heading").wait_for()
        ask(page, CAMERAS)


@pytest.mark.parametrize(
    "path",
    [
        "/kiosk/gradio_api/file=/etc/passwd",
        "/kiosk/gradio_api/upload",
        "/kiosk/gradio_api/info",
        "/kiosk/gradio_api/queue/join",
        "/kiosk/gradio_api/heartbeat/x",
        "/kiosk/gradio_api/runs",
        "/kiosk/config",
        "/kiosk/monitoring",
        "/kiosk/dokument/verksamhetsplan-2024",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_other_route_of_the_kiosk_is_closed(server: str, path: str, method: str) -> None:
    assert httpx.request(method, server + path, trust_env=False).status_code == 404


def test_the_address_without_a_slash_leads_to_the_page(server: str) -> None:
    response = httpx.get(server + "/kiosk", trust_env=False, follow_redirects=True)
    assert response.url.path == "/kiosk/"
    assert 'lang="sv"' in response.text
    assert "'nonce-" in response.headers["content-security-policy"]


def test_the_page_has_no_event_of_gradios_which_would_remember(server: str) -> None:
    page = httpx.get(server + "/kiosk/", trust_env=False).text
    found = re.findall(r'"dependencies":\s*(\[.*?\])', page)
    assert set(found) == {"[]"}


def test_what_the_page_fetches_at_first_is_light(browser: Browser, server: str) -> None:
    page = browser.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(server + "/kiosk/")
    page.locator(".pk-topic").first.wait_for(timeout=60_000)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.close()
    assert len(sizes) > 5
    assert sum(sizes) <= HEAVIEST
