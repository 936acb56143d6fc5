"""What every response passes: how much may be sent, and what may be kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from assistant import texts
from assistant.web.safety import Safety
from tests.browser.conftest import serving

MUCH = 2_000_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving("--port", "0", state=tmp_path_factory.mktemp("state")) as address:
        yield address


def in_chunks(length: int) -> Iterator[bytes]:
    """Without a known length, httpx sends Transfer-Encoding: chunked."""
    yield b'{"question": "'
    for _ in range(length // 10_000):
        yield b"a" * 10_000
    yield b'"}'


def post(address: str, length: int) -> httpx.Response:
    json = {"content-type": "application/json"}
    return httpx.post(
        address + "/kiosk/svar", content=in_chunks(length), headers=json, trust_env=False
    )


def test_a_body_in_chunks_is_refused_in_swedish_when_it_grows_too_long(address: str) -> None:
    found = post(address, MUCH)
    assert found.status_code == 413
    assert texts.TOO_MUCH in found.text
    assert post(address, 10_000).status_code == 200


def test_only_what_is_no_document_question_or_answer_may_be_kept(address: str) -> None:
    def kept(path: str) -> bool:
        found = httpx.get(address + path, trust_env=False)
        assert found.status_code in (200, 202)
        return found.headers.get("cache-control") != "no-store"

    for path in ("/", "/kiosk/", "/dokument/ordlista", "/chatt/dokument", "/healthz"):
        assert not kept(path), path
    for path in ("/planfraga/chat.js", "/planfraga/source.css", "/favicon.ico"):
        assert kept(path), path


def test_a_browser_asks_each_time_for_modules_and_pictures(address: str) -> None:
    for path in ("/planfraga/chat.js", "/planfraga/kiosk.css", "/favicon.ico"):
        found = httpx.get(address + path, trust_env=False)
        assert found.headers["cache-control"] == "no-cache", path


def asked(chunks: Sequence[bytes]) -> tuple[list[int], int]:
    """Send a question in chunks to `Safety` alone: what was answered, how much the inside got."""
    left, statuses, inside = list(chunks), list[int](), bytearray()

    async def receive() -> Message:
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            inside.extend(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})

    scope = {"type": "http", "method": "POST", "path": "/chatt/svar", "headers": []}
    with ThreadPoolExecutor(1) as apart:  # the browser tests leave a running loop in this thread
        apart.submit(asyncio.run, Safety(app, {})(scope, receive, send)).result()
    return statuses, len(inside)


def test_the_inside_never_sees_a_body_that_is_too_long() -> None:
    assert asked([b"a" * 30_000] * 2) == ([200], 60_000)
    assert asked([b"a" * 30_000] * 3) == ([413], 0)
    assert asked([b"a" * 64_001]) == ([413], 0)
