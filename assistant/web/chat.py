"""The chat page for employees: a constant shell, and the routes that it asks.

Gradio keeps what its events receive and return in the session's memory, reloads the page when a
connection is lost, and shows its own English messages; so the page has no Gradio event. Its
template is constant, and chat.js draws every text with `textContent`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

import gradio as gr
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from assistant import texts
from assistant.conversation import NOTHING_SAID, Conversation
from assistant.core import Assistant
from assistant.feedback import Feedback
from assistant.personal_numbers import holds_personal_number
from assistant.settings import Settings
from assistant.suggesting import suggested_questions
from assistant.types import Answer, Citation, Nearest, Route
from assistant.web.audience import audience_of
from assistant.web.preparing import Prepared
from corpus.errors import ConversationError, QuestionError
from corpus.types import Audience

ASSETS = Path(__file__).parent / "assets"
_EXAMPLES = 6
_MOST_CHOSEN = 500
_PRIVATE = frozenset({Route.DANGER, Route.OWN_CASE})
_ON_LOAD = (
    "import(new URL('planfraga/chat.js', document.baseURI))"
    ".then((chat) => chat.start(element.querySelector('.pf'), props.value),"
    " () => (element.querySelector('.pf').textContent = props.value.labels.notLoaded));"
)


class Asked(BaseModel):
    """What the page asks with: `said` is what it was given with the reply before."""

    question: str
    said: list[object] = []
    documents: list[str] = Field([], max_length=_MOST_CHOSEN)
    as_written: bool = False


class Opinion(BaseModel):
    """Whether an answer was of use, with a line of one's own."""

    question: str
    helpful: bool
    comment: str = ""


def chat_page(settings: Settings) -> gr.Blocks:
    """Build the page; it is no subclass of `gr.HTML`, beside which Gradio would write a .pyi."""
    with gr.Blocks(title=_title(settings)) as page:
        gr.HTML(
            value={
                "labels": {**texts.CHAT, "title": _title(settings)},
                "organisation": settings.organisation,
                "home": settings.home,
                "logo": bool(settings.logo),
                "colour": settings.colour,
                "about": _about(settings),
                "feedback": settings.keep_feedback,
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
    feedback = Feedback(settings.index_folder) if settings.keep_feedback else None

    prepared = {
        audience: Prepared(partial(suggested_questions, assistant, audience, _EXAMPLES))
        for audience in Audience
    }

    @router.get("/exempel")
    def example_questions(request: Request) -> JSONResponse:
        audience = audience_of(request, settings.door_audience)
        made = prepared[audience].get(assistant.index_version)
        return JSONResponse(made or [], 202 if made is None else 200)

    @router.get("/dokument")
    def documents(request: Request) -> JSONResponse:
        audience = audience_of(request, settings.door_audience)
        return JSONResponse(documents_data(assistant, audience))

    @router.post("/svar")
    def reply(request: Request, asked: Asked) -> JSONResponse:
        audience = audience_of(request, settings.door_audience)
        return JSONResponse(reply_data(assistant, asked, audience))

    @router.post("/omdome")
    def opinion(given: Opinion) -> JSONResponse:
        if feedback is None:
            return JSONResponse({"kept": False}, 404)
        kept = feedback.keep(given.question, given.helpful, given.comment)
        return JSONResponse({"kept": kept})

    return router


def reply_data(assistant: Assistant, asked: Asked, audience: Audience) -> dict[str, object]:
    """Return what the page draws after a question: the answer's JSON, with places as texts.

    `said` is the conversation after it, which the page alone keeps and sends with the next;
    `address` is what the page's address asks again, "" where a question has no place in one.

    Raises:
        PlanfragaError: what is wrong is not the asker's to mend, nor to read of.
    """
    try:
        before = Conversation.from_list(asked.said)
        answer = assistant.ask(
            asked.question,
            audience=audience,
            conversation=NOTHING_SAID if asked.as_written else before,
            documents=asked.documents,
        )
    except (QuestionError, ConversationError) as error:
        return {"status": "error", "answer": texts.error_text(error)}
    said = before.after(answer).to_list()
    if answer.route is Route.DOCUMENTS and _has_gone(assistant, asked.documents, audience):
        notice = " ".join(filter(None, (texts.CHOSEN_GONE, answer.notice)))
        answer = replace(answer, notice=notice)
    return {**_drawn(answer), "said": said, "address": _in_address(asked.question, answer)}


def _has_gone(assistant: Assistant, chosen: Sequence[str], audience: Audience) -> bool:
    """Say whether a chosen document has left the index, or may not be seen any longer."""
    visible = {info.id for info in assistant.documents(audience)} if chosen else set()
    return not visible.issuperset(chosen)


def _in_address(question: str, answer: Answer) -> str:
    """Return the question as it was understood; a browser keeps addresses, people pass them on."""
    private = answer.route in _PRIVATE or any(
        map(holds_personal_number, (question, answer.understood))
    )
    return "" if private else answer.understood or question


def documents_data(assistant: Assistant, audience: Audience) -> list[dict[str, str]]:
    """Return what the list of documents shows, the newest first and the undated last."""
    infos = sorted(assistant.documents(audience), key=lambda info: info.title.casefold())
    infos.sort(key=lambda info: info.date, reverse=True)
    return [
        {
            "id": info.id,
            "title": info.title,
            "source": info.source,
            "date": texts.DATED.format(date=info.date) if info.date else "",
            "passages": texts.passage_count(assistant.passages_in(info.id)),
            "url": f"/dokument/{quote(info.id)}",
        }
        for info in infos
    ]


def _title(settings: Settings) -> str:
    return texts.PAGE_TITLE.format(organisation=settings.organisation)


def _about(settings: Settings) -> list[dict[str, str]]:
    """Return what is to be said of the service: a heading, a text and where to read more."""
    names = {"organisation": settings.organisation, "contact": settings.contact}
    kept = texts.ABOUT_PRIVACY_FEEDBACK if settings.keep_feedback else texts.ABOUT_PRIVACY
    privacy = settings.privacy or kept.format(**names)
    accessible = settings.accessibility or texts.ABOUT_ACCESSIBILITY.format(**names)
    rows = (
        ("ai", texts.ABOUT_AI, ""),
        ("privacy", privacy, settings.privacy_url),
        ("accessibility", accessible, settings.accessibility_url),
    )
    return [{"heading": texts.CHAT[name], "text": text, "url": url} for name, text, url in rows]


def _drawn(answer: Answer) -> dict[str, object]:
    data = answer.to_dict()
    del data["citations"], data["nearest"]
    data["cards"] = [*_cards_of(answer.citations), *map(_card_of_nearest, answer.nearest)]
    return data


def _cards_of(citations: Sequence[Citation]) -> list[dict[str, object]]:
    """Return a card for each passage, and each page of it, that sentences are quoted from."""
    passages: dict[tuple[object, ...], list[Citation]] = {}
    for citation in citations:
        key = (citation.document, citation.section, citation.passage, citation.page)
        passages.setdefault(key, []).append(citation)
    return [
        {
            **_heading(cited[0]),
            "date": texts.place_and_date(
                texts.validity(cited[0].valid_from, cited[0].valid_to, cited[0].replaced_by),
                cited[0].date,
            ),
            "passage": _parts(cited[0].passage, [citation.quotation for citation in cited]),
            "places": [{"number": citation.number, "url": citation.url} for citation in cited],
        }
        for cited in passages.values()
    ]


def _card_of_nearest(passage: Nearest) -> dict[str, object]:
    places = [{"number": 0, "url": passage.url}]
    parts = _parts(passage.text, [passage.quotation] if passage.quotation else [])
    return {**_heading(passage), "date": "", "passage": parts, "places": places}


def _heading(source: Citation | Nearest) -> dict[str, object]:
    page = source.page
    return {
        "title": source.title,
        "place": texts.place(source.title, source.section, page, source.page_label),
        "open": texts.OPEN_AT_PAGE.format(page=page) if page else texts.OPEN_AT_PLACE,
    }


def _parts(passage: str, quotations: Sequence[str]) -> list[dict[str, object]]:
    """Split a passage at its quotations, in the order in which they stand."""
    spans = sorted((passage.find(text), len(text)) for text in quotations)
    parts, done = [], 0
    for start, length in spans:
        if start >= done:
            parts.append({"text": passage[done:start], "quoted": False})
            parts.append({"text": passage[start : start + length], "quoted": True})
            done = start + length
    return [part for part in [*parts, {"text": passage[done:], "quoted": False}] if part["text"]]
