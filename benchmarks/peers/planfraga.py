"""Planfråga: its own index, search alone, and the whole cited answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.core import Assistant
from assistant.settings import Settings
from assistant.types import Answer
from benchmarks.models import Model
from corpus.types import Audience
from index.embedding import load_embedder
from index.indexing import build_index

PACKAGES = ("planfraga", "onnxruntime", "faiss-cpu")


def index(corpus: Path, folder: Path, model: Model) -> int:
    """Read, split, embed and publish as `planfraga index` does."""
    return build_index(corpus, folder, load_embedder(model.name)).manifest.passages


def open_index(folder: Path, model: Model) -> Callable[[str, int], list[tuple[str, str]]]:
    """Open the index for search without the reader."""
    assistant = _assistant(folder, model)

    def search(question: str, count: int) -> list[tuple[str, str]]:
        hits = assistant.search(question, audience=Audience.PUBLIC, count=count)
        return [(hit.document.id, hit.passage.text) for hit in hits]

    return search


def open_answers(folder: Path, model: Model) -> Callable[[str], Answer]:
    """Open the index for whole cited answers."""
    return _assistant(folder, model).ask


def _assistant(folder: Path, model: Model) -> Assistant:
    return Assistant.build(replace(Settings(), index=folder, model=model.name))
