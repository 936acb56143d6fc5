"""The routes that open a citation: the document as a page, and a PDF's page as a picture."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from assistant import texts
from assistant.core import Assistant
from assistant.settings import Settings
from assistant.web.audience import audience_of
from assistant.web.source import message_page, page_of, pictured_page, source_page
from corpus.drawing import PagePictures
from corpus.errors import DocumentError
from corpus.types import Document


def source_routes(assistant: Assistant, settings: Settings, pictures: PagePictures) -> APIRouter:
    """Return the routes; a document that the reader may not see is not there.

    `pictures` is closed when the application ends.
    """

    @asynccontextmanager
    async def stop_drawing_at_the_end(_: object) -> AsyncIterator[None]:
        yield
        pictures.close()

    router = APIRouter(lifespan=stop_drawing_at_the_end)

    def visible(request: Request, document_id: str) -> Document | None:
        return assistant.document(document_id, audience_of(request, settings.door_audience))

    @router.get("/dokument/{document_id:path}")
    def source(
        request: Request,
        document_id: str,
        start: int = 0,
        slut: int = 0,
        prov: str = "",
        bredvid: bool = False,
    ) -> HTMLResponse:
        document = visible(request, document_id)
        if document is None:
            return _no_document(is_beside=bredvid)
        pictured = pictured_page(document, start, slut) is not None
        drawable = pictured and assistant.file(document) is not None
        return HTMLResponse(
            source_page(document, start, slut, prov, is_drawable=drawable, is_beside=bredvid)
        )

    @router.get("/sida/{document_id:path}")
    def page(request: Request, document_id: str, start: int = 0, slut: int = 0) -> Response:
        document = visible(request, document_id)
        picture = page_picture(assistant, pictures, document, start, slut)
        return Response(picture, media_type="image/png") if picture else _no_document()

    return router


def page_picture(
    assistant: Assistant, pictures: PagePictures, document: Document | None, start: int, end: int
) -> bytes | None:
    """Draw the page where document.text[start:end] begins, None if there is no such page.

    Nor is there one of a file that has changed since it was read: who may see it is not known.
    """
    number = page_of(document, start) if document else None
    if document is None or number is None:
        return None
    file = assistant.file(document)
    try:
        return pictures.draw(file, number, document.text[start:end]) if file else None
    except (DocumentError, OSError):
        return None


def _no_document(*, is_beside: bool = False) -> HTMLResponse:
    return HTMLResponse(message_page(texts.NO_SUCH_DOCUMENT, is_beside=is_beside), 404)
