"""`planfraga documents`: list the documents, or write what is known of them in the catalogue."""

from __future__ import annotations

import argparse

from assistant import texts
from assistant.cli.building import bring_up_to_date
from assistant.cli.command import Command, add_audience, add_json, print_json
from assistant.settings import Settings
from corpus.catalogue import CATALOGUE, Entry
from corpus.types import Audience


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add whose documents are listed, in which form, and whether to write instead."""
    parser.add_argument("--write", action="store_true", help=texts.OPTION_HELP["write"])
    add_audience(parser)
    add_json(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print one document a line, or JSON."""
    from assistant.core import Assistant

    bring_up_to_date(args, settings)
    if args.write:
        return _write(settings)
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


def _write(settings: Settings) -> int:
    from assistant.core import open_store
    from corpus.catalogue_writing import write_entries
    from index.store import check_corpus

    store = open_store(settings)
    check_corpus(settings.index_folder, store.manifest.corpus, settings.corpus)
    entries = {
        info.path: Entry(info.title, info.source, info.date, Audience(info.audience))
        for info in store.infos
    }
    count = write_entries(settings.corpus, entries)
    print(texts.CLI_WRITTEN.format(count=count, file=settings.corpus / CATALOGUE))
    return 0


COMMAND = Command("documents", run, add_options)
