"""`planfraga report`: every document with what was read of it, and what was not read."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant import texts
from assistant.cli.building import bring_up_to_date
from assistant.cli.command import Command, add_json, print_json
from assistant.settings import Settings

if TYPE_CHECKING:
    from index.store import Store
    from index.types import DocumentInfo


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print pages, passages and notes of every document, and every file that was not read."""
    from assistant.core import open_store

    bring_up_to_date(args, settings)
    store = open_store(settings)
    unread = {path: texts.REASONS[reason] for path, (_, reason) in sorted(store.unread().items())}
    if args.json:
        print_json(
            {
                "documents": [_row(info) for info in store.infos],
                "unread": [{"file": path, "reason": reason} for path, reason in unread.items()],
            }
        )
    else:
        _print(store, unread)
    return 0


def _print(store: Store, unread: Mapping[str, str]) -> None:
    print("{:>6} {:>8}  {}".format(*texts.CLI_REPORT_COLUMNS))
    for info in store.infos:
        print(f"{info.pages or '–':>6} {info.passages:>8}  {info.path}")
        for note in _notes(info):
            print(f"{'':17}{note}")
    for path, reason in unread.items():
        print(texts.CLI_UNREAD.format(path=path, reason=reason))
    noted = sum(bool(info.notes) for info in store.infos)
    documents = len(store.infos)
    print(texts.CLI_REPORT_SUMMARY.format(documents=documents, noted=noted, unread=len(unread)))


def _row(info: DocumentInfo) -> dict[str, object]:
    return {
        "file": info.path,
        "title": info.title,
        "pages": info.pages,
        "passages": info.passages,
        "notes": _notes(info),
    }


def _notes(info: DocumentInfo) -> list[str]:
    return [texts.NOTES[kind].format(which=which) for kind, which in info.notes]


COMMAND = Command("report", run, add_json)
