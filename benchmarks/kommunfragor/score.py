"""Score a system's predictions: `python -m benchmarks.kommunfragor.score PREDICTIONS.jsonl`.

A prediction is one JSON object a line: `id` (the question's), `passages` (what was found, best
first) and `answer` (what is quoted, null for a refusal). Passages and quotations are objects with
`document` (municipality/name) and `text`. A file may leave out `passages` or `answer` throughout.
The definitions are those of `planfraga eval`: `assistant/evaluation.py` judges here too.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import texts
from assistant.evaluation import Given, Question, figures, judge, read_questions
from corpus.errors import FileError, PlanfragaError, PredictionsError

FOLDER = Path(__file__).parent
DOCUMENTS = FOLDER / "documents"
QUESTIONS = FOLDER / "questions.jsonl"
FOUND = ("document_at_1", "document_at_5", "passage_at_1", "passage_at_5")
ANSWERED = (
    "answer",
    "answer_loose",
    "words_shown",
    "wrongly_refused",
    "wrongly_refused_found",
    "rightly_refused",
)


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a system gave to each question id, and of which kinds its figures can be."""

    given: Mapping[str, Given]
    passages: bool
    answers: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of a prediction file, or one sentence on what is wrong with it."""
    parser = argparse.ArgumentParser(prog="score", description=texts.SCORE_HELP)
    parser.add_argument("predictions", type=Path, help=texts.SCORE_OPTIONS["predictions"])
    parser.add_argument(
        "--municipality", choices=municipalities(), help=texts.SCORE_OPTIONS["municipality"]
    )
    parser.add_argument("--json", action="store_true", help=texts.OPTION_HELP["json"])
    args = parser.parse_args(arguments)
    try:
        table = score(args.predictions, args.municipality or "")
    except PlanfragaError as error:
        print(texts.CLI_ERROR.format(message=texts.error_text(error)), file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(table))
        return 0
    for name, value in table.items():
        print(f"{texts.EVAL_FIGURES[name]:42} {value:.3f}")
    return 0


def score(path: Path, municipality: str = "") -> dict[str, float]:
    """Return the figures of a prediction file over all questions, or one municipality's.

    Raises:
        FileError: the system will not read the file.
        PredictionsError: a line is wrong, or a question has no prediction.
    """
    questions = questions_of(municipality)
    predictions = read_predictions(path)
    missing = [question.id for question in questions if question.id not in predictions.given]
    if missing:
        reason = texts.PREDICTIONS_MISSING.format(count=len(missing), first=missing[0])
        raise PredictionsError(str(path), 0, reason)
    table = figures([judge(question, predictions.given[question.id]) for question in questions])
    wanted = ["questions", *(FOUND if predictions.passages else ())]
    if predictions.answers:
        wanted += [name for name in ANSWERED if not math.isnan(table[name])]
    return {name: table[name] for name in wanted}


def municipalities() -> list[str]:
    """Return the names of the invented municipalities."""
    return sorted(folder.name for folder in DOCUMENTS.iterdir() if folder.is_dir())


def questions_of(municipality: str = "") -> list[Question]:
    """Return the questions of one municipality, "" for those of all."""
    everything = read_questions(QUESTIONS)
    if not municipality:
        return everything
    return [one for one in everything if one.document.startswith(f"{municipality}/")]


def read_predictions(path: Path) -> Predictions:
    """Read a prediction file.

    Raises:
        FileError: the system will not read the file.
        PredictionsError: a line is wrong; it says which.
    """
    try:
        lines = path.read_bytes().decode(errors="replace").split("\n")
    except OSError as error:
        raise FileError(str(path), error.strerror or str(error)) from error
    rows = {at: _row(path, at, line) for at, line in enumerate(lines, 1) if line.strip()}
    if not rows:
        raise PredictionsError(str(path), 0, texts.PREDICTIONS_EMPTY)
    kinds = {name for row in rows.values() for name in ("passages", "answer") if name in row}
    given: dict[str, Given] = {}
    for at, row in rows.items():
        if lacking := sorted({"id", *kinds} - set(row)):
            raise PredictionsError(
                str(path), at, texts.QUESTIONS_FIELD.format(name=", ".join(lacking))
            )
        if str(row["id"]) in given:
            raise PredictionsError(str(path), at, texts.PREDICTIONS_TWICE.format(id=row["id"]))
        given[str(row["id"])] = _given(path, at, row)
    return Predictions(given, "passages" in kinds, "answer" in kinds)


def _row(path: Path, at: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PredictionsError(str(path), at, texts.QUESTIONS_NOT_JSON) from error
    if not isinstance(row, dict):
        raise PredictionsError(str(path), at, texts.PREDICTIONS_FORM)
    return row


def _given(path: Path, at: int, row: Mapping[str, Any]) -> Given:
    try:
        quotations = _pairs(row.get("answer") or ())
        return Given(
            refused=not quotations,
            passages=_pairs(row.get("passages") or ()),
            quotations=quotations,
            words=sum(len(text.split()) for _, text in quotations),
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise PredictionsError(str(path), at, texts.PREDICTIONS_FORM) from error


def _pairs(pieces: Sequence[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    pairs = tuple((piece["document"], piece["text"]) for piece in pieces)
    if not all(isinstance(part, str) for pair in pairs for part in pair):
        raise TypeError
    return pairs


if __name__ == "__main__":
    sys.exit(main())
