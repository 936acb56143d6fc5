"""LangChain as its tutorial on semantic search: recursive splitting, FAISS, top k."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from langchain_community.document_loaders import DirectoryLoader, TextLoader
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.models import Model

PACKAGES = ("langchain-community", "langchain-huggingface", "faiss-cpu")


def index(corpus: Path, folder: Path, model: Model) -> int:
    """Read, split into thousand characters, embed, save."""
    loader = DirectoryLoader(
        str(corpus), glob="**/*.md", loader_cls=TextLoader, loader_kwargs={"encoding": "utf-8"}
    )
    documents = loader.load()
    for document in documents:
        path = os.path.relpath(document.metadata["source"], corpus)
        document.metadata["document"] = path.removesuffix(".md")
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    passages = splitter.split_documents(documents)
    FAISS.from_documents(passages, _embeddings(model)).save_local(str(folder))
    return len(passages)


def open_index(folder: Path, model: Model) -> Callable[[str, int], list[tuple[str, str]]]:
    """Load the FAISS index."""
    store = FAISS.load_local(str(folder), _embeddings(model), allow_dangerous_deserialization=True)

    def search(question: str, count: int) -> list[tuple[str, str]]:
        found = store.similarity_search(question, k=count)
        return [(passage.metadata["document"], passage.page_content) for passage in found]

    return search


def _embeddings(model: Model) -> HuggingFaceEmbeddings:
    return HuggingFaceEmbeddings(
        model_name=str(model.folder),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"prompt": model.passage_prefix},
        query_encode_kwargs={"prompt": model.question_prefix},
    )
