"""A server whose door is internal, asked directly and as a proxy would pass a request on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from assistant.web.audience import audience_of
from corpus.types import Audience
from tests.conftest import HOUSE

INTERNAL_PAGE = "/dokument/intern-handledning"
PASSED_ON = [
    {"Host": "fraga.huddinge.se"},
    {"X-Forwarded-For": "192.0.2.7"},
    {"X-Forwarded-Host": "fraga.huddinge.se"},
    {"Forwarded": "for=192.0.2.7"},
    {"X-Real-IP": "192.0.2.7"},
    {"Via": "1.1 proxy"},
    {"Host": "fraga.huddinge.se", "X-Forwarded-For": "127.0.0.1"},
    {"Host": "127.0.0.1.huddinge.se"},
]


def serving(folder: Path, door: str) -> Iterator[str]:
    environment = {**os.environ, "PLANFRAGA_STATE": str(folder), "PLANFRAGA_DOOR_AUDIENCE": door}
    command = [sys.executable, str(HOUSE / "app.py"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as run:
        assert run.stdout is not None
        found = re.search(r"http://[\d.:]+", run.stdout.readline())
        assert found
        yield found.group()
        run.terminate()


@pytest.fixture(scope="module")
def internal_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serving(tmp_path_factory.mktemp("state"), "internal")


@pytest.fixture(scope="module")
def public_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serving(tmp_path_factory.mktemp("state"), "public")


def get(address: str, headers: dict[str, str]) -> httpx.Response:
    return httpx.get(address, headers=headers, trust_env=False)


def documents_cited(server: str, headers: dict[str, str]) -> set[str]:
    """Ask the chat, as its page does, and return the documents that its answer links to."""
    question = {"question": "Hur lägger man till ett dokument?"}
    reply = httpx.post(server + "/chatt/svar", json=question, headers=headers, trust_env=False)
    return set(re.findall(r"/dokument/([\w-]+)", reply.raise_for_status().text))


def test_whoever_sits_at_the_server_sees_internal_documents_where_the_door_says_so(
    internal_door: str,
) -> None:
    assert get(internal_door + INTERNAL_PAGE, {}).status_code == 200
    assert "intern-handledning" in documents_cited(internal_door, {})


@pytest.mark.parametrize("headers", PASSED_ON, ids=str)
def test_a_request_that_was_passed_on_is_public(
    internal_door: str, headers: dict[str, str]
) -> None:
    assert get(internal_door + INTERNAL_PAGE, headers).status_code == 404
    assert get(internal_door + "/dokument/verksamhetsplan-2024", headers).status_code == 200


@pytest.mark.parametrize("headers", [PASSED_ON[0], PASSED_ON[1]], ids=str)
def test_a_question_that_was_passed_on_gets_a_public_answer(
    internal_door: str, headers: dict[str, str]
) -> None:
    cited = documents_cited(internal_door, headers)
    assert cited
    assert "intern-handledning" not in cited


def test_the_door_is_public_unless_the_setting_says_otherwise(public_door: str) -> None:
    assert get(public_door + INTERNAL_PAGE, {}).status_code == 404
    assert "intern-handledning" not in documents_cited(public_door, {})


def test_the_page_itself_shows_nothing_internal(internal_door: str) -> None:
    assert "Lägga till dokument" not in get(internal_door, {}).text


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/info", "/finns-inte", "/dokument/finns-inte", "/dokument/ordlista?start=x"],
)
def test_a_page_that_is_not_there_says_so_in_swedish_and_in_the_house_s_look(
    public_door: str, path: str
) -> None:
    found = get(public_door + path, {})
    assert found.status_code == 404
    assert found.headers["content-type"].startswith("text/html")
    assert "content-security-policy" in found.headers
    assert '<html lang="sv">' in found.text
    assert "source.css" in found.text
    assert "finns inte" in found.text


def request(peer: str | None, headers: list[tuple[str, str]], http_version: str = "1.1") -> Request:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers]
    client = (peer, 1) if peer is not None else None
    return Request({"type": "http", "http_version": http_version, "client": client, "headers": raw})


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.1", "::1"])
@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:7860", "[::1]:7860"])
def test_loopback_is_internal(peer: str, host: str) -> None:
    assert audience_of(request(peer, [("Host", host)]), Audience.INTERNAL) is Audience.INTERNAL


@pytest.mark.parametrize(
    "asked",
    [
        request("192.0.2.7", [("Host", "127.0.0.1")]),
        request(None, [("Host", "127.0.0.1")]),
        request("", [("Host", "127.0.0.1")]),
        request("127.0.0.1", []),
        request("127.0.0.1", [("Host", "")]),
        request("127.0.0.1", [("Host", "127.0.0.1"), ("Host", "fraga.huddinge.se")]),
        request("127.0.0.1", [("Host", "huddinge.se@127.0.0.1")]),
        request("127.0.0.1", [("Host", "127.0.0.1")], http_version="1.0"),
        None,
    ],
)
def test_everything_else_is_public(asked: Request | None) -> None:
    assert audience_of(asked, Audience.INTERNAL) is Audience.PUBLIC


@given(
    st.text("abcdefghijklmnopqrstuvwxyz-", max_size=12),
    st.sampled_from(["127.0.0.1", "::1", "192.0.2.7"]),
    st.sampled_from(["localhost", "127.0.0.1:7860", "fraga.huddinge.se"]),
)
def test_no_forwarding_header_and_no_public_door_ever_gives_internal(
    name: str, peer: str, host: str
) -> None:
    passed_on = request(peer, [("Host", host), (f"X-Forwarded-{name}", "")])
    assert audience_of(passed_on, Audience.INTERNAL) is Audience.PUBLIC
    assert audience_of(request(peer, [("Host", host)]), Audience.PUBLIC) is Audience.PUBLIC
