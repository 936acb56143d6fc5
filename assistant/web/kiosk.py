"""The kiosk for residents: one full-screen page over the public documents, without a trace.

Gradio keeps the inputs and outputs of its events in the session's memory, so the page has no
Gradio event at all: it asks through the routes below, which hold nothing once they have answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

import gradio as gr
import segno
from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse, RedirectResponse, Response

from assistant import texts
from assistant.core import Assistant
from assistant.faq.grammar import EMPTY_HEADINGS
from assistant.headings import without_numbering
from assistant.settings import Settings
from assistant.suggesting import suggested_questions
from assistant.types import Answer, Citation, Nearest, Status
from assistant.web.preparing import Prepared
from assistant.web.source import pictured_page
from assistant.web.source_routes import page_picture
from corpus.drawing import PagePictures
from corpus.errors import QuestionError
from corpus.swedish.words import FUNCTION_WORDS, words
from corpus.types import Audience, Block, BlockKind, Document

Span = tuple[int, int]
"""Where a quotation stands in its document's text: start and end."""
Piece = tuple[str, bool]
"""A stretch of text, and whether it is the quotation."""

RELOAD_UNDRAWN = (
    "const undrawn = setInterval(() => {"
    " if (document.querySelector('.pk > *')) clearInterval(undrawn);"
    " else fetch(location.href).then((page) => page.ok && location.reload(), () => {});"
    " }, 30_000);"
)
"""Nobody stands by a kiosk to reload a page of which a part did not come."""

_QUESTIONS, _TOPICS = 6, 5
_TOPIC_DOCUMENTS, _TRIES = 8, 12
_LONGEST_TOPIC = 24
_TAKEN_QUESTION, _TAKEN_NOTICE, _TAKEN_ANSWER, _TAKEN_SOURCE = 100, 400, 400, 160
_CHARACTERS_AROUND = 20_000
_SPANS = 10
_NO_DOCUMENT: dict[str, object] = {
    "title": texts.NO_SUCH_DOCUMENT,
    "about": "",
    "pictured": None,
    "part": False,
    "blocks": [],
}
_SWEDISH = "sv"


def kiosk_page(settings: Settings) -> gr.Blocks:
    """Build the page. Its template is constant: kiosk.js draws everything with `textContent`."""
    with gr.Blocks(title=_title(settings)) as page:
        gr.HTML(
            value={
                "swedish": texts.KIOSK_SWEDISH,
                "english": texts.KIOSK_ENGLISH,
                "organisation": settings.organisation,
                "contact": settings.contact,
                "longest": settings.longest_question,
                "idle": settings.kiosk_idle_seconds,
                "warning": settings.kiosk_warning_seconds,
            },
            html_template='<div class="pk"></div>',
            js_on_load="import(new URL('../planfraga/kiosk.js', location.href))"
            ".then((kiosk) => kiosk.start(element.querySelector('.pk'), props.value));",
            apply_default_css=False,
            elem_id="kiosk",
        )
    return page


def kiosk_routes(assistant: Assistant, settings: Settings, pictures: PagePictures) -> APIRouter:
    """Return the kiosk's own routes. Whatever is sent, they answer from public documents alone."""
    router = APIRouter(prefix="/kiosk")
    prepared = Prepared(lambda: suggestions(assistant))

    @router.get("")
    def without_slash() -> RedirectResponse:
        return RedirectResponse("/kiosk/")

    @router.get("/forslag")
    def suggested() -> JSONResponse:
        made = prepared.get(assistant.index_version)
        return JSONResponse(made or {}, 200 if made else 202)

    @router.post("/svar")
    def reply(question: Annotated[str, Body(embed=True)]) -> JSONResponse:
        return JSONResponse(reply_data(assistant, settings, question))

    @router.post("/dokument")
    def document(
        document: Annotated[str, Body()], spans: Annotated[list[Span], Body()]
    ) -> JSONResponse:
        found = assistant.document(document, Audience.PUBLIC)
        if found is None:
            return JSONResponse(_NO_DOCUMENT, 404)
        return JSONResponse(document_data(found, spans[:_SPANS]))

    @router.post("/sida")
    def page(document: Annotated[str, Body()], spans: Annotated[list[Span], Body()]) -> Response:
        found = assistant.document(document, Audience.PUBLIC)
        picture = page_picture(assistant, pictures, found, *_first(spans))
        if picture is None:
            return JSONResponse(_NO_DOCUMENT, 404)
        return Response(picture, media_type="image/png")

    return router


def suggestions(assistant: Assistant) -> dict[str, list[str]]:
    """Return questions and topics of the public documents, to touch instead of typing."""
    return {
        "questions": suggested_questions(assistant, Audience.PUBLIC, _QUESTIONS),
        "topics": list(islice(_topics(assistant), _TOPICS)),
    }


def reply_data(assistant: Assistant, settings: Settings, question: str) -> dict[str, object]:
    """Return what the page draws: a short answer and its one source, or questions to touch.

    Raises:
        PlanfragaError: what is wrong is not the visitor's to mend, nor to read of.
    """
    try:
        answer = assistant.ask(question, audience=Audience.PUBLIC)
    except QuestionError as error:
        return {
            "status": "error",
            "reply": texts.error_text(error),
            "notice": "",
            "language": _SWEDISH,
            "sentences": [],
            "card": None,
            "further": [],
        }
    sentences, citations = _short(answer)
    card = _card(citations) if citations else _nearest_card(answer.nearest)
    data: dict[str, object] = {
        "status": _status(answer),
        "reply": answer.reply,
        "notice": answer.notice,
        "language": _language(answer),
        "sentences": sentences,
        "card": card,
        "further": [] if card else list(answer.further),
    }
    if answer.status is Status.ANSWERED:
        data["code"] = _code(answer, sentences, citations[0], settings)
    return data


def _language(answer: Answer) -> str:
    """Return the language of the reply and the notice; that for "other" begins in Swedish."""
    return answer.language if answer.language in texts.LANGUAGES else _SWEDISH


def _status(answer: Answer) -> str:
    """Return the answer's status; a refusal that says more than the page does is shown as it is."""
    if answer.status is not Status.NOT_FOUND:
        return answer.status.value
    said = {texts.NOT_FOUND: Status.NOT_FOUND.value, texts.NOT_SURE: "not_sure"}
    return said.get(answer.reply, Status.GREETING.value)


def document_data(document: Document, spans: Sequence[Span]) -> dict[str, object]:
    """Return the document's text around the first of `spans`, cut into blocks and pieces."""
    first = _first(spans)
    window = (first[0] - _CHARACTERS_AROUND, first[0] + _CHARACTERS_AROUND)
    return {
        "title": document.title,
        "about": texts.place_and_date(document.source, document.date),
        "pictured": pictured_page(document, *first),
        "part": window[0] > 0 or window[1] < len(document.text),
        "blocks": [
            {
                "kind": block.kind.value,
                "level": block.level,
                "page": block.page,
                "pieces": _pieces(document.text, _within(block, window), spans),
            }
            for block in document.blocks
            if block.start < window[1] and block.end > window[0]
        ],
    }


def _first(spans: Sequence[Span]) -> Span:
    return min(spans, default=(0, 0))


def _title(settings: Settings) -> str:
    return texts.KIOSK_SWEDISH["title"].format(organisation=settings.organisation)


def _topics(assistant: Assistant) -> Iterator[str]:
    """Yield headings that the documents say something about, from the documents in turn.

    The guide to the program itself, whose source is the program's name, gives none.
    """
    infos = [info for info in assistant.documents(Audience.PUBLIC) if info.source != texts.NAME]
    infos.sort(key=lambda info: info.date, reverse=True)
    found = (assistant.document(info.id, Audience.PUBLIC) for info in infos[:_TOPIC_DOCUMENTS])
    headings = [islice(_headings(document), _TRIES) for document in found if document]
    given: set[str] = set()
    for heading, document_id in (pair for turn in zip_longest(*headings) for pair in turn if pair):
        if heading not in given and len(heading) <= assistant.longest_question:
            given.add(heading)
            answer = assistant.ask(heading, audience=Audience.PUBLIC)
            if any(citation.document == document_id for citation in answer.citations):
                yield heading


def _headings(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the short headings that name something, each with the document's id."""
    for block in document.blocks:
        heading = without_numbering(document.text[block.start : block.end])
        said = [word.text.lower() for word in words(heading)]
        if (
            block.kind is BlockKind.HEADING
            and block.level > 1
            and len(heading) <= _LONGEST_TOPIC
            and said
            and said[0] not in FUNCTION_WORDS
            and not EMPTY_HEADINGS.intersection(said)
        ):
            yield heading, document.id


def _short(answer: Answer) -> tuple[list[str], list[Citation]]:
    """Return the sentences that stand in the same section as the first, and their citations."""
    by_number = {citation.number: citation for citation in answer.citations}
    kept = [(s.text, by_number[s.citations[0]]) for s in answer.sentences]
    same = [pair for pair in kept if _place(pair[1]) == _place(kept[0][1])]
    return [text for text, _ in same], [citation for _, citation in same]


def _place(found: Citation | Nearest) -> tuple[object, ...]:
    return found.document, found.section, found.page


def _card(citations: Sequence[Citation]) -> dict[str, object]:
    first = citations[0]
    spans = [
        (start, start + len(c.quotation))
        for c in citations
        if (start := first.passage.find(c.quotation)) >= 0
    ]
    return {
        **_card_head(first),
        "date": first.date,
        "validity": _validity(first),
        "pieces": _pieces(first.passage, (0, len(first.passage)), spans),
        "spans": [(c.start, c.end) for c in citations],
    }


def _nearest_card(nearest: Sequence[Nearest]) -> dict[str, object] | None:
    if not nearest:
        return None
    query = parse_qs(urlsplit(nearest[0].url).query)
    span = int(query.get("start", ["0"])[0]), int(query.get("slut", ["0"])[0])
    text, quoted = nearest[0].text, nearest[0].quotation
    start = text.find(quoted)
    return {
        **_card_head(nearest[0]),
        "date": "",
        "validity": None,
        "pieces": _pieces(text, (0, len(text)), [(start, start + len(quoted))]),
        "spans": [span],
    }


def _card_head(found: Citation | Nearest) -> dict[str, object]:
    return {
        "document": found.document,
        "title": found.title,
        "section": list(found.section),
        "page": found.page,
    }


def _pieces(text: str, within: Span, spans: Sequence[Span]) -> list[Piece]:
    """Cut text[within] at the borders of the spans."""
    pieces, at = [], within[0]
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, within[1])
        if start < end:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [piece for piece in [*pieces, (text[at : within[1]], False)] if piece[0]]


def _when(citation: Citation) -> str:
    """Return what is to be said of the document's time: whether it holds good, and its date."""
    validity = texts.validity(citation.valid_from, citation.valid_to, citation.replaced_by)
    return texts.place_and_date(validity, citation.date)


def _validity(citation: Citation) -> tuple[str, str] | None:
    """Return the word of the page and the date for a document that does not hold good."""
    if citation.valid_from:
        return "will_be_valid", citation.valid_from
    if citation.valid_to:
        return "was_valid", citation.valid_to
    return ("replaced", "") if citation.replaced_by else None


def _within(block: Block, window: Span) -> Span:
    return max(block.start, window[0]), min(block.end, window[1])


def _code(
    answer: Answer, sentences: Sequence[str], citation: Citation, settings: Settings
) -> list[str]:
    """Return a QR code that carries the answer, what is said beside it and its source as text.

    It is rows of 0 and 1.
    """
    said = (_cut(answer.notice, _TAKEN_NOTICE), _cut("\n".join(sentences), _TAKEN_ANSWER))
    place = texts.place(citation.title, citation.section, citation.page, citation.page_label)
    text = texts.KIOSK_TAKEN_ALONG.format(
        question=_cut(answer.question, _TAKEN_QUESTION),
        answer="\n\n".join(filter(None, said)),
        source=_cut(place, _TAKEN_SOURCE) + (f". {when}" if (when := _when(citation)) else ""),
        organisation=settings.organisation,
    )
    code = segno.make_qr(text, error="l", encoding="utf-8")
    return ["".join(map(str, row)) for row in code.matrix]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
