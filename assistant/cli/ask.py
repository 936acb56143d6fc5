"""`planfraga ask`: answer one question, or one a line from standard input."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant import texts
from assistant.cli.building import bring_up_to_date
from assistant.cli.command import FAILED, Command, add_audience, add_json, as_json, print_json
from assistant.settings import Settings
from corpus.errors import DocumentUnknownError, PlanfragaError, QuestionError
from corpus.types import Audience

if TYPE_CHECKING:
    from assistant.core import Assistant
    from assistant.types import Answer

_SHOWN_OF_A_BAD_QUESTION = 100


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the question, whose documents may answer, and the form of the answer."""
    parser.add_argument(
        "question", metavar="fråga", nargs="?", default="", help=texts.OPTION_HELP["question"]
    )
    parser.add_argument("--chat", action="store_true", help=texts.OPTION_HELP["chat"])
    parser.add_argument(
        "--document",
        metavar="ID",
        action="append",
        default=[],
        help=texts.OPTION_HELP["document"],
    )
    add_audience(parser)
    add_json(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Answer the question and print text, or JSON."""
    from assistant.core import Assistant, checked

    if args.question != "-" and not args.chat:
        checked(args.question, settings.longest_question)
    bring_up_to_date(args, settings)
    assistant = Assistant.build(settings)
    audience = Audience(args.audience)
    documents = tuple(args.document)
    _check_documents(assistant, audience, documents)
    if args.chat:
        return _chat(assistant, args.question, audience, documents)
    if args.question == "-":
        return _answer_lines(assistant, audience, documents)
    answer = assistant.ask(args.question, audience=audience, documents=documents)
    print(as_json(answer.to_dict()) if args.json else as_text(answer))
    return 0


def _check_documents(assistant: Assistant, audience: Audience, documents: Sequence[str]) -> None:
    known = {info.id for info in assistant.documents(audience)}
    for name in documents:
        if name not in known:
            raise DocumentUnknownError(name)


def _chat(assistant: Assistant, question: str, audience: Audience, documents: Sequence[str]) -> int:
    """Answer line after line, each in the light of those before it, until an empty one."""
    from assistant.conversation import NOTHING_SAID

    conversation = NOTHING_SAID
    print(texts.CLI_CHAT_START, file=sys.stderr)
    while question := question or _next_line():
        try:
            answer = assistant.ask(
                question, audience=audience, conversation=conversation, documents=documents
            )
            conversation = conversation.after(answer)
            print(as_text(answer), end="\n\n", flush=True)
        except QuestionError as error:
            print(texts.error_text(error), file=sys.stderr)
        question = ""
    return 0


def _next_line() -> str:
    """Return the next line without its ends, "" for an empty one and at the end."""
    print(texts.CLI_CHAT_PROMPT, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _answer_lines(assistant: Assistant, audience: Audience, documents: Sequence[str]) -> int:
    status = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            answer = assistant.ask(line, audience=audience, documents=documents)
            print_json(answer.to_dict())
        except PlanfragaError as error:
            status = FAILED
            shown = line.strip()[:_SHOWN_OF_A_BAD_QUESTION]
            print_json({"question": shown, "error": texts.error_text(error)})
    return status


def as_text(answer: Answer) -> str:
    """Return an answer as it is shown on a terminal."""
    lines = []
    if answer.understood:
        lines += [texts.CLI_CHAT_UNDERSTOOD.format(question=answer.understood), ""]
    if answer.notice:
        lines += [answer.notice, ""]
    lines += _quoted(answer) if answer.citations else _refused(answer)
    if answer.contacts:
        lines += ["", *(texts.contact_line(contact) for contact in answer.contacts)]
    if answer.further:
        lines += ["", texts.CLI_CHAT_FURTHER, *(f"• {question}" for question in answer.further)]
    return "\n".join(lines)


def _quoted(answer: Answer) -> list[str]:
    lines = [f"{sentence.text} [{sentence.citations[0]}]" for sentence in answer.sentences]
    if answer.rest:
        text = texts.CLI_REST_ONE if len(answer.rest) == 1 else texts.CLI_REST
        lines.append(text.format(count=len(answer.rest)))
    shown = {number for sentence in answer.sentences for number in sentence.citations}
    places = [
        f"[{c.number}] {texts.place(c.title, c.section, c.page, c.page_label)}"
        + texts.in_brackets(texts.validity(c.valid_from, c.valid_to, c.replaced_by))
        for c in answer.citations
        if c.number in shown
    ]
    return [*lines, "", texts.CLI_SOURCES, *places]


def _refused(answer: Answer) -> list[str]:
    lines = [answer.reply]
    if answer.nearest:
        lines += ["", texts.NOT_FOUND_HINT]
    for passage in answer.nearest:
        place = texts.place(passage.title, passage.section, passage.page, passage.page_label)
        lines += ["", f"• {place}"]
        if passage.quotation:
            lines.append(texts.CLI_POSSIBLY.format(quotation=passage.quotation))
        lines.append(passage.text)
    return lines


COMMAND = Command("ask", run, add_options)
