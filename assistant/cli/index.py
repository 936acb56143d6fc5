"""`planfraga index`: build or update the index and say what was done."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from assistant import texts
from assistant.cli.building import build, print_notes, print_unread, refuse_to_replace, summary
from assistant.cli.command import FAILED, Command, add_json, print_json
from assistant.settings import Settings
from corpus.catalogue import find_gaps


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Build or update the index and say what was done; a file that is held is a failure."""
    from index.freshness import HELD

    refuse_to_replace(args, settings)
    report = build(settings)
    status = FAILED if any(reason == HELD for _, reason in report.unread) else 0
    if args.json:
        unread = [{"file": path, "reason": texts.REASONS[reason]} for path, reason in report.unread]
        print_json(
            {
                "index": str(settings.index_folder),
                "model": report.manifest.model,
                "documents": report.manifest.documents,
                "passages": report.manifest.passages,
                "read": report.read,
                "reused": report.reused,
                "moved": report.moved,
                "removed": report.removed,
                "unread": unread,
                **asdict(find_gaps(settings.corpus)),
                "seconds": round(report.seconds, 2),
            }
        )
        return status
    print_unread(report)
    print_notes(settings)
    print(summary(report))
    return status


COMMAND = Command("index", run, add_json)
