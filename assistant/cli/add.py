"""`planfraga add`: one more document in the corpus and the index."""

from __future__ import annotations

import argparse

from assistant import texts
from assistant.cli.building import build, refuse_to_replace
from assistant.cli.command import Command, add_json, print_json
from assistant.settings import Settings
from corpus.types import Audience


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what to add, what is known of it, and whether it may replace another."""
    parser.add_argument("source", metavar="källa", help=texts.OPTION_HELP["source"])
    parser.add_argument("--title", metavar="TITEL", default="", help=texts.OPTION_HELP["title"])
    parser.add_argument(
        "--audience",
        choices=[audience.value for audience in Audience],
        help=texts.OPTION_HELP["add_audience"],
    )
    parser.add_argument("--replace", action="store_true", help=texts.OPTION_HELP["replace"])
    add_json(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Read the document, put it in the folder and bring the index up to date."""
    from assistant.adding import add_document

    refuse_to_replace(args, settings)
    audience = Audience(args.audience) if args.audience else None
    added = add_document(settings, args.source, args.title, audience, args.replace)
    build(settings)
    document, passages = added.document, len(added.passages)
    if args.json:
        print_json(
            {
                "document": document.id,
                "title": document.title,
                "audience": document.audience,
                "passages": passages,
            }
        )
        return 0
    print(
        texts.CLI_ADDED.format(
            title=document.title,
            passages=passages,
            audience=texts.AUDIENCES[document.audience],
        )
    )
    return 0


COMMAND = Command("add", run, add_options)
