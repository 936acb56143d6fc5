"""LlamaIndex as its starter tutorial with local models: directory reader, vector index."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from llama_index.core import (
    Settings,
    SimpleDirectoryReader,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from benchmarks.models import Model

PACKAGES = ("llama-index-core", "llama-index-embeddings-huggingface")


def index(corpus: Path, folder: Path, model: Model) -> int:
    """Read, split as the library does by default, embed, persist."""
    Settings.embed_model = _embedding(model)

    def named(path: str) -> dict[str, str]:
        return {"document": os.path.relpath(path, corpus).removesuffix(".md")}

    documents = SimpleDirectoryReader(
        str(corpus), recursive=True, required_exts=[".md"], file_metadata=named
    ).load_data()
    built = VectorStoreIndex.from_documents(documents)
    built.storage_context.persist(persist_dir=str(folder))
    return len(built.docstore.docs)


def open_index(folder: Path, model: Model) -> Callable[[str, int], list[tuple[str, str]]]:
    """Load the persisted index."""
    Settings.embed_model = _embedding(model)
    loaded = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder)))

    def search(question: str, count: int) -> list[tuple[str, str]]:
        found = loaded.as_retriever(similarity_top_k=count).retrieve(question)
        return [(one.node.metadata["document"], one.node.get_content()) for one in found]

    return search


def _embedding(model: Model) -> HuggingFaceEmbedding:
    return HuggingFaceEmbedding(
        model_name=str(model.folder),
        query_instruction=model.question_prefix,
        text_instruction=model.passage_prefix,
        device="cpu",
    )
