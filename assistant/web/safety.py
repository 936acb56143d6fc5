"""What every response passes: an allow-list of routes, headers, and Swedish pages.

Gradio's own routes hold an open proxy, an upload and more (see docs/arkitektur.md); only those
that the page uses are let through. The page itself gets a content security policy with a nonce,
and is told that the reader's language is Swedish.
"""

from __future__ import annotations

import html
import re
import secrets
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import texts
from assistant.web.source import message_page

_ALLOWED = re.compile(
    r"/|/theme\.css|/assets/[\w./-]+|/static/[\w./-]+|/gradio_api/startup-events"
    r"|/(?:dokument|sida)/[^\\]+|/planfraga/[\w.-]+|/favicon\.ico|/healthz|/version"
    r"|/chatt/(?:exempel|dokument)|/logotyp"
    r"|/kiosk/?|/kiosk/(?:theme\.css|(?:assets|static)/[\w./-]+|gradio_api/startup-events|forslag)"
)
_KEPT = re.compile(r"(?:/kiosk)?/(?:theme\.css|assets/.*|static/.*)")
"""What a browser may keep as it is: what Gradio names anew in each of its versions."""
_ASKED_FOR = re.compile(r"/planfraga/.*|/favicon\.ico|/logotyp")
"""What it may keep but asks for anew each time, so that parts of two versions never mix.

All else is of a document, a question or an answer, and is not kept.
"""
_PAGE_METHODS = {"GET", "HEAD"}
_POST_ONLY = frozenset(
    {"/chatt/svar", "/chatt/omdome", "/kiosk/svar", "/kiosk/dokument", "/kiosk/sida"}
)
_LONGEST_BODY = 64_000
_SWEDISH = (
    "<script{nonce}>for (const name of ['language', 'languages'])"
    " Object.defineProperty(navigator, name,"
    " {{get: () => name === 'language' ? 'sv' : ['sv']}});</script>"
)
_SOCIAL_META = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*', re.I)


@dataclass(frozen=True, slots=True)
class Shell:
    """What a page of Gradio's is given: a stylesheet of its own, and words without JavaScript.

    `script` runs whether or not what Gradio's page fetches arrives, "" for none.
    """

    stylesheet: str
    without_script: tuple[str, ...]
    script: str = ""


class Safety:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, shells: Mapping[str, Shell]) -> None:
        """Wrap the application; `shells` has the path of every page of Gradio's."""
        self._app = app
        self._shells = shells

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 to what is not on the list; rewrite the page and add headers to the rest."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        sending = _with_headers(send, nonce, scope["path"])
        if not is_allowed(scope["method"], scope["path"], scope.get("raw_path", b"")):
            await _refuse(404, texts.NO_SUCH_PAGE, scope, receive, sending)
            return
        body = await _body(scope, receive)
        if body is None:
            await _refuse(413, texts.TOO_MUCH, scope, receive, sending)
            return
        receive = _again(body, receive)
        if shell := self._shells.get(scope["path"]):
            await self._page(scope, receive, send, nonce, shell)
        else:
            await self._app(scope, receive, sending)

    async def _page(
        self, scope: Scope, receive: Receive, send: Send, nonce: str, shell: Shell
    ) -> None:
        """Collect the page, rewrite it and send it at once."""
        headers = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
        body = bytearray()
        start: Message = {}

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    page = rewritten(body.decode(), nonce, shell).encode()
                    MutableHeaders(raw=start["headers"])["content-length"] = str(len(page))
                    await with_headers(start)
                    await send({"type": "http.response.body", "body": page})

        with_headers = _with_headers(send, nonce, scope["path"])
        await self._app({**scope, "headers": headers}, receive, collect)


def is_allowed(method: str, path: str, raw_path: bytes) -> bool:
    """Say whether a route is on the list; an encoded or doubled form of one is not."""
    raw = raw_path.split(b"?")[0].decode("latin-1")
    plain = path.startswith(("/dokument/", "/sida/")) or not raw or unquote(raw) == raw
    if not plain or "//" in path or ".." in path.split("/"):
        return False
    if path in _POST_ONLY:
        return method == "POST"
    return method in _PAGE_METHODS and _ALLOWED.fullmatch(path) is not None


def rewritten(page: str, nonce: str, shell: Shell) -> str:
    """Return Gradio's page in Swedish, its scripts with the nonce, without social meta data."""
    attribute = f' nonce="{nonce}"'
    page = _SOCIAL_META.sub("", page).replace('lang="en"', 'lang="sv"')
    page = re.sub(r"<script(?=[\s>])", f"<script{attribute}", page)
    own = f"<script{attribute}>{shell.script}</script>" if shell.script else ""
    page = page.replace("<head>", "<head>" + _SWEDISH.format(nonce=attribute) + own, 1)
    page = page.replace("</head>", f'<link rel="stylesheet" href="{shell.stylesheet}"></head>', 1)
    words = "".join(f"<p>{html.escape(text)}</p>" for text in shell.without_script)
    return page.replace("<gradio-app", f"<noscript>{words}</noscript><gradio-app", 1)


async def _refuse(status: int, message: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with a page that says why."""
    await HTMLResponse(message_page(message), status)(scope, receive, send)


def _with_headers(send: Send, nonce: str, path: str) -> Send:
    policy = (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    )

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers["content-security-policy"] = policy
            headers["x-content-type-options"] = "nosniff"
            headers["referrer-policy"] = "no-referrer"
            if not _KEPT.fullmatch(path):
                asked_for = _ASKED_FOR.fullmatch(path) is not None
                headers["cache-control"] = "no-cache" if asked_for else "no-store"
        await send(message)

    return sending


async def _body(scope: Scope, receive: Receive) -> list[Message] | None:
    """Return the messages that bring the body, None if it is too long, as said or as counted."""
    if _said_length(scope) > _LONGEST_BODY:
        return None
    messages, length, more = list[Message](), 0, True
    while more:
        messages.append(await receive())
        length += len(messages[-1].get("body", b""))
        more = messages[-1].get("more_body", False)
        if length > _LONGEST_BODY:
            return None
    return messages


def _again(messages: Sequence[Message], receive: Receive) -> Receive:
    """Return what gives these messages first, and then those that are still to come."""
    waiting = deque(messages)

    async def receiving() -> Message:
        return waiting.popleft() if waiting else await receive()

    return receiving


def _said_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
