from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import ask, axe_violations, hear

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 780}
ANNOUNCED = ".pf p.pf-hidden[role=status]"
CONTRAST = """(element) => {
    const canvas = document.createElement("canvas").getContext("2d");
    const numbers = (colour) => {  // whatever way a colour is written in
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (colour) => numbers(colour).map((c) => c / 255)
        .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
    const edge = light(getComputedStyle(element).borderTopColor);
    const ground = light(getComputedStyle(document.body).backgroundColor);
    return (Math.max(edge, ground) + 0.05) / (Math.min(edge, ground) + 0.05);
}"""


@pytest.fixture(params=["light", "dark"])
def coloured(page: Page, request: pytest.FixtureRequest) -> Page:
    """The chat as the system's setting for light or dark shows it."""
    page.emulate_media(color_scheme=request.param)
    page.locator(".pf-example").first.wait_for()
    return page


def test_axe_finds_nothing_on_the_start_page(coloured: Page) -> None:
    assert axe_violations(coloured) == []


def test_axe_finds_nothing_with_an_answer_an_open_card_and_a_refusal(coloured: Page) -> None:
    ask(coloured, "Var ska nya trygghetskameror sättas upp?")
    coloured.locator(".pf-marker").first.click()
    ask(coloured, "Vad kostar kamerorna?")
    coloured.locator(".pf-card summary").last.click()
    assert axe_violations(coloured) == []


def test_axe_finds_nothing_with_an_error_at_the_field(coloured: Page) -> None:
    coloured.get_by_role("button", name="Fråga", exact=True).click()
    assert axe_violations(coloured) == []


def test_axe_finds_nothing_on_a_document_and_on_a_page_that_is_missing(
    coloured: Page, server: str
) -> None:
    for path in ("/dokument/verksamhetsplan-2024?start=0&slut=30#citat", "/finns-inte"):
        coloured.goto(server + path)
        assert axe_violations(coloured) == []


def test_field_buttons_and_examples_have_an_edge_of_three_to_one(coloured: Page) -> None:
    for name in (".pf-field", ".pf-ask", ".pf-example"):
        element = coloured.locator(name).first
        assert float(element.evaluate("e => getComputedStyle(e).borderTopWidth[0]")) >= 1
        assert element.evaluate(CONTRAST) >= 3


def test_edges_remain_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.locator(".pf-example").first.wait_for()
    for name in (".pf-field", ".pf-ask", ".pf-example"):
        style = page.locator(name).first.evaluate("e => getComputedStyle(e).borderTopStyle")
        assert style == "solid"


def test_the_field_stays_in_view_and_in_focus_on_a_telephone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    field = page.get_by_role("textbox", name="Din fråga")
    for question in ("Var ska nya trygghetskameror sättas upp?", "Vad kostar kamerorna?"):
        ask(page, question)
        expect(field).to_be_focused()
        expect(field).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_in_viewport(ratio=1)
        expect(page.locator(".pf-asked").last).to_be_in_viewport(ratio=1)


def test_an_opened_source_is_not_hidden_behind_the_field(page: Page) -> None:
    page.set_viewport_size(PHONE)
    ask(page, "Vem är kommunstyrelsens ordförande?")
    page.locator(".pf-marker").last.click()
    card, form = page.locator(".pf-card[open]"), page.locator(".pf-form")
    expect(card).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(600)  # the page scrolls smoothly
    box, field = card.bounding_box(), form.bounding_box()
    assert box
    assert field
    assert box["y"] + box["height"] <= field["y"]


def test_nothing_stands_in_front_of_the_text_when_the_page_is_enlarged_four_times(
    page: Page,
) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.locator(".pf-form").evaluate("e => getComputedStyle(e).position") == "static"


def test_text_is_large_enough_to_read_and_to_type_without_zoom(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.locator(".pf-example").first.wait_for()
    for name in (".pf-field", ".pf-ask", ".pf-example", ".pf-notice"):
        size = page.locator(name).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= 16


def test_an_answer_is_announced_once(page: Page) -> None:
    ask(page, "Var ska nya trygghetskameror sättas upp?")
    expect(page.locator(ANNOUNCED)).to_contain_text("Masmo, Vårby och Huddinge centrum")
    assert page.locator(".pf [aria-live], .pf [role=log]").count() == 0


def test_searching_and_the_same_refusal_again_are_announced_and_then_gone(page: Page) -> None:
    def slowly(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route("**/chatt/svar", slowly)
    hear(page, ANNOUNCED)
    for times in (2, 4):
        ask(page, "Vad kostar kamerorna?")
        page.wait_for_function("times => heard.filter(Boolean).length === times", arg=times)
    said = ["Söker i dokumenten …", "Det framgår inte av dokumenten."]
    assert page.evaluate("heard.filter(Boolean)") == said * 2
    expect(page.locator(ANNOUNCED)).to_be_empty()


def test_a_reply_in_another_language_is_announced_in_it(page: Page) -> None:
    ask(page, "How do I apply for a building permit?")
    expect(page.locator(ANNOUNCED).locator("span")).to_have_attribute("lang", "en")


def test_on_a_low_window_the_page_starts_with_its_heading_in_view(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.reload()
    expect(page.get_by_role("textbox", name="Din fråga")).to_be_focused()
    page.wait_for_timeout(600)  # the page scrolls smoothly
    assert page.evaluate("scrollY") == 0


def test_what_is_typed_goes_to_no_spell_checker(page: Page) -> None:
    field = page.get_by_role("textbox", name="Din fråga")
    expect(field).to_have_attribute("spellcheck", "false")
    expect(field).to_have_attribute("writingsuggestions", "false")


def test_focus_is_visible_on_everything_that_the_tab_key_reaches(page: Page) -> None:
    ask(page, "Var ska nya trygghetskameror sättas upp?")
    page.locator(".pf-example").first.focus()
    reached = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        now = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.className || e.tagName, s.outlineStyle, parseFloat(s.outlineWidth)] })()"
        )
        if now[0] == "BODY":
            break
        reached.add(now[0])
        assert now[1] == "solid", now
        assert now[2] >= 2, now
    assert {"pf-marker", "SUMMARY", "pf-field", "pf-ask"} <= reached


def test_without_javascript_the_page_says_in_swedish_what_to_do(
    browser: Browser, server: str
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(server)
    said = page.locator("noscript p")
    assert "behöver JavaScript" in said.first.inner_text()
    assert "kommunens kontaktcenter" in said.last.inner_text()
    expect(said.last).to_be_visible()
    context.close()
