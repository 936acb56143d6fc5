"""`planfraga watch`: follow the folder until interrupted."""

from __future__ import annotations

import argparse
import sys

from assistant import texts
from assistant.cli.building import print_unread, refuse_to_replace, summary
from assistant.cli.command import Command
from assistant.settings import Settings
from corpus.errors import PlanfragaError


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Say what was done after every change."""
    from assistant.watching import follow

    refuse_to_replace(args, settings)
    print(texts.CLI_WATCHING.format(corpus=settings.corpus), flush=True)
    for outcome in follow(settings):
        if isinstance(outcome, PlanfragaError):
            message = texts.error_text(outcome)
            print(texts.CLI_ERROR.format(message=message), file=sys.stderr, flush=True)
        else:
            print_unread(outcome)
            print(summary(outcome), flush=True)
    return 0


COMMAND = Command("watch", run)
