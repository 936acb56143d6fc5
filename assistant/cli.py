"""The command line: `planfraga index | ask | documents | doctor | serve | eval`."""

from __future__ import annotations

import argparse
import json
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NoReturn

from assistant import texts
from assistant.settings import Settings
from corpus.errors import PlanfragaError
from corpus.types import Audience

FAILED = 1
_ARGPARSE_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"unrecognized arguments: (?P<names>.*)", texts.CLI_UNKNOWN_OPTION),
    (r"the following arguments are required: (?P<names>.*)", texts.CLI_MISSING),
    (r"argument (?P<names>\S+): expected one argument", texts.CLI_MISSING),
    (
        r"argument (?P<name>\S+): invalid choice: '?(?P<value>.*?)'?"
        r" \(choose from (?P<choices>.*)\)",
        texts.CLI_BAD_CHOICE,
    ),
    (r"argument (?P<name>\S+): invalid \w+ value: '(?P<value>.*)'", texts.CLI_BAD_VALUE),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status; errors of the user's become one sentence."""
    args = _parser().parse_args(arguments)
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


def run_index(args: argparse.Namespace, settings: Settings) -> int:
    """Build or update the index and say what was done."""
    from index.embedding import load_embedder
    from index.indexing import build_index

    started = time.perf_counter()
    embedder = load_embedder(settings.model, settings.question_prefix, settings.passage_prefix)
    with _ProgressBar() as progress:
        report = build_index(settings.corpus, settings.index_folder, embedder, progress.update)
    seconds = time.perf_counter() - started
    if args.json:
        _print_json(
            {
                "index": str(settings.index_folder),
                "documents": report.manifest.documents,
                "passages": report.manifest.passages,
                "read": report.read,
                "reused": report.reused,
                "removed": report.removed,
                "unread": [
                    {"file": path, "reason": texts.REASONS[reason]}
                    for path, reason in report.unread
                ],
                "seconds": round(seconds, 2),
            }
        )
        return 0
    for path, reason in report.unread:
        print(texts.CLI_UNREAD.format(path=path, reason=texts.REASONS[reason]), file=sys.stderr)
    print(
        texts.CLI_SUMMARY.format(
            documents=report.manifest.documents,
            passages=report.manifest.passages,
            read=report.read,
            reused=report.reused,
            removed=report.removed,
            unread=len(report.unread),
            seconds=seconds,
        )
    )
    return 0


def run_ask(args: argparse.Namespace, settings: Settings) -> int:
    """Answer one question, or one a line from standard input."""
    from assistant.core import Assistant
    from assistant.types import Answer

    _bring_up_to_date(args, settings)
    assistant = Assistant.build(settings)
    audience = Audience(args.audience)
    if args.question != "-":
        answer: Answer = assistant.ask(args.question, audience=audience)
        print(_as_json(answer.to_dict()) if args.json else _as_text(answer))
        return 0
    status = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            _print_json(assistant.ask(line, audience=audience).to_dict())
        except PlanfragaError as error:
            status = FAILED
            _print_json({"question": line.strip()[:100], "error": texts.error_text(error)})
    return status


def run_documents(args: argparse.Namespace, settings: Settings) -> int:
    """List the documents that the audience may see."""
    from assistant.core import Assistant

    _bring_up_to_date(args, settings)
    documents = Assistant.build(settings).documents(Audience(args.audience))
    if args.json:
        _print_json(
            [
                {
                    "document": d.id,
                    "title": d.title,
                    "date": d.date,
                    "audience": d.audience,
                    "source": d.source,
                    "file": d.path,
                }
                for d in documents
            ]
        )
        return 0
    for document in documents:
        print(
            f"{document.date or '–':10}  {document.audience:8}  {document.title}  [{document.id}]"
        )
    return 0


def run_eval(args: argparse.Namespace, settings: Settings) -> int:
    """Measure the answers against a question file."""
    from assistant.core import Assistant
    from assistant.evaluation import details, evaluate, figures, read_questions

    questions = read_questions(args.questions)
    _bring_up_to_date(args, settings)
    outcomes = evaluate(Assistant.build(settings), questions)
    table = figures(outcomes)
    if args.details:
        rows = [_as_json(details(outcome)) for outcome in outcomes]
        args.details.write_text("\n".join(rows) + "\n", encoding="utf-8")
    if args.json:
        _print_json(table)
        return 0
    for name, value in table.items():
        shown = f"{value:.3f}" if "milli" not in name else f"{value:.1f}"
        print(f"{texts.EVAL_FIGURES[name]:42} {shown}")
    return 0


def run_doctor(args: argparse.Namespace, settings: Settings) -> int:
    """Check that everything is in place; the exit status says whether it is."""
    from assistant.doctor import check

    checks = check(settings)
    for fine, text in checks:
        print((texts.DOCTOR_OK if fine else texts.DOCTOR_BAD).format(text=text))
    return 0 if all(fine for fine, _ in checks) else FAILED


def run_serve(args: argparse.Namespace, settings: Settings) -> int:
    """Serve the web doors until interrupted."""
    from assistant.web.server import serve

    _bring_up_to_date(args, settings)
    serve(settings)
    return 0


def _bring_up_to_date(args: argparse.Namespace, settings: Settings) -> None:
    """Build the index where there is none, or where a file of the corpus is newer.

    With --index alone the index is used as it is: its corpus may be elsewhere.
    """
    if getattr(args, "index", None) and not getattr(args, "corpus", None):
        return
    from index.freshness import is_fresh

    if is_fresh(settings.corpus, settings.index_folder):
        return
    from index.embedding import load_embedder
    from index.indexing import build_index

    print(texts.CLI_INDEXING.format(corpus=settings.corpus), file=sys.stderr)
    embedder = load_embedder(settings.model, settings.question_prefix, settings.passage_prefix)
    with _ProgressBar() as progress:
        report = build_index(settings.corpus, settings.index_folder, embedder, progress.update)
    for path, reason in report.unread:
        print(texts.CLI_UNREAD.format(path=path, reason=texts.REASONS[reason]), file=sys.stderr)


def _as_text(answer: object) -> str:
    from assistant.types import Answer

    if not isinstance(answer, Answer):
        raise TypeError(type(answer))
    if answer.citations:
        lines = [f"{sentence.text} [{sentence.citations[0]}]" for sentence in answer.sentences]
        lines += ["", texts.CLI_SOURCES]
        lines += [
            f"[{c.number}] {texts.place(c.title, c.section, c.page)}" for c in answer.citations
        ]
        return "\n".join(lines)
    if not answer.nearest:
        return answer.reply
    lines = [answer.reply, "", texts.NOT_FOUND_HINT]
    for passage in answer.nearest:
        lines += [
            "",
            f"• {texts.place(passage.title, passage.section, passage.page)}",
            passage.text,
        ]
    return "\n".join(lines)


class _ProgressBar:
    """A bar on a terminal, nothing where the output goes to a file."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(
            total=0, desc=texts.CLI_PROGRESS, disable=not sys.stderr.isatty(), leave=False
        )

    def __enter__(self) -> _ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def update(self, done: int, total: int) -> None:
        """Show `done` of `total` documents."""
        self._bar.total = total
        self._bar.update(done - self._bar.n)


class _Parser(argparse.ArgumentParser):
    """argparse in Swedish."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self._positionals.title = texts.CLI_POSITIONALS
        self._optionals.title = texts.CLI_OPTIONS
        self.add_argument("-h", "--help", action="help", help=texts.OPTION_HELP["help"])

    def format_usage(self) -> str:
        formatter = self._get_formatter()
        formatter.add_usage(
            self.usage, self._actions, self._mutually_exclusive_groups, texts.CLI_USAGE
        )
        return formatter.format_help()

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", texts.CLI_USAGE, 1)

    def error(self, message: str) -> NoReturn:
        for pattern, sentence in _ARGPARSE_MESSAGES:
            if match := re.fullmatch(pattern, message):
                message = sentence.format(**match.groupdict())
                break
        text = texts.CLI_USAGE_ERROR.format(message=message, program=self.prog)
        self.exit(2, texts.CLI_ERROR.format(message=text) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="planfraga", description=texts.CLI_DESCRIPTION)
    parser.add_argument(
        "--version", action="version", version=program_version(), help=texts.OPTION_HELP["version"]
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="kommando", parser_class=_Parser
    )

    def command(
        name: str, run: Callable[[argparse.Namespace, Settings], int]
    ) -> argparse.ArgumentParser:
        found: argparse.ArgumentParser = commands.add_parser(
            name, help=texts.CLI_HELP[name], description=texts.CLI_HELP[name].capitalize() + "."
        )
        found.set_defaults(run=run)
        for option in ("corpus", "index"):
            found.add_argument(
                f"--{option}", type=Path, metavar="MAPP", help=texts.OPTION_HELP[option]
            )
        return found

    def flag(of: argparse.ArgumentParser, *names: str) -> None:
        for name in names:
            if name == "json":
                of.add_argument("--json", action="store_true", help=texts.OPTION_HELP["json"])
            else:
                of.add_argument(
                    "--audience",
                    choices=[a.value for a in Audience],
                    default=Audience.PUBLIC.value,
                    help=texts.OPTION_HELP["audience"],
                )

    flag(command("index", run_index), "json")
    ask = command("ask", run_ask)
    ask.add_argument("question", metavar="fråga", help=texts.OPTION_HELP["question"])
    flag(ask, "audience", "json")
    flag(command("documents", run_documents), "audience", "json")
    command("doctor", run_doctor)
    serving = command("serve", run_serve)
    serving.add_argument("--host", metavar="ADRESS", help=texts.OPTION_HELP["host"])
    serving.add_argument("--port", type=int, metavar="PORT", help=texts.OPTION_HELP["port"])
    measuring = command("eval", run_eval)
    measuring.add_argument(
        "questions", metavar="frågor", type=Path, help=texts.OPTION_HELP["questions"]
    )
    measuring.add_argument("--details", type=Path, metavar="FIL", help=texts.OPTION_HELP["details"])
    flag(measuring, "json")
    return parser


def program_version() -> str:
    """Return the installed version, "0" in a checkout that is not installed."""
    try:
        return version("planfraga")
    except PackageNotFoundError:
        return "0"


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _print_json(value: object) -> None:
    print(_as_json(value), flush=True)


if __name__ == "__main__":
    sys.exit(main())
