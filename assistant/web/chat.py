"""The chat page: a question field and the answers, drawn from data and never from markup."""

from __future__ import annotations

import html
import time
from pathlib import Path

import gradio as gr

from assistant import texts
from assistant.core import Assistant
from assistant.settings import Settings
from assistant.types import Answer
from assistant.web.audience import audience_of
from corpus.errors import PlanfragaError
from corpus.types import Audience

ASSETS = Path(__file__).parent / "assets"
CSS = (ASSETS / "chat.css").read_text(encoding="utf-8")

_SHOWN_OF_A_BAD_QUESTION = 200

I18N = gr.I18n(
    sv={
        "common.submit": texts.ASK_BUTTON,
        "common.processing": texts.SEARCHING,
        "errors.connection_lost": texts.CONNECTION_LOST,
    }
)


def answers_area() -> gr.HTML:
    """Return the conversation, which the browser builds with `textContent` from its value.

    The template is constant: data in a template of `gr.HTML` would be run as code. It is no
    subclass, because Gradio writes a .pyi file beside the code of every subclass.
    """
    return gr.HTML(
        value=None,
        html_template='<div class="pf-answers"></div>',
        js_on_load=(ASSETS / "answers.js").read_text(encoding="utf-8"),
        apply_default_css=False,
        elem_id="pf-conversation",
    )


def chat_page(assistant: Assistant, settings: Settings) -> gr.Blocks:
    """Build the page; each request is answered for its own audience."""

    def answer(question: str, request: gr.Request) -> tuple[dict[str, object], str]:
        return typed(question, request), ""

    def typed(question: str, request: gr.Request) -> dict[str, object]:
        audience = audience_of(request.request, settings.door_audience)
        return answer_data(assistant, settings, question, audience)

    with gr.Blocks(title=texts.PAGE_TITLE.format(organisation=settings.organisation)) as page:
        gr.HTML(_heading(settings), elem_id="pf-heading")
        answers = answers_area()
        with gr.Row(elem_id="pf-form"):
            field = gr.Textbox(
                label=texts.QUESTION_LABEL,
                placeholder=texts.QUESTION_PLACEHOLDER,
                lines=1,
                max_lines=4,
                elem_id="pf-question",
                scale=6,
                autofocus=True,
                max_length=settings.longest_question,
            )
            button = gr.Button(texts.ASK_BUTTON, variant="primary", elem_id="pf-ask", scale=1)
        with gr.Row(elem_id="pf-examples"):
            for number, topic in enumerate(assistant.topics(Audience.PUBLIC)):
                example = gr.Button(topic, size="sm", elem_id=f"pf-example-{number}")
                example.click(typed, example, answers, show_progress="hidden", api_name=False)
        gr.HTML(_footer(), elem_id="pf-footer")
        for event in (field.submit, button.click):
            event(answer, field, [answers, field], show_progress="hidden", api_name=False)
    return page


def answer_data(
    assistant: Assistant, settings: Settings, question: str, audience: Audience
) -> dict[str, object]:
    """Return what the page draws: the answer's JSON with the words around it."""
    try:
        answer = assistant.ask(question, audience=audience)
    except PlanfragaError as error:
        data: dict[str, object] = {
            "question": question[:_SHOWN_OF_A_BAD_QUESTION],
            "status": "error",
            "answer": texts.error_text(error),
        }
    else:
        data = _drawn(answer, settings)
    # The browser draws when the value changes; the same question again must change it too.
    return {**data, "turn": time.monotonic_ns()}


def theme() -> gr.themes.Base:
    """Return colours whose contrast is at least 4.5:1 for text and 3:1 for edges."""
    return gr.themes.Base(font=["Segoe UI", "system-ui", "sans-serif"]).set(
        body_background_fill="#f6f7f9",
        body_text_color="#1b1f24",
        button_primary_background_fill="#0b4f8a",
        button_primary_background_fill_hover="#083a66",
        button_primary_text_color="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_border_color="#767676",
        button_secondary_text_color="#1b1f24",
        input_border_color="#767676",
        input_placeholder_color="#595959",
        input_background_fill="#ffffff",
    )


def _drawn(answer: Answer, settings: Settings) -> dict[str, object]:
    data = answer.to_dict()
    data["citations"] = [
        {
            "number": c.number,
            "place": texts.place(c.title, c.section, c.page),
            "date": texts.DATED.format(date=c.date) if c.date else "",
            "passage": c.passage,
            "quotation": c.quotation,
            "url": c.url,
        }
        for c in answer.citations
    ]
    data["nearest"] = [
        {"place": texts.place(n.title, n.section, n.page), "passage": n.text, "url": n.url}
        for n in answer.nearest
    ]
    data["labels"] = {
        "you": texts.YOU_ASKED,
        "sources": texts.CLI_SOURCES,
        "show": texts.SHOW_SOURCE,
        "open": texts.OPEN_SOURCE,
        "hint": texts.NOT_FOUND_HINT,
        "contact": texts.CONTACT.format(contact=settings.contact),
    }
    return data


def _heading(settings: Settings) -> str:
    title = html.escape(texts.PAGE_TITLE.format(organisation=settings.organisation))
    return f"<h1>{title}</h1><p>{html.escape(texts.INTRODUCTION)}</p>"


def _footer() -> str:
    return f"<p>{html.escape(texts.AI_NOTICE)}</p>"
