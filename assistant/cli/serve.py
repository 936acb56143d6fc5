"""`planfraga serve`: the web doors, until interrupted."""

from __future__ import annotations

import argparse

from assistant import texts
from assistant.cli.building import bring_up_to_date
from assistant.cli.command import Command
from assistant.settings import Settings


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add where to listen."""
    parser.add_argument("--host", metavar="ADRESS", help=texts.OPTION_HELP["host"])
    parser.add_argument("--port", metavar="PORT", help=texts.OPTION_HELP["port"])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Serve the web doors until interrupted."""
    from assistant.web.server import serve

    bring_up_to_date(args, settings)
    serve(settings)
    return 0


COMMAND = Command("serve", run, add_options)
