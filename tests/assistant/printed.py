"""The same questions asked of the shipped corpus as Markdown and as LibreOffice prints it.

`python -m tests.assistant.printed [QUESTIONS [DOCUMENTS]]` prints the share of the same answers
and every question whose answers differ; docs/dokument.md has the figure.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.core import Assistant
from assistant.evaluation import read_questions
from assistant.settings import Settings
from assistant.types import Answer
from corpus.types import Audience
from index.embedding import load_embedder
from index.indexing import build_index
from tests.conftest import HOUSE
from tests.corpus.printing import print_folder

SHIPPED = HOUSE / "tests" / "questions" / "shipped.jsonl"


@dataclass(frozen=True)
class Pair:
    """One question's two answers: status and sentences, spaces and broken words put aside."""

    question: str
    written: tuple[str, ...]
    printed: tuple[str, ...]


def build(corpus: Path, state: Path) -> Assistant:
    """Index a folder and return an assistant over it."""
    settings = Settings(corpus=corpus, state=state)
    build_index(corpus, settings.index_folder, load_embedder())
    return Assistant.build(settings)


def compare(written: Assistant, printed: Assistant, questions: Iterable[str]) -> Iterator[Pair]:
    """Ask both the same."""
    for question in questions:
        answers = [one.ask(question, audience=Audience.INTERNAL) for one in (written, printed)]
        yield Pair(question, told(answers[0]), told(answers[1]))


def told(answer: Answer) -> tuple[str, ...]:
    """Return the status and the sentences of an answer in their order, as far as a PDF has them."""
    return answer.status.value, *(plain(sentence.text) for sentence in answer.sentences)


def plain(text: str) -> str:
    """Leave out spaces and hyphens, which a line's end may add or take."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def main() -> None:
    """Print the share of the same answers, and the others."""
    questions = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    documents = Path(sys.argv[2]) if len(sys.argv) > 2 else HOUSE / "corpus" / "documents"
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        print_folder(documents, work / "tryckt")
        written, printed = build(documents, work / "a"), build(work / "tryckt", work / "b")
        pairs = list(compare(written, printed, (q.text for q in read_questions(questions))))
    same = [pair for pair in pairs if pair.written == pair.printed]
    for pair in pairs:
        if pair.written != pair.printed:
            print(pair.question, f"  .md  {pair.written}", f"  .pdf {pair.printed}", sep="\n")
    print(f"{len(same)} av {len(pairs)} lika ({len(same) / len(pairs):.3f})")


if __name__ == "__main__":
    main()
