"""The development questions that the ranking and the selection are trained on.

A third of the questions is set aside by a fixed rule (the sha-1 of the id) as a test set on
which nothing is trained or tuned.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.evaluation import Question, read_questions
from training.texts import DATA, OWN_QUESTIONS


def is_test(question_id: str) -> bool:
    """Say whether the fixed rule puts this question in the test set."""
    return int(hashlib.sha1(question_id.encode()).hexdigest(), 16) % 3 == 0


def questions(*, test: bool) -> list[Question]:
    """Return the questions of the test set, or those to train on."""
    paths: list[Path] = [DATA / "questions.jsonl", OWN_QUESTIONS]
    return [
        question
        for path in paths
        if path.exists()
        for question in read_questions(path)
        if is_test(question.id) == test
    ]
