"""The chat page for employees: a constant shell, and the routes that it asks.

Gradio keeps what its events receive and return in the session's memory, reloads the page when a
connection is lost, and shows its own English messages; so the page has no Gradio event. Its
template is constant, and chat.js draws every text with `textContent`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

import gradio as gr
from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse

from assistant import texts
from assistant.core import Assistant
from assistant.settings import Settings
from assistant.suggesting import suggested_questions
from assistant.types import Answer
from assistant.web.audience import audience_of
from corpus.errors import PlanfragaError
from corpus.types import Audience

ASSETS = Path(__file__).parent / "assets"
_EXAMPLES = 6
_NOT_KEPT = {"cache-control": "no-store"}
_ON_LOAD = (
    "import(new URL('planfraga/chat.js', document.baseURI))"
    ".then((chat) => chat.start(element.querySelector('.pf'), props.value));"
)


def chat_page(settings: Settings) -> gr.Blocks:
    """Build the page; it is no subclass of `gr.HTML`, beside which Gradio would write a .pyi."""
    with gr.Blocks(title=_title(settings)) as page:
        gr.HTML(
            value={
                "labels": {**texts.CHAT, "title": _title(settings)},
                "organisation": settings.organisation,
                "contact": texts.CONTACT.format(contact=settings.contact),
                "longest": settings.longest_question,
            },
            html_template='<div class="pf"></div>',
            js_on_load=_ON_LOAD,
            apply_default_css=False,
            elem_id="pf-chat",
        )
    return page


def chat_routes(assistant: Assistant, settings: Settings) -> APIRouter:
    """Return the routes that the page asks; nothing of what they are sent is kept."""
    router = APIRouter(prefix="/chatt")

    @lru_cache(maxsize=4)
    def examples(audience: Audience, index_version: str) -> list[str]:
        return suggested_questions(assistant, audience, _EXAMPLES)

    @router.get("/exempel")
    def example_questions(request: Request) -> JSONResponse:
        audience = audience_of(request, settings.door_audience)
        return JSONResponse(examples(audience, assistant.index_version), headers=_NOT_KEPT)

    @router.post("/svar")
    def reply(request: Request, question: Annotated[str, Body(embed=True)]) -> JSONResponse:
        audience = audience_of(request, settings.door_audience)
        return JSONResponse(reply_data(assistant, question, audience), headers=_NOT_KEPT)

    return router


def reply_data(assistant: Assistant, question: str, audience: Audience) -> dict[str, object]:
    """Return what the page draws after a question: the answer's JSON, with places as texts."""
    try:
        answer = assistant.ask(question, audience=audience)
    except PlanfragaError as error:
        return {"status": "error", "answer": texts.error_text(error)}
    return _drawn(answer)


def _title(settings: Settings) -> str:
    return texts.PAGE_TITLE.format(organisation=settings.organisation)


def _drawn(answer: Answer) -> dict[str, object]:
    data = answer.to_dict()
    data["citations"] = [
        {
            "number": c.number,
            "place": texts.place(c.title, c.section, c.page, c.page_label),
            "date": texts.place_and_date(
                texts.validity(c.valid_from, c.valid_to, c.replaced_by), c.date
            ),
            "passage": c.passage,
            "quotation": c.quotation,
            "url": c.url,
        }
        for c in answer.citations
    ]
    data["nearest"] = [
        {
            "place": texts.place(n.title, n.section, n.page, n.page_label),
            "passage": n.text,
            "url": n.url,
        }
        for n in answer.nearest
    ]
    return data
