"""Questions to go on with, however many headings the documents have."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from assistant.finding import FURTHER, Finder
from assistant.headings import section_question, words_inside
from assistant.types import Scope
from corpus.types import Block, BlockKind, Document

HEADINGS = 400
SENTENCE = "I kommunen sköts parker och vägar av den nämnd som ansvarar för dem. "


def long_document(number: int, heading: str) -> Document:
    """A megabyte of text under four hundred headings, no two alike."""
    text, blocks = "", []
    for part in range(HEADINGS):
        name = f"{heading} {chr(97 + part // 20)}{chr(97 + part % 20)}xz"
        for kind, piece in ((BlockKind.HEADING, name), (BlockKind.PARAGRAPH, SENTENCE * 36)):
            blocks.append(Block(kind, len(text), len(text) + len(piece), 2))
            text += piece + "\n"
    return Document(str(number), "Plan", text, tuple(blocks))


def further(documents: list[Document]) -> tuple[str, ...]:
    """What the finder offers after a refusal whose nearest passages are of these documents."""
    by_id = {document.id: document for document in documents}
    finder = Finder.__new__(Finder)
    finder._searcher = SimpleNamespace(store=SimpleNamespace(document=by_id.get))
    found = SimpleNamespace(
        hits=[SimpleNamespace(document=Info(name)) for name in by_id],
        answer=SimpleNamespace(citations=()),
    )
    return finder.further(found, Scope())


class Info:
    source = ""

    def __init__(self, name: str) -> None:
        self.id = name


@pytest.mark.parametrize(("heading", "offered"), [("Parker", FURTHER), ("Qwzrt", 0)])
def test_many_headings_over_much_text_cost_a_question_little(heading: str, offered: int) -> None:
    documents = [long_document(number, heading) for number in range(3)]
    assert sum(len(document.text) for document in documents) > 2_900_000
    started = time.process_time()
    questions = further(documents)
    assert time.process_time() - started < 2
    assert len(questions) == offered


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("Parker", "Vad står det om parker?"),
        ("3.1 Parker", "Vad står det om parker?"),
        ("§ 4 Parker", "Vad står det om parker?"),
        ("2025 års avgifter", "Vad står det om 2025 års avgifter?"),
        ("Drift, underhåll", "Vad står det om drift, underhåll?"),
        ("EU-stöd", "Vad står det om EU-stöd?"),
        ("EU och stöd", "Vad står det om EU och stöd?"),
        ("Qwzrt", None),
    ],
)
def test_a_heading_is_written_as_inside_a_sentence(heading: str, question: str | None) -> None:
    text = "Kommunen söker EU-stöd till parker för 2025. Qwzrt ansvarar."
    assert section_question(heading, words_inside(text)) == question
