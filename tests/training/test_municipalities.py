"""The questions that we wrote for training say where each answer stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evaluation import read_questions
from training.spans import answer_spans
from training.texts import MUNICIPALITIES, TEST_MUNICIPALITY

OWN = sorted(path.name for path in MUNICIPALITIES.iterdir() if (path / "documents").is_dir())
MORE = sorted(path.name for path in MUNICIPALITIES.iterdir() if path.name not in OWN)


@pytest.mark.parametrize("name", OWN)
def test_every_answer_stands_in_its_document(name: str) -> None:
    check(name, MUNICIPALITIES / name / "documents")


@pytest.mark.parametrize("name", MORE)
def test_every_further_answer_stands_in_its_document(shared: Path, name: str) -> None:
    check(name, shared / "data" / "kommuner" / name / "documents")


def test_nothing_is_written_about_the_municipality_that_measures() -> None:
    assert len(OWN) == 45
    assert TEST_MUNICIPALITY not in (*OWN, *MORE)


def check(name: str, documents: Path) -> None:
    files = sorted((MUNICIPALITIES / name).glob("*.jsonl"))
    questions = [question for file in files for question in read_questions(file)]
    texts = {file.stem: file.read_text(encoding="utf-8") for file in documents.glob("*.md")}
    assert len({question.id for question in questions}) == len(questions)
    for question in questions:
        found = answer_spans(texts.get(question.document, ""), question.answers)
        assert len(found) >= len(question.answers) >= question.answerable, question.id
