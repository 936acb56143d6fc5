"""Txtai with a hybrid index and stored content, paragraphs as its guide to extraction makes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from txtai import Embeddings
from txtai.pipeline import Segmentation

from benchmarks.models import Model

PACKAGES = ("txtai", "faiss-cpu")


def index(corpus: Path, folder: Path, model: Model) -> int:
    """Split into paragraphs, index, save."""
    paragraphs = Segmentation(paragraphs=True)
    rows = [
        {"text": text, "document": os.path.relpath(path, corpus).removesuffix(".md")}
        for path in sorted(corpus.rglob("*.md"))
        for text in paragraphs(path.read_text(encoding="utf-8"))
    ]
    embeddings = Embeddings(
        path=str(model.folder),
        method="sentence-transformers",
        instructions={"query": model.question_prefix, "data": model.passage_prefix},
        hybrid=True,
        content=True,
        gpu=False,
    )
    embeddings.index(rows)
    embeddings.save(str(folder))
    return len(rows)


def open_index(folder: Path, model: Model) -> Callable[[str, int], list[tuple[str, str]]]:
    """Load the index; it remembers its model. Its database cursor is for one thread at a time."""
    embeddings = Embeddings()
    embeddings.load(str(folder))
    turn = Lock()

    def search(question: str, count: int) -> list[tuple[str, str]]:
        with turn:
            found = embeddings.search(
                "select text, document from txtai where similar(:question)",
                count,
                parameters={"question": question},
            )
        return [(one["document"], one["text"]) for one in found]

    return search
