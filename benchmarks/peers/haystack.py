"""Haystack as its tutorial on hybrid retrieval, without the ranker (its model is no package)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.models import Model

PACKAGES = ("haystack-ai", "sentence-transformers-haystack")
_FILE = "store.json"


def index(corpus: Path, folder: Path, model: Model) -> int:
    """Split into 512 words with 32 shared, embed, write, save the store."""
    documents = [
        Document(
            content=path.read_text(encoding="utf-8"),
            meta={"document": os.path.relpath(path, corpus).removesuffix(".md")},
        )
        for path in sorted(corpus.rglob("*.md"))
    ]
    store = InMemoryDocumentStore()
    pipeline = Pipeline()
    splitter = DocumentSplitter(split_by="word", split_length=512, split_overlap=32)
    pipeline.add_component("splitter", splitter)
    embedder = SentenceTransformersDocumentEmbedder(
        model=str(model.folder), prefix=model.passage_prefix, progress_bar=False
    )
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("writer", DocumentWriter(store))
    pipeline.connect("splitter", "embedder")
    pipeline.connect("embedder", "writer")
    pipeline.run({"splitter": {"documents": documents}})
    store.save_to_disk(str(folder / _FILE))
    return int(store.count_documents())


def open_index(folder: Path, model: Model) -> Callable[[str, int], list[tuple[str, str]]]:
    """Load the store and connect BM25 and embeddings."""
    store = InMemoryDocumentStore.load_from_disk(str(folder / _FILE))
    pipeline = Pipeline()
    embedder = SentenceTransformersTextEmbedder(
        model=str(model.folder), prefix=model.question_prefix, progress_bar=False
    )
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store))
    pipeline.add_component("lexical", InMemoryBM25Retriever(store))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("embedder", "dense")
    pipeline.connect("dense", "joiner")
    pipeline.connect("lexical", "joiner")

    def search(question: str, count: int) -> list[tuple[str, str]]:
        run = pipeline.run({"embedder": {"text": question}, "lexical": {"query": question}})
        found = run["joiner"]["documents"][:count]
        return [(one.meta["document"], one.content) for one in found]

    return search
