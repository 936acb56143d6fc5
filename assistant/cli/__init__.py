"""The command line: `planfraga COMMAND …`. Each command is a file here and a line in COMMANDS."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Sequence

from assistant import texts
from assistant.cli import (
    add,
    ask,
    doctor,
    documents,
    evaluate,
    faq,
    index,
    report,
    serve,
    watch,
)
from assistant.cli.command import FAILED, Command
from assistant.cli.parser import build_parser
from assistant.settings import Settings
from corpus.errors import PlanfragaError

COMMANDS: tuple[Command, ...] = (
    index.COMMAND,
    add.COMMAND,
    watch.COMMAND,
    ask.COMMAND,
    documents.COMMAND,
    report.COMMAND,
    doctor.COMMAND,
    serve.COMMAND,
    evaluate.COMMAND,
    faq.COMMAND,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status; errors of the user's become one sentence."""
    _accept_every_character()
    args = build_parser(COMMANDS).parse_args(arguments)
    try:
        settings = Settings.load().with_values(
            {name: getattr(args, name, None) for name in ("corpus", "index", "host", "port")}
        )
        return int(args.run(args, settings))
    except PlanfragaError as error:
        print(texts.CLI_ERROR.format(message=texts.error_text(error)), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(texts.CLI_INTERRUPTED, file=sys.stderr)
        return 128 + signal.SIGINT
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except OSError as error:
        print(texts.CLI_ERROR.format(message=texts.system_error_text(error)), file=sys.stderr)
        return FAILED


def _accept_every_character() -> None:
    """Replace what a terminal or a file cannot show or hold, instead of failing over it."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
