"""`planfraga index`: build or update the index and say what was done."""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict

from assistant import texts
from assistant.cli.building import build, print_notes, print_unread
from assistant.cli.command import Command, add_json, print_json
from assistant.settings import Settings
from corpus.catalogue import find_gaps


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Build or update the index and say what was done."""
    started = time.perf_counter()
    report = build(settings)
    figures = {
        "documents": report.manifest.documents,
        "passages": report.manifest.passages,
        "read": report.read,
        "reused": report.reused,
        "removed": report.removed,
    }
    seconds = time.perf_counter() - started
    if args.json:
        unread = [{"file": path, "reason": texts.REASONS[reason]} for path, reason in report.unread]
        folder = str(settings.index_folder)
        print_json(
            {
                "index": folder,
                **figures,
                "unread": unread,
                **asdict(find_gaps(settings.corpus)),
                "seconds": round(seconds, 2),
            }
        )
        return 0
    print_unread(report)
    print_notes(settings)
    print(texts.CLI_SUMMARY.format(**figures, unread=len(report.unread), seconds=seconds))
    return 0


COMMAND = Command("index", run, add_json)
