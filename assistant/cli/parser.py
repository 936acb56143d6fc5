"""argparse in Swedish."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from assistant import texts
from assistant.cli.command import Command
from assistant.version import program_version


def build_parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    """Return the parser of all commands; it puts the chosen one's `run` in the namespace."""
    _speak_swedish()
    parser = _Parser(prog="planfraga", description=texts.CLI_DESCRIPTION)
    parser.add_argument(
        "--version", action="version", version=program_version(), help=texts.OPTION_HELP["version"]
    )
    subparsers = parser.add_subparsers(
        dest="command", required=True, metavar="kommando", parser_class=_Parser
    )
    for command in commands:
        help_text = texts.CLI_HELP[command.name]
        of_command = subparsers.add_parser(
            command.name, help=help_text, description=help_text.capitalize() + "."
        )
        of_command.set_defaults(run=command.run)
        for option in ("corpus", "index"):
            of_command.add_argument(f"--{option}", metavar="MAPP", help=texts.OPTION_HELP[option])
        command.add_options(of_command)
    return parser


class _Parser(argparse.ArgumentParser):
    """Takes options only as they are spelt, and says in one line what is wrong."""

    def __init__(self, **options: object) -> None:
        super().__init__(allow_abbrev=False, **options)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        text = texts.CLI_USAGE_ERROR.format(message=message, program=self.prog)
        self.exit(2, texts.CLI_ERROR.format(message=text) + "\n")


def _speak_swedish() -> None:
    """Give argparse our texts where it would ask gettext.

    Gettext itself would need a compiled file and a variable in the environment.
    """

    def translated(message: str) -> str:
        return texts.ARGPARSE.get(message, message)

    def counted(one: str, many: str, count: int) -> str:
        return translated(one if count == 1 else many)

    vars(argparse).update(_=translated, ngettext=counted)
