"""`planfraga ask`: answer one question, or one a line from standard input."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from assistant import texts
from assistant.cli.building import bring_up_to_date
from assistant.cli.command import FAILED, Command, add_audience, add_json, as_json, print_json
from assistant.settings import Settings
from corpus.errors import PlanfragaError
from corpus.types import Audience

if TYPE_CHECKING:
    from assistant.core import Assistant
    from assistant.types import Answer

_SHOWN_OF_A_BAD_QUESTION = 100


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the question, whose documents may answer, and the form of the answer."""
    parser.add_argument("question", metavar="fråga", help=texts.OPTION_HELP["question"])
    add_audience(parser)
    add_json(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Answer the question and print text, or JSON."""
    from assistant.core import Assistant, checked

    if args.question != "-":
        checked(args.question, settings.longest_question)
    bring_up_to_date(args, settings)
    assistant = Assistant.build(settings)
    audience = Audience(args.audience)
    if args.question == "-":
        return _answer_lines(assistant, audience)
    answer = assistant.ask(args.question, audience=audience)
    print(as_json(answer.to_dict()) if args.json else _as_text(answer))
    return 0


def _answer_lines(assistant: Assistant, audience: Audience) -> int:
    status = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            print_json(assistant.ask(line, audience=audience).to_dict())
        except PlanfragaError as error:
            status = FAILED
            shown = line.strip()[:_SHOWN_OF_A_BAD_QUESTION]
            print_json({"question": shown, "error": texts.error_text(error)})
    return status


def _as_text(answer: Answer) -> str:
    if answer.citations:
        lines = [f"{sentence.text} [{sentence.citations[0]}]" for sentence in answer.sentences]
        lines += ["", texts.CLI_SOURCES]
        lines += [
            f"[{c.number}] {texts.place(c.title, c.section, c.page, c.page_label)}"
            + texts.in_brackets(texts.validity(c.valid_from, c.valid_to, c.replaced_by))
            for c in answer.citations
        ]
        return "\n".join(lines)
    if not answer.nearest:
        return answer.reply
    lines = [answer.reply, "", texts.NOT_FOUND_HINT]
    for passage in answer.nearest:
        place = texts.place(passage.title, passage.section, passage.page, passage.page_label)
        lines += ["", f"• {place}", passage.text]
    return "\n".join(lines)


COMMAND = Command("ask", run, add_options)
