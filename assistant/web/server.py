"""The web application and the server that runs it."""

from __future__ import annotations

import os
import socket

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse

from assistant import texts
from assistant.core import Assistant
from assistant.doctor import settings_notes
from assistant.listening import listen
from assistant.logo import logo_type
from assistant.reloading import Reloader
from assistant.settings import Settings
from assistant.version import program_version
from assistant.web.chat import ASSETS, chat_page, chat_routes
from assistant.web.kiosk import RELOAD_UNDRAWN, kiosk_page, kiosk_routes
from assistant.web.safety import Safety, Shell
from assistant.web.source import message_page
from assistant.web.source_routes import source_routes
from corpus.drawing import PagePictures
from corpus.types import Audience

_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_ASSETS = {path.name: _TYPES[path.suffix] for path in ASSETS.iterdir() if path.suffix in _TYPES}
_SECONDS_TO_STOP = 3


def build_app(assistant: Assistant, settings: Settings, reloader: Reloader) -> FastAPI:
    """Return the application: own routes, the kiosk, the chat at "/", safety around.

    `reloader` knows whether the index in use is the newest one; it is started by `serve`.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _add_routes(app, assistant, settings, reloader)
    _add_logo(app, settings)
    pictures = PagePictures()
    app.include_router(source_routes(assistant, settings, pictures))
    app.include_router(chat_routes(assistant, settings))
    app.include_router(kiosk_routes(assistant, settings, pictures))
    _mount(app, kiosk_page(settings), "/kiosk")
    _mount(app, chat_page(settings), "/")
    without_script = (texts.NO_SCRIPT, texts.CONTACT.format(contact=settings.contact))
    shells = {
        "/": Shell("/planfraga/chat.css", without_script),
        "/kiosk/": Shell("/planfraga/kiosk.css", without_script, RELOAD_UNDRAWN),
    }
    app.add_middleware(Safety, shells=shells)
    return app


def _mount(app: FastAPI, page: gr.Blocks, path: str) -> None:
    """Add a page of Gradio's without what Gradio adds to it."""
    gr.mount_gradio_app(
        app,
        page,
        path=path,
        run_history=False,
        footer_links=[],
        enable_monitoring=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        pwa=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def serve(settings: Settings) -> None:
    """Answer requests until interrupted.

    Raises:
        PortBusyError, PortForbiddenError, AddressError: it cannot listen there.
        PlanfragaError: the index cannot be opened, or the logo not shown.
    """
    with listen(settings.host, settings.port) as listening:
        _serve(settings, listening)


def _serve(settings: Settings, listening: socket.socket) -> None:
    assistant = Assistant.build(settings)
    reloader = Reloader(assistant)
    app = build_app(assistant, settings, reloader)
    reloader.start()
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
        proxy_headers=False,
        server_header=False,
    )
    listening.listen()  # who reads the address may connect at once
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{listening.getsockname()[1]}"
    print(texts.CLI_SERVING.format(address=address), flush=True)
    if settings.door_audience is Audience.INTERNAL:
        print(texts.CLI_SERVING_INTERNAL, flush=True)
    for note in settings_notes(settings):
        print(texts.CLI_NOTE.format(text=note), flush=True)
    uvicorn.Server(config).run(sockets=[listening])


def _add_routes(app: FastAPI, assistant: Assistant, settings: Settings, reloader: Reloader) -> None:
    @app.exception_handler(RequestValidationError)
    def wrong_address(request: Request, error: RequestValidationError) -> Response:
        return HTMLResponse(message_page(texts.NO_SUCH_PAGE), 404)

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        if not assistant.documents(settings.door_audience):
            return JSONResponse({"status": "empty"}, 503)
        return JSONResponse({"status": "outdated" if reloader.is_behind else "ok"})

    @app.get("/version")
    def version() -> JSONResponse:
        return JSONResponse({"version": program_version()})

    @app.get("/favicon.ico")
    def symbol() -> Response:
        return FileResponse(ASSETS / "symbol.svg", media_type=_ASSETS["symbol.svg"])

    @app.get("/planfraga/{name}")
    def asset(name: str) -> Response:
        if name not in _ASSETS:
            return HTMLResponse(message_page(texts.NO_SUCH_PAGE), 404)
        return FileResponse(ASSETS / name, media_type=_ASSETS[name])


def _add_logo(app: FastAPI, settings: Settings) -> None:
    """Serve the municipality's own picture, which has a route before the program's files.

    Raises:
        SettingsError: it is no picture that a browser shows.
        FileError: it cannot be read.
    """
    logo = settings.logo
    if logo is None:
        return
    kind = logo_type(logo)

    @app.get("/logotyp")
    def picture() -> Response:
        return FileResponse(logo, media_type=kind)
