"""Some of the shipped questions; `python -m tests.assistant.printed` asks them all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.evaluation import read_questions
from tests.assistant.printed import SHIPPED, build, compare
from tests.conftest import HOUSE
from tests.corpus.printing import print_folder


def test_a_plan_answers_the_same_as_markdown_and_as_libreoffice_prints_it(
    assistant: Assistant, tmp_path: Path
) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    made = print_folder(HOUSE / "corpus" / "documents", tmp_path / "tryckt")
    assert all(path.read_bytes().startswith(b"%PDF") for path in made)
    printed = build(tmp_path / "tryckt", tmp_path / "state")
    questions = [question.text for question in read_questions(SHIPPED)][::3]
    pairs = list(compare(assistant, printed, questions))
    assert [pair for pair in pairs if pair.written != pair.printed] == []
    assert any(len(pair.printed) > 1 for pair in pairs)
    assert any(pair.printed == ("not_found",) for pair in pairs)
