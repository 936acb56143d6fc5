from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import ask, axe_violations

pytestmark = pytest.mark.browser

FIRST, SECOND = "Vem är kommunstyrelsens ordförande?", "När antogs planen?"
ASKED = ".pf-asked .pf-text"
IN_ADDRESS = "new URLSearchParams(location.hash.slice(1)).get('fraga')"


@pytest.mark.parametrize("before", ["?", "#"])
def test_an_address_with_a_question_asks_it_and_keeps_it_from_the_server(
    page: Page, server: str, before: str
) -> None:
    page.goto(f"{server}/{before}fraga=När+antogs+planen%3F")
    expect(page.locator(ASKED)).to_have_text([SECOND])
    expect(page.locator(".pf-sentence, .pf-reply").first).to_be_visible()
    assert page.evaluate(IN_ADDRESS) == SECOND
    assert "?" not in page.url
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.reload()
    expect(page.locator(ASKED)).to_have_text([SECOND])
    expect(page.locator(".pf-searching")).to_have_count(0)
    assert f"{server}/" in [url.split("#")[0] for url in sent]
    assert not any("?fraga" in url for url in sent)


def test_a_reload_asks_a_follow_up_as_it_was_understood(page: Page) -> None:
    ask(page, FIRST)
    ask(page, "Och vice ordförande?")
    understood = page.locator(".pf-understood p").inner_text().removeprefix("Du frågar om: ")
    answer = page.locator(".pf-turn").last.locator(".pf-sentence .pf-text").first.inner_text()
    page.reload()
    expect(page.locator(ASKED)).to_have_text([understood])
    expect(page.locator(".pf-sentence .pf-text").first).to_have_text(answer)


def test_back_while_an_answer_is_on_its_way_is_followed_when_it_has_come(page: Page) -> None:
    ask(page, FIRST)
    ask(page, SECOND)
    held: list[Route] = []
    page.route("**/chatt/svar", lambda route: held.append(route))
    page.get_by_role("textbox", name="Din fråga").fill("Vad handlar planen om?")
    page.keyboard.press("Enter")
    expect(page.locator(".pf-searching")).to_be_in_viewport()
    page.go_back()
    held[0].continue_()
    expect(page.locator(".pf-searching")).to_have_count(0)
    assert page.evaluate(IN_ADDRESS) == FIRST
    expect(page.locator(ASKED).first).to_be_in_viewport()


def test_the_address_follows_the_question_and_back_leads_to_the_one_before(
    page: Page, server: str
) -> None:
    for question in (FIRST, SECOND):
        ask(page, question)
        assert page.evaluate(IN_ADDRESS) == question
    page.go_back()
    assert page.evaluate(IN_ADDRESS) == FIRST
    expect(page.locator(ASKED)).to_have_text([FIRST, SECOND])
    expect(page.locator(ASKED).first).to_be_in_viewport()
    page.go_back()
    assert page.url == server + "/"
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_back_after_a_reload_shows_the_answer_of_the_address(page: Page) -> None:
    ask(page, FIRST)
    ask(page, SECOND)
    page.reload()
    expect(page.locator(".pf-sentence")).not_to_have_count(0)
    page.go_back()
    assert page.evaluate(IN_ADDRESS) == FIRST
    expect(page.locator(ASKED)).to_have_text([SECOND, FIRST])


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
    assert "fraga" not in page.url


@pytest.mark.parametrize(
    "question", ["Jag orkar inte leva längre", "När får jag svar på min ansökan om bygglov?"]
)
def test_what_is_the_asker_s_own_never_stays_in_the_address(
    page: Page, server: str, question: str
) -> None:
    ask(page, SECOND)
    ask(page, question)
    assert page.url == f"{server}/"
    page.goto(f"{server}/?fraga={quote(question)}")
    expect(page.locator(ASKED)).to_have_text([question])
    expect(page.locator(".pf-searching")).to_have_count(0)
    assert page.url == f"{server}/"


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


def test_in_the_list_of_documents_nothing_that_has_the_focus_is_hidden(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 480})
    page.get_by_role("button", name="Dokument", exact=True).click()
    dialogue = page.get_by_role("dialog", name="Dokument")
    dialogue.get_by_role("checkbox").first.check()
    top, foot = dialogue.locator(".pf-panel-top"), dialogue.locator(".pf-dialogue-foot")
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 12:
        page.keyboard.press(key)
        focused = page.locator(".pf-documents :focus")
        if not focused.count():
            continue
        page.wait_for_timeout(50)
        box, above, below = focused.bounding_box(), top.bounding_box(), foot.bounding_box()
        assert box
        assert above
        assert below
        assert above["y"] + above["height"] <= box["y"]
        assert box["y"] + box["height"] <= below["y"]


def test_in_a_low_window_nothing_stands_in_front_of_the_list_of_documents(page: Page) -> None:
    page.get_by_role("button", name="Dokument", exact=True).click()
    page.set_viewport_size({"width": 320, "height": 256})
    for part in (".pf-dialogue .pf-panel-top", ".pf-dialogue-foot"):
        assert page.locator(part).evaluate("e => getComputedStyle(e).position") == "static"


def test_the_chosen_documents_are_announced_when_the_list_is_closed(page: Page) -> None:
    page.get_by_role("button", name="Dokument", exact=True).click()
    dialogue = page.get_by_role("dialog", name="Dokument")
    dialogue.get_by_role("checkbox").first.check()
    page.evaluate(
        """() => {
            const { close } = HTMLDialogElement.prototype;
            HTMLDialogElement.prototype.close = function () {
                window.before = document.querySelector('.pf-within').textContent;
                close.call(this);
            };
        }"""
    )
    dialogue.get_by_role("button", name="Fråga bara de valda").click()
    expect(page.locator(".pf-within")).not_to_be_empty()
    assert page.evaluate("window.before") == ""
