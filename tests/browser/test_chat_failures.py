from __future__ import annotations

import socket
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import ask, hear, serving

pytestmark = pytest.mark.browser


def test_an_empty_question_gets_a_hint_at_the_field_and_no_card(page: Page) -> None:
    field = page.get_by_role("textbox", name="Din fråga")
    for nothing in ("", "   ", "\n"):
        field.fill(nothing)
        page.get_by_role("button", name="Fråga", exact=True).click()
        expect(page.get_by_role("alert")).to_have_text("Skriv en fråga först.")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
    assert page.locator(".pf-turn").count() == 0
    field.press_sequentially("N")
    expect(page.get_by_role("alert")).to_have_text("")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_a_question_without_a_word_stays_in_the_field_with_a_hint(page: Page) -> None:
    field = page.get_by_role("textbox", name="Din fråga")
    field.fill("???")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Skriv en fråga först.")
    expect(field).to_have_value("???")
    assert page.locator(".pf-turn").count() == 0


def test_a_question_over_the_limit_is_counted_and_refused_and_never_cut(page: Page) -> None:
    field = page.get_by_role("textbox", name="Din fråga")
    question = "När antogs planen? " * 60
    field.fill(question)
    expect(page.locator("#pf-count")).to_have_text("1140 av 1000 tecken")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(
        "Frågan är 1140 tecken lång. Korta den till högst 1000 tecken."
    )
    expect(field).to_have_value(question)
    assert page.locator(".pf-turn").count() == 0
    field.fill("När antogs planen? " * 50)
    expect(page.locator("#pf-count")).to_have_text("950 av 1000 tecken")
    field.press("Enter")
    expect(page.locator(".pf-turn")).to_have_count(1)


def test_a_line_break_is_typed_with_shift_and_enter(page: Page) -> None:
    field = page.get_by_role("textbox", name="Din fråga")
    field.fill("När antogs")
    field.press("Shift+Enter")
    field.press_sequentially("planen?")
    expect(field).to_have_value("När antogs\nplanen?")
    field.press("Enter")
    expect(page.locator(".pf-sentence").first).to_contain_text("31 januari 2024")


def test_an_error_on_the_server_is_said_in_swedish_and_the_question_stays(page: Page) -> None:
    page.route("**/chatt/svar", lambda route: route.fulfill(status=500, body="boom"))
    field = page.get_by_role("textbox", name="Din fråga")
    field.fill("När antogs planen?")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Något gick fel på servern.")
    expect(field).to_have_value("När antogs planen?")


@pytest.mark.parametrize("body", ["<!doctype html><h1>Logga in</h1>", '{"login": true}', "null"])
def test_what_comes_in_place_of_a_reply_keeps_the_question_and_the_page_alive(
    page: Page, body: str
) -> None:
    page.route("**/chatt/svar", lambda route: route.fulfill(status=200, body=body))
    field = page.get_by_role("textbox", name="Din fråga")
    field.fill("När antogs planen?")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Något gick fel på servern.")
    expect(field).to_have_value("När antogs planen?")
    page.unroute("**/chatt/svar")
    field.press("Enter")
    expect(page.locator(".pf-sentence").first).to_contain_text("31 januari 2024")


@pytest.mark.parametrize("status", [302, 401, 403])
def test_a_login_that_has_expired_is_said_and_the_question_stays(page: Page, status: int) -> None:
    def to_login(route: Route) -> None:
        route.fulfill(status=status, headers={"location": "https://inloggning.example/"})

    page.route("**/chatt/svar", to_login)
    field = page.get_by_role("textbox", name="Din fråga")
    field.fill("När antogs planen?")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Du är inte längre inloggad.")
    expect(field).to_have_value("När antogs planen?")


def test_a_connection_that_breaks_within_a_reply_keeps_the_question(page: Page) -> None:
    page.evaluate("() => { Response.prototype.json = () => Promise.reject(new TypeError()) }")
    field = page.get_by_role("textbox", name="Din fråga")
    field.fill("När antogs planen?")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Servern svarar inte.")
    expect(field).to_have_value("När antogs planen?")


def test_a_question_that_fails_is_put_back_before_what_was_typed_meanwhile(page: Page) -> None:
    held: list[Route] = []
    page.route("**/chatt/svar", lambda route: held.append(route))
    field = page.get_by_role("textbox", name="Din fråga")
    field.fill("När antogs planen?")
    field.press("Enter")
    expect(page.locator(".pf-searching")).to_be_visible()
    field.press_sequentially("Vem")
    held[0].fulfill(status=500)
    expect(page.get_by_role("alert")).to_contain_text("Frågan står kvar i fältet.")
    expect(field).to_have_value("När antogs planen?\nVem")


def test_a_lost_server_is_asked_after_by_one_poll_that_the_next_question_ends(page: Page) -> None:
    polled: list[str] = []

    def gone(route: Route) -> None:
        polled.append(route.request.url)
        route.fulfill(status=502)

    for path in ("**/version", "**/healthz"):
        page.route(path, gone)
    page.route("**/chatt/svar", lambda route: route.fulfill(status=502))
    field = page.get_by_role("textbox", name="Din fråga")
    field.fill("När antogs planen?")
    for _ in range(2):
        field.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Servern svarar inte.")
        expect(page.locator(".pf-turn")).to_have_count(0)
    page.wait_for_timeout(4_500)
    assert len(polled) == 1
    page.unroute_all()
    ask(page, "När antogs planen?")
    page.wait_for_timeout(4_500)
    expect(page.get_by_role("alert")).to_be_empty()


def test_a_server_with_internal_documents_alone_is_said_to_be_back(page: Page) -> None:
    page.route("**/healthz", lambda route: route.fulfill(status=503))
    page.route("**/chatt/svar", lambda route: route.fulfill(status=502))
    page.get_by_role("textbox", name="Din fråga").fill("När antogs planen?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Sidan säger till när servern svarar igen.")
    expect(page.get_by_role("alert")).to_have_text("Servern svarar igen. Du kan ställa frågan nu.")


def test_the_same_hint_is_announced_each_time(page: Page) -> None:
    said = "Skriv en fråga först."
    hear(page, "#pf-hint")
    for heard in ([said], [said, "", said]):
        page.get_by_role("button", name="Fråga", exact=True).click()
        page.wait_for_function("heard => String(window.heard) === String(heard)", arg=heard)


def test_a_server_that_goes_and_comes_back_is_said_in_swedish_and_keeps_the_conversation(
    browser: Browser, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    with serving("--port", port, state=tmp_path) as address:
        page.goto(address)
        ask(page, "När antogs planen?")
    field = page.get_by_role("textbox", name="Din fråga")
    field.fill("Vem är kommunstyrelsens ordförande?")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Servern svarar inte.")
    expect(field).to_have_value("Vem är kommunstyrelsens ordförande?")
    assert "onnection" not in page.locator("body").inner_text()
    with serving("--port", port, state=tmp_path):
        expect(page.get_by_role("alert")).to_contain_text("Servern svarar igen.", timeout=20_000)
        field.press("Enter")
        expect(page.locator(".pf-turn")).to_have_count(2)
        expect(page.locator(".pf-sentence").last).to_be_visible()
    context.close()


def test_a_page_of_which_a_part_did_not_come_says_so(page: Page) -> None:
    page.route("**/planfraga/chat_form.js", lambda route: route.abort())
    page.reload()
    expect(page.locator(".pf")).to_have_text("Sidan kom inte fram i sin helhet. Ladda om den.")


def test_a_page_that_does_not_exist_is_a_page_in_swedish_with_a_way_back(
    page: Page, server: str
) -> None:
    response = page.goto(server + "/finns-inte")
    assert response
    assert response.status == 404
    expect(page.get_by_role("heading")).to_have_text("Sidan finns inte.")
    page.get_by_role("link", name="Ställ en fråga").click()
    page.get_by_role("textbox", name="Din fråga").wait_for()
