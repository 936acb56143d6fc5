"""`planfraga eval`: measure the answers against a question file."""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant import texts
from assistant.cli.building import bring_up_to_date
from assistant.cli.command import Command, add_json, as_json, print_json
from assistant.settings import Settings


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the question file, and where to write what happened to each question."""
    parser.add_argument(
        "questions", metavar="frågor", type=Path, help=texts.OPTION_HELP["questions"]
    )
    parser.add_argument("--details", type=Path, metavar="FIL", help=texts.OPTION_HELP["details"])
    add_json(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Ask every question of the file and print the figures."""
    from assistant.core import Assistant
    from assistant.evaluation import details, evaluate, figures, read_questions

    questions = read_questions(args.questions)
    bring_up_to_date(args, settings)
    outcomes = evaluate(Assistant.build(settings), questions)
    if args.details:
        rows = [as_json(details(outcome)) for outcome in outcomes]
        args.details.write_text("\n".join(rows) + "\n", encoding="utf-8")
    table = figures(outcomes)
    if args.json:
        print_json(table)
        return 0
    for name, value in table.items():
        shown = f"{value:.3f}" if "milli" not in name else f"{value:.1f}"
        print(f"{texts.EVAL_FIGURES[name]:42} {shown}")
    return 0


COMMAND = Command("eval", run, add_options)
