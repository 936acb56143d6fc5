"""What a command is, and the options and output that several commands share."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass

from assistant import texts
from assistant.settings import Settings
from corpus.types import Audience

FAILED = 1


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what it does, and the options that only it has.

    `run` returns the exit status. The help text is `texts.CLI_HELP[name]`; every command has
    --corpus and --index.
    """

    name: str
    run: Callable[[argparse.Namespace, Settings], int]
    add_options: Callable[[argparse.ArgumentParser], None] = lambda parser: None


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add the flag for output that machines read."""
    parser.add_argument("--json", action="store_true", help=texts.OPTION_HELP["json"])


def add_audience(parser: argparse.ArgumentParser) -> None:
    """Add the choice of whose documents may be used."""
    parser.add_argument(
        "--audience",
        choices=[audience.value for audience in Audience],
        default=Audience.PUBLIC.value,
        help=texts.OPTION_HELP["audience"],
    )


def as_json(value: object) -> str:
    """Return one line of JSON with å, ä and ö as they are."""
    return json.dumps(value, ensure_ascii=False)


def print_json(value: object) -> None:
    """Print one line of JSON at once."""
    print(as_json(value), flush=True)
