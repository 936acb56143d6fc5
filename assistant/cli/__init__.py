"""The command line: `planfraga COMMAND …`. Each command is a file here and a line in COMMANDS."""

from __future__ import annotations

import io
import signal
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

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
from assistant.settings import Settings, unknown_variables
from assistant.version import program_version
from corpus.errors import PlanfragaError
from corpus.folders import make_folder

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
    """Run one command and return the exit status; every error becomes one sentence."""
    _accept_every_character()
    args = build_parser(COMMANDS).parse_args(arguments)
    settings = Settings()
    try:
        settings = Settings.load(
            {name: getattr(args, name, None) for name in ("corpus", "index", "host", "port")}
        )
        _tell_unknown_variables()
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
    except Exception:
        _tell_fault(settings.state_folder)
        return FAILED


def _tell_unknown_variables() -> None:
    if unknown := unknown_variables():
        note = texts.UNKNOWN_VARIABLES.format(names=", ".join(unknown))
        print(texts.CLI_NOTE.format(text=note), file=sys.stderr)


def _tell_fault(folder: Path) -> None:
    """Keep the details of a fault of the program's in a file; print them where that fails."""
    details = f"{texts.NAME} {program_version()}, Python {sys.version}\n{traceback.format_exc()}"
    try:
        message = texts.CLI_FAULT.format(file=_kept(details, folder))
        details = ""
    except OSError:
        message = texts.CLI_FAULT_NOT_KEPT
    print(texts.CLI_ERROR.format(message=message), details, sep="\n", end="", file=sys.stderr)


def _kept(details: str, folder: Path) -> str:
    make_folder(folder)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="backslashreplace",
        prefix="fault-", suffix=".txt", dir=folder, delete=False,
    ) as file:  # fmt: skip
        file.write(details)
    return file.name


def _accept_every_character() -> None:
    """Replace what a terminal or a file cannot show or hold, instead of failing over it."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
