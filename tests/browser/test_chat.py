from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import ask, axe_violations

pytestmark = pytest.mark.browser


def test_an_answer_has_a_marker_that_opens_its_source(page: Page, server: str) -> None:
    ask(page, "Var ska nya trygghetskameror sättas upp?")
    expect(page.locator(".pf-sentence").first).to_contain_text("Masmo, Vårby och Huddinge centrum")
    card = page.locator(".pf-card").first
    expect(card).not_to_have_attribute("open", re.compile(".*"))
    page.get_by_role("button", name="Visa källa 1").click()
    expect(card).to_have_attribute("open", "")
    expect(card.locator("mark").first).to_contain_text("Masmo, Vårby och Huddinge centrum")
    page.goto(f"{server}/{card.get_by_role('link').get_attribute('href')}")
    expect(page.locator("#citat")).to_contain_text("Masmo, Vårby och Huddinge centrum")
    expect(page.locator("#citat")).to_be_in_viewport()


def test_a_question_without_an_answer_is_refused_with_the_nearest_passages(page: Page) -> None:
    ask(page, "Vad kostar kamerorna?")
    expect(page.locator(".pf-reply")).to_have_text("Det framgår inte av dokumenten.")
    page.locator(".pf-card summary").first.click()
    expect(page.locator(".pf-passage").first).to_contain_text("kamer")


def test_a_refusal_shows_what_may_be_the_answer_and_marks_it_in_its_passage(page: Page) -> None:
    def marked(route: Route) -> None:
        reply = route.fetch().json()
        text = "".join(part["text"] for part in reply["cards"][0]["passage"])
        parts = [{"text": text[:30], "quoted": True}, {"text": text[30:], "quoted": False}]
        reply["cards"][0]["passage"] = parts
        route.fulfill(json=reply)

    page.route("**/chatt/svar", marked)
    ask(page, "Vad kostar kamerorna?")
    card = page.locator(".pf-card").first
    possibly = card.locator(".pf-possibly")
    expect(possibly).to_be_visible()
    assert axe_violations(page) == []
    said = possibly.inner_text()
    card.locator("summary").click()
    expect(possibly).to_be_hidden()
    expect(card.locator("mark")).to_have_text(said)


def test_questions_stay_on_the_page_in_order(page: Page) -> None:
    ask(page, "Hej!")
    ask(page, "När antogs planen?")
    expect(page.locator(".pf-asked .pf-text")).to_have_text(["Hej!", "När antogs planen?"])


def test_the_same_question_twice_is_answered_twice(page: Page) -> None:
    ask(page, "När antogs planen?")
    ask(page, "När antogs planen?")
    turns = page.locator(".pf-turn")
    expect(turns).to_have_count(2)
    first, second = (turns.nth(at).locator(".pf-sentence").all_inner_texts() for at in (0, 1))
    assert first == second != []


def test_an_example_button_asks_and_is_answered(page: Page) -> None:
    button = page.locator(".pf-example").first
    question = button.inner_text()
    button.click()
    expect(page.locator(".pf-asked .pf-text")).to_have_text([question])
    expect(page.locator(".pf-sentence").first).to_be_visible()


def test_the_keyboard_alone_asks_and_opens_a_source(page: Page) -> None:
    page.get_by_role("textbox", name="Din fråga").focus()
    page.keyboard.type("Vem är kommunstyrelsens ordförande?")
    page.keyboard.press("Enter")
    expect(page.locator(".pf-marker").first).to_be_visible()
    page.locator(".pf-marker").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pf-card").first).to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_page_is_swedish_in_an_english_browser_and_stores_nothing(page: Page) -> None:
    ask(page, "När antogs planen?")
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert page.evaluate("Object.keys(localStorage).length") == 0
    visible = page.locator("body").inner_text()
    for english in ("Submit", "Loading", "Built with", "Textbox", "Settings", "Error"):
        assert english not in visible


def test_hostile_text_is_shown_as_text_and_runs_nothing(page: Page, server: str) -> None:
    ask(page, "Var bor rävungarna?")
    expect(page.locator(".pf-turn")).to_contain_text("${Object.assign(window,{pwned:1})}")
    ask(page, "<img src=x onerror='window.pwned=1'> ${Object.assign(window,{pwned:1})} rävungar")
    assert page.evaluate("window.pwned") is None
    page.goto(f"{server}/dokument/farligt?start=0&slut=10")
    expect(page.locator("main")).to_contain_text("<script>window.pwned=1</script>")
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img, main form").count() == 0


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_the_page_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ask(page, "Vilka områden pekas ut som särskilt viktiga för utvecklingen?")
    page.locator(".pf-marker").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=https://example.org/x.png",
        "/gradio_api/upload",
        "/gradio_api/info",
        "/gradio_api/runs",
        "/gradio_api/call/typed",
        "/gradio_api/queue/join",
        "/gradio_api/queue/data",
        "/monitoring",
        "/config",
        "/docs",
        "/openapi.json",
        "//gradio_api/upload",
        "/gradio_api/%66ile=/etc/passwd",
        "/dokument/../../etc/passwd",
        "/dokument/finns-inte",
        "/planfraga/answers.js",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_every_other_route_is_closed(server: str, path: str, method: str) -> None:
    response = httpx.request(method, server + path, trust_env=False)
    assert response.status_code == 404


def test_the_page_has_a_policy_with_a_nonce_of_its_own(server: str) -> None:
    policies = [
        httpx.get(server, trust_env=False).headers["content-security-policy"] for _ in range(2)
    ]
    assert policies[0] != policies[1]
    assert "script-src 'self' 'nonce-" in policies[0]
    assert "unsafe-inline" not in policies[0].split("script-src")[1].split(";")[0]


def test_health_and_version_answer(server: str) -> None:
    assert httpx.get(server + "/healthz", trust_env=False).json() == {"status": "ok"}
    assert httpx.get(server + "/version", trust_env=False).json()["version"]


def test_a_body_that_is_far_too_large_is_refused(server: str) -> None:
    response = httpx.post(server + "/chatt/svar", content=b"x" * 100_000, trust_env=False)
    assert response.status_code == 413
