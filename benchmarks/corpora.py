"""The corpora of the comparison: folders of Markdown files, with the questions over them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.evaluation import Question, read_questions
from benchmarks.kommunfragor.score import DOCUMENTS, questions_of
from benchmarks.models import HOUSE, WORK

SHARED = HOUSE.parent / "shared" / "data"
GOVERNMENT = SHARED / "regeringen.jsonl.gz"
_ASKED = 500


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in a folder, and answerable questions over them."""

    name: str
    folder: Path
    documents: int
    questions: tuple[Question, ...]


def municipalities() -> Corpus:
    """Return all hundred documents of the open benchmark and 500 of its questions, seeded."""
    documents = len(list(DOCUMENTS.rglob("*.md")))
    return Corpus("kommuner", DOCUMENTS, documents, _sample(questions_of()))


def storvik() -> Corpus:
    """Return the ten documents of the test municipality, which no weight of ours has seen."""
    folder = DOCUMENTS / "storvik"
    questions = [
        replace(question, document=question.document.removeprefix("storvik/"))
        for question in questions_of("storvik")
    ]
    return Corpus("storvik", folder, len(list(folder.glob("*.md"))), _sample(questions))


def government(documents: int) -> Corpus | None:
    """Return so many government documents, first those with questions; None without ../shared."""
    if not GOVERNMENT.is_file():
        return None
    files = (SHARED / "questions.jsonl", HOUSE / "tests" / "questions" / "regeringen.jsonl")
    questions = [one for file in files for one in read_questions(file)]
    asked = {one.document for one in questions if one.answerable}
    folder = WORK / "corpora" / f"regeringen-{documents}"
    rows = list(government_rows())
    rows.sort(key=lambda row: row["id"] not in asked)
    chosen = rows[:documents]
    for row in chosen if not folder.is_dir() else ():
        path = folder / f"{row['id']}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(row["text"], encoding="utf-8")
    held = {row["id"] for row in chosen}
    here = [one for one in questions if one.document in held]
    return Corpus(folder.name, folder, len(chosen), _sample(here))


def government_rows() -> Iterator[dict[str, str]]:
    """Yield id and text of every government document."""
    with gzip.open(GOVERNMENT, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _sample(questions: list[Question]) -> tuple[Question, ...]:
    can = [question for question in questions if question.answerable]
    return tuple(random.Random(15).sample(can, min(_ASKED, len(can))))
