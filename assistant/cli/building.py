"""Building the index from the command line, with a bar and a word on every file left out."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from assistant import texts
from assistant.cli.bar import Bar
from assistant.settings import Settings
from corpus.catalogue import find_gaps

if TYPE_CHECKING:
    from index.indexing import IndexReport


def build(settings: Settings) -> IndexReport:
    """Build or update the index; on a terminal a bar shows how far it has come."""
    from assistant.adding import limits
    from index.embedding import load_embedder
    from index.indexing import build_index

    embedder = load_embedder(
        settings.model, settings.question_prefix, settings.passage_prefix, settings.threads
    )
    with Bar(texts.CLI_PROGRESS.format(model=embedder.name)) as progress:
        return build_index(
            settings.corpus, settings.index_folder, embedder, progress.update, limits(settings)
        )


def bring_up_to_date(args: argparse.Namespace, settings: Settings) -> None:
    """Build the index where there is none, or where a file of the corpus is newer.

    With --index alone the index is used as it is: its corpus may be elsewhere.
    """
    if args.index and not args.corpus:
        return
    from index.freshness import is_fresh

    if is_fresh(settings.corpus, settings.index_folder):
        return
    print(texts.CLI_INDEXING.format(corpus=settings.corpus), file=sys.stderr)
    print_unread(build(settings))
    print_notes(settings)


def summary(report: IndexReport) -> str:
    """Say in one line what a run did."""
    return texts.CLI_SUMMARY.format(
        documents=report.manifest.documents,
        passages=report.manifest.passages,
        read=report.read,
        reused=report.reused,
        moved=report.moved,
        removed=report.removed,
        unread=len(report.unread),
        seconds=report.seconds,
        model=report.manifest.model,
    )


def print_unread(report: IndexReport) -> None:
    """Say which files were not read, and why."""
    for path, reason in report.unread:
        print(texts.CLI_UNREAD.format(path=path, reason=texts.REASONS[reason]), file=sys.stderr)


def print_notes(settings: Settings) -> None:
    """Say where the folder and its catalogue differ, and who sees what for it."""
    for note in texts.catalogue_notes(str(settings.corpus), find_gaps(settings.corpus)):
        print(texts.CLI_NOTE.format(text=note), file=sys.stderr)
