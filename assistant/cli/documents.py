"""`planfraga documents`: list the documents that the audience may see."""

from __future__ import annotations

import argparse

from assistant.cli.building import bring_up_to_date
from assistant.cli.command import Command, add_audience, add_json, print_json
from assistant.settings import Settings
from corpus.types import Audience


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add whose documents are listed, and in which form."""
    add_audience(parser)
    add_json(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print one document a line, or JSON."""
    from assistant.core import Assistant

    bring_up_to_date(args, settings)
    documents = Assistant.build(settings).documents(Audience(args.audience))
    if args.json:
        print_json(
            [
                {
                    "document": d.id,
                    "title": d.title,
                    "date": d.date,
                    "audience": d.audience,
                    "source": d.source,
                    "file": d.path,
                }
                for d in documents
            ]
        )
        return 0
    for d in documents:
        print(f"{d.date or '–':10}  {d.audience:8}  {d.title}  [{d.id}]")
    return 0


COMMAND = Command("documents", run, add_options)
