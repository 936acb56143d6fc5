"""Building the index from the command line, with a bar and a word on every file left out."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from assistant import texts
from assistant.cli.bar import Bar
from assistant.settings import Settings
from corpus.catalogue import find_gaps
from corpus.errors import IndexBusyError, IndexDamagedError, IndexMissingError, StorageError

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

    An index that is pointed out alone is used as it is: its corpus may be elsewhere. So is an older
    one of this corpus, with a word about it, where it cannot be written now.

    Raises:
        IndexElsewhereError: the one that is pointed out was made of other documents.
    """
    if not args.corpus and (args.index or settings.index_alone):
        return
    refuse_to_replace(args, settings)
    from index.freshness import is_fresh, is_usable

    if is_fresh(settings.corpus, settings.index_folder):
        return
    print(texts.CLI_INDEXING.format(corpus=settings.corpus), file=sys.stderr)
    try:
        report = build(settings)
    except (IndexBusyError, StorageError) as error:
        if not is_usable(settings.corpus, settings.index_folder):
            raise
        reason = texts.error_text(error)
        print(texts.CLI_INDEX_AS_BEFORE.format(reason=reason), file=sys.stderr)
        return
    print_unread(report)
    print_notes(settings)


def refuse_to_replace(args: argparse.Namespace, settings: Settings) -> None:
    """Refuse to write one folder's documents over another's in an index that was pointed out.

    Who names both on the command line wants it.

    Raises:
        IndexElsewhereError: so it would be.
    """
    if not settings.index or (args.corpus and args.index):
        return
    from index.store import check_corpus, corpus_of

    with suppress(IndexMissingError, IndexDamagedError):
        check_corpus(settings.index, corpus_of(settings.index), settings.corpus)


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
