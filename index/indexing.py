"""A folder of documents in, a published version of the index out; only what changed is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import Entry, entries_for, find_files, why_not_read
from corpus.errors import DocumentError, IndexMismatchError, IndexMissingError, NoDocumentsError
from corpus.reading import read_document
from corpus.splitting import split
from corpus.swedish.terms import terms
from corpus.types import Document, Passage
from index.embedding import Embedder
from index.store import MadeWith, Manifest, Record, Store, writing

READING_VERSION = 2
"""Raised when reading, splitting or analysing changes, so that old results are not reused."""

_BATCH = 256

Progress = Callable[[int, int], None]
"""Called with (documents done, documents in all)."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run did. `unread` holds (path, reason) for every file that gave no document."""

    manifest: Manifest
    read: int
    reused: int
    removed: int
    unread: tuple[tuple[str, str], ...]


def build_index(
    corpus: Path, index: Path, embedder: Embedder, progress: Progress | None = None
) -> IndexReport:
    """Bring the index in line with the folder and publish the result as a new version.

    Raises:
        FolderMissingError, NotAFolderError, FileError, TomlError, CatalogueError,
        NoDocumentsError: the corpus cannot be used.
        IndexBusyError, StorageError: the index cannot be written.
    """
    built = datetime.now(UTC).isoformat("T", "seconds")
    files = find_files(corpus)
    catalogue = entries_for(corpus, files)
    unread: list[tuple[str, str]] = []
    with writing(index) as writer:
        previous = _previous(index, embedder)
        kept = previous.fingerprints() if previous else {}
        prints = _fingerprints(corpus, files, catalogue, unread)
        unchanged = {path for path, value in prints.items() if kept.get(path) == value}
        done = 0
        for record in previous.records() if previous and unchanged else ():
            if record.document.path in unchanged:
                writer.add(record)
                done += 1
        changed = [path for path in prints if path not in unchanged]
        for record in _new_records(corpus, changed, catalogue, prints, embedder, unread):
            writer.add(record)
            done += 1
            if progress:
                progress(done, len(prints))
        if not done:
            raise NoDocumentsError(str(corpus), tuple(sorted(unread)))
        manifest = writer.publish(
            MadeWith(embedder.name, embedder.dimensions, str(corpus), len(files), built)
        )
    removed = len(set(kept) - set(prints))
    return IndexReport(
        manifest, done - len(unchanged), len(unchanged), removed, tuple(sorted(unread))
    )


def passage_for_embedding(title: str, passage: Passage) -> str:
    """Return what the model sees of a passage: title and headings give it its subject."""
    return " ".join((title, *passage.section, passage.text))


def _previous(index: Path, embedder: Embedder) -> Store | None:
    try:
        store = Store(index)
        store.check_model(embedder.name, embedder.dimensions)
    except (IndexMissingError, IndexMismatchError):
        return None
    return store


def _fingerprints(
    corpus: Path, files: list[str], catalogue: dict[str, Entry], unread: list[tuple[str, str]]
) -> dict[str, str]:
    """Return path → hash of content, catalogue entry and the version of the reading code."""
    prints = {}
    for path in files:
        if reason := why_not_read(corpus, path):
            unread.append((path, reason))
            continue
        try:
            digest = hashlib.sha256((corpus / path).read_bytes())
        except OSError:
            unread.append((path, "unreadable"))
            continue
        digest.update(repr((READING_VERSION, catalogue[path])).encode())
        prints[path] = digest.hexdigest()
    return prints


def _new_records(
    corpus: Path,
    paths: list[str],
    catalogue: dict[str, Entry],
    prints: dict[str, str],
    embedder: Embedder,
    unread: list[tuple[str, str]],
) -> Iterator[Record]:
    for start in range(0, len(paths), _BATCH):
        documents: list[Document] = []
        for path in paths[start : start + _BATCH]:
            try:
                documents.append(read_document(corpus, path, catalogue[path]))
            except DocumentError as error:
                unread.append((path, str(error.args[1])))
        yield from _records(documents, prints, embedder)


def _records(
    documents: list[Document], prints: dict[str, str], embedder: Embedder
) -> Iterator[Record]:
    """Embed the passages of many documents at once, which is faster than one by one."""
    split_documents = [(document, split(document)) for document in documents]
    vectors = embedder.embed(
        [
            passage_for_embedding(doc.title, passage)
            for doc, parts in split_documents
            for passage in parts
        ]
    )
    at = 0
    for document, passages in split_documents:
        yield Record(
            prints[document.path],
            document,
            tuple(passages),
            vectors[at : at + len(passages)],
            tuple(tuple(terms(" ".join((*p.section, p.text)))) for p in passages),
            tuple(terms(document.title)),
        )
        at += len(passages)
