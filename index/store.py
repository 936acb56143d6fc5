"""The index on disk: a folder of versions, of which `current` names the one in use.

    index/current               the name of the version in use, replaced atomically
    index/<version>/            written under a temporary name and renamed when complete
        manifest.json           format, model and dimensions, counts, time
        documents.jsonl         one document a line, with the text that offsets point into
        infos.json              what is shown of each document, without its text
        passages.jsonl          one passage a line, in the order of the vectors: for people too
        vectors.faiss           a unit vector for each passage
        terms.*.npy, vocabulary.txt, passages.*.npy, documents.*.npy   the lexical index
        files.json              which file with which content gave which document
        unread.json             which file with which content gave none now, and why

Rebuilding is always safe: readers keep the version that they opened, and a version that is not
complete has no name that anyone reads.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from corpus.drafts import draft_of, sync
from corpus.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexElsewhereError,
    IndexMismatchError,
    IndexMissingError,
    StorageError,
)
from corpus.folders import make_folder
from corpus.types import Audience, Block, BlockKind, Document, Passage
from index.embedding import Vectors
from index.lexical import Lexical, Vocabulary
from index.types import DocumentInfo
from index.vectors import StoredVectors, half_precision

FORMAT = 4
_CURRENT = "current"
_PARTS = "/"
"""Between the parts of a fingerprint; one of an index that was made before has a single part."""
_KEPT_VERSIONS = 2
_END_OF_LINE = ord("\n")

Counts = npt.NDArray[np.int64]
TermIds = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was made with and what it holds.

    `files` counts the files of the corpus folder, read or not. `built` is when the corpus was
    looked at for this version, `looked` when it was last found to be the same; ISO 8601, UTC.
    `seen` is a digest of what the system said of the files then.
    """

    format: int
    model: str
    dimensions: int
    files: int
    documents: int
    passages: int
    built: str
    corpus: str
    looked: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What the manifest says of a run: the model, the corpus, its files, the time."""

    model: str
    dimensions: int
    corpus: str
    files: int
    built: str
    seen: str


@dataclass(frozen=True, slots=True)
class Record:
    """One document as it goes into the index.

    `vectors` has one unit row per passage; `passage_terms` and `title_terms` hold terms as text.
    """

    fingerprint: str
    document: Document
    passages: tuple[Passage, ...]
    vectors: Vectors
    passage_terms: tuple[tuple[str, ...], ...]
    title_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Documents that stand beside each other in a version, as they are stored there.

    `documents` and `passages` are their lines, `document_at` and `passage_at` where each begins
    in them, `owners` the number within the part of each passage's document. `titles` and `terms`
    are the ids of all terms, in the version's `vocabulary`, and how many each title and passage
    has.
    """

    prints: tuple[str, ...]
    infos: Sequence[DocumentInfo]
    documents: bytes
    document_at: Counts
    passages: bytes
    passage_at: Counts
    owners: Counts
    vectors: Vectors
    titles: tuple[TermIds, Counts]
    terms: tuple[TermIds, Counts]
    vocabulary: Vocabulary


class VersionWriter:
    """Collects records and writes them as one version."""

    def __init__(self, folder: Path) -> None:
        """Make a temporary folder beside the versions."""
        self._folder = folder
        self._draft = folder / f".draft-{uuid.uuid4().hex}"
        self._draft.mkdir(parents=True)
        self._documents = (self._draft / "documents.jsonl").open("wb")
        self._passages = (self._draft / "passages.jsonl").open("wb")
        self._document_at: list[int] = []
        self._passage_at: list[int] = []
        self._owners: list[int] = []
        self._vectors: faiss.IndexScalarQuantizer | None = None
        self._vocabulary = Vocabulary()
        self._term_ids: list[TermIds] = []
        self._titles: list[TermIds] = []
        self._infos: list[DocumentInfo] = []
        self.files: dict[str, str] = {}
        self.unread: dict[str, tuple[str, str]] = {}

    def add(self, record: Record) -> None:
        """Write one document and its passages."""
        number = len(self._document_at)
        self._document_at.append(self._documents.tell())
        self._documents.write(_line(_document_row(record.document)))
        self.files[record.document.path] = record.fingerprint
        self._infos.append(document_info(record.document, len(record.passages)))
        self._titles.append(self._ids(record.title_terms))
        for passage, terms in zip(record.passages, record.passage_terms, strict=True):
            self._passage_at.append(self._passages.tell())
            self._passages.write(_line(asdict(passage)))
            self._owners.append(number)
            self._term_ids.append(self._ids(terms))
        self._add_vectors(record.vectors)

    def copy(self, part: Part) -> None:
        """Write documents of another version as they are."""
        number = len(self._document_at)
        self._document_at += (part.document_at + self._documents.tell()).tolist()
        self._passage_at += (part.passage_at + self._passages.tell()).tolist()
        self._owners += (part.owners + number).tolist()
        self._documents.write(part.documents)
        self._passages.write(part.passages)
        for info, fingerprint in zip(part.infos, part.prints, strict=True):
            self.files[info.path] = fingerprint
        self._infos += part.infos
        met, first = np.unique(np.concatenate((part.titles[0], part.terms[0])), return_index=True)
        ids = np.empty(len(met), np.int32)
        for place in np.argsort(first):
            ids[place] = self._vocabulary.add(part.vocabulary.terms[met[place]])
        for own, (held, lengths) in ((self._titles, part.titles), (self._term_ids, part.terms)):
            own += np.split(ids[np.searchsorted(met, held)], np.cumsum(lengths))[:-1]
        self._add_vectors(part.vectors)

    def confirm(self, version: str, made_with: MadeWith) -> Manifest:
        """Write into the version in use that it is what a run would write now."""
        path = self._folder / version
        manifest = replace(
            read_manifest(path),
            files=made_with.files,
            corpus=made_with.corpus,
            looked=made_with.built,
            seen=made_with.seen,
        )
        with draft_of(path / "manifest.json") as draft:
            _write_json(draft, asdict(manifest))
        return manifest

    def publish(self, made_with: MadeWith) -> Manifest:
        """Complete the version, make it current and remove old ones."""
        self._passages.close()
        self._documents.close()
        model, dimensions, built = made_with.model, made_with.dimensions, made_with.built
        manifest = Manifest(
            FORMAT,
            model,
            dimensions,
            made_with.files,
            len(self._document_at),
            len(self._passage_at),
            built,
            made_with.corpus,
            seen=made_with.seen,
        )
        self._write_vectors(dimensions)
        self._write_terms()
        self._save("document_at", np.array(self._document_at, np.int64))
        self._save("passage_at", np.array(self._passage_at, np.int64))
        self._save("owners", np.array(self._owners, np.int32))
        _write_json(self._draft / "files.json", self.files)
        # Escaped: a file may be unread because its name is no text.
        (self._draft / "unread.json").write_text(json.dumps(self.unread), encoding="ascii")
        _write_json(self._draft / "infos.json", [asdict(info) for info in self._infos])
        _write_json(self._draft / "manifest.json", asdict(manifest))
        version = f"v-{built.replace(':', '').replace('-', '')}-{uuid.uuid4().hex[:8]}"
        for path in self._draft.iterdir():
            sync(path)
        self._draft.rename(self._folder / version)
        with draft_of(self._folder / _CURRENT) as draft:
            draft.write_text(version, encoding="utf-8")
        _remove_old_versions(self._folder, version)
        return manifest

    def discard(self) -> None:
        """Remove what has been written, unless it has been published."""
        self._passages.close()
        self._documents.close()
        shutil.rmtree(self._draft, ignore_errors=True)

    def _ids(self, terms: Sequence[str]) -> TermIds:
        return np.array([self._vocabulary.add(term) for term in terms], np.int32)

    def _add_vectors(self, rows: Vectors) -> None:
        if self._vectors is None:
            self._vectors = half_precision(rows.shape[1])
        if len(rows):
            self._vectors.add(rows)

    def _write_vectors(self, dimensions: int) -> None:
        vectors = half_precision(dimensions) if self._vectors is None else self._vectors
        try:
            faiss.write_index(vectors, str(self._draft / "vectors.faiss"))
        except RuntimeError as error:  # so faiss says that the disk is full
            raise StorageError(str(self._folder), str(error).splitlines()[-1]) from error
        self._vectors = None

    def _write_terms(self) -> None:
        """Index each passage with its title, and each document with all its passages."""
        size, titles = len(self._vocabulary), _lengths(self._titles)
        own, owners = _lengths(self._term_ids), np.array(self._owners, np.int64)
        joined = _joined([part for one in self._with_titles() for part in one])
        Lexical.build(titles[owners] + own, joined, size).save(self._draft, "passages")
        joined = _joined([part for one in self._with_passages() for part in one])
        lengths = titles + np.bincount(owners, own, len(titles)).astype(np.int64)
        Lexical.build(lengths, joined, size).save(self._draft, "documents")
        self._vocabulary.save(self._draft / "vocabulary.txt")
        self._save("terms.ids", _joined(self._term_ids))
        self._save("terms.lengths", own)
        self._save("titles.ids", _joined(self._titles))
        self._save("titles.lengths", titles)

    def _with_titles(self) -> Iterator[tuple[TermIds, ...]]:
        """Yield the terms of each passage after those of its document's title."""
        for owner, own in zip(self._owners, self._term_ids, strict=True):
            yield self._titles[owner], own

    def _with_passages(self) -> Iterator[tuple[TermIds, ...]]:
        """Yield the terms of each document's title before those of all its passages."""
        passages = zip(self._owners, self._term_ids, strict=True)
        held = {owner: [own for _, own in part] for owner, part in groupby(passages, itemgetter(0))}
        for number, title in enumerate(self._titles):
            yield title, *held.get(number, [])

    def _save(self, name: str, array: npt.NDArray[np.generic]) -> None:
        np.save(self._draft / f"{name}.npy", array)


class Store:
    """One opened version; it stays readable when a newer one is published."""

    def __init__(self, folder: Path) -> None:
        """Open the current version of the index folder.

        Raises:
            IndexMissingError: there is no index.
            IndexMismatchError: it was written in another format, or is damaged.
        """
        self._path = current_version(folder)
        self.version = self._path.name
        self.manifest = read_manifest(self._path)
        with _damage_told(self._path):
            self._read_all()
        self._numbers = {info.id: number for number, info in enumerate(self.infos)}
        self.passage = lru_cache(maxsize=20_000)(self._read_passage)

    def _read_all(self) -> None:
        """Open every part, and see that they belong together."""
        self._document_at = self._load("document_at")
        self._passage_at = self._load("passage_at")
        self.owners: npt.NDArray[np.int32] = self._load("owners")
        self.passages_lexical = Lexical.load(self._path, "passages")
        self.documents_lexical = Lexical.load(self._path, "documents")
        self.vocabulary = Vocabulary.load(self._path / "vocabulary.txt")
        self.vectors = StoredVectors(self._path / "vectors.faiss")
        self._documents = self._open("documents.jsonl", self._document_at)
        self._passages = self._open("passages.jsonl", self._passage_at)
        self.infos = read_infos(self._path)
        documents, passages = self.manifest.documents, self.manifest.passages
        counts = (len(self.infos), len(self._document_at), len(self.owners), len(self._passage_at))
        if counts != (documents, documents, passages, passages) or len(self.vectors) != passages:
            raise ValueError(counts)
        if len(self.vocabulary) + 1 != len(self.passages_lexical.starts):
            raise ValueError(len(self.vocabulary))

    def check_model(self, model: str, dimensions: int) -> None:
        """Refuse to search with another model than the one that made the vectors.

        Raises:
            IndexMismatchError: name or dimensions differ.
        """
        built = f"{self.manifest.model} ({self.manifest.dimensions})"
        if (self.manifest.model, self.manifest.dimensions) != (model, dimensions):
            raise IndexMismatchError("model", built, f"{model} ({dimensions})")

    def document(self, document_id: str) -> Document | None:
        """Read a document with its text, or None if there is none with this id."""
        number = self._numbers.get(document_id)
        if number is None:
            return None
        with _damage_told(self._path):
            return _document(json.loads(_read_line(self._documents, self._document_at, number)))

    def passages_of(self, document_id: str) -> range:
        """Return the numbers of a document's passages, empty for an unknown id."""
        number = self._numbers.get(document_id, -1)
        first, last = np.searchsorted(self.owners, [number, number + 1])
        return range(int(first), int(last))

    def visible_documents(self, audience: Audience) -> list[int]:
        """Return the numbers of the documents that this audience may see."""
        return [n for n, info in enumerate(self.infos) if audience.may_see(Audience(info.audience))]

    def fingerprints(self) -> dict[str, str]:
        """Return path → fingerprint of everything in this version."""
        with _damage_told(self._path):
            return dict(json.loads((self._path / "files.json").read_text(encoding="utf-8")))

    def content(self, path: str) -> str:
        """Return the digest of the content that a document was read from, "" if it is unknown."""
        content, _, read_as = self._prints.get(path, "").partition(_PARTS)
        return content if read_as else ""

    def unread(self) -> dict[str, tuple[str, str]]:
        """Return path → (fingerprint, reason) of every file that gave no document."""
        return read_unread(self._path)

    def part(self, documents: range) -> Part:
        """Return documents that stand beside each other as they are stored.

        Raises:
            IndexDamagedError: they cannot be read.
        """
        with _damage_told(self._path):
            return self._part(documents)

    def _part(self, documents: range) -> Part:
        first, last = np.searchsorted(self.owners, [documents.start, documents.stop])
        rows = range(int(first), int(last))
        whole, document_at = _lines(self._documents, self._document_at, documents)
        passages, passage_at = _lines(self._passages, self._passage_at, rows)
        infos = self.infos[documents.start : documents.stop]
        return Part(
            tuple(self._prints[info.path] for info in infos),
            infos,
            whole,
            document_at,
            passages,
            passage_at,
            self.owners[rows.start : rows.stop].astype(np.int64) - documents.start,
            self._vectors_of(rows),
            self._ids_of("titles", documents),
            self._ids_of("terms", rows),
            self.vocabulary,
        )

    def record(self, number: int) -> Record:
        """Return a document's record again, so that it need not be read again.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        with _damage_told(self._path):
            return self._record(number)

    def _record(self, number: int) -> Record:
        rows = self.passages_of(self.infos[number].id)
        document = self.document(self.infos[number].id)
        if document is None:
            raise IndexDamagedError(str(self._path.parent))
        return Record(
            self._prints[document.path],
            document,
            tuple(self._read_passage(row) for row in rows),
            self._vectors_of(rows),
            tuple(self._terms_of("terms", row) for row in rows),
            self._terms_of("titles", number),
        )

    def _vectors_of(self, rows: range) -> Vectors:
        if not rows:
            return np.zeros((0, self.manifest.dimensions), np.float32)
        return self.vectors.rows(np.arange(rows.start, rows.stop))

    @cached_property
    def _prints(self) -> dict[str, str]:
        return self.fingerprints()

    @cached_property
    def _term_lists(self) -> dict[str, tuple[Any, Any]]:
        return {
            name: (
                self._load(f"{name}.ids"),
                np.append(0, np.cumsum(self._load(f"{name}.lengths"))),
            )
            for name in ("terms", "titles")
        }

    def _terms_of(self, name: str, row: int) -> tuple[str, ...]:
        return tuple(self.vocabulary.terms[i] for i in self._ids_of(name, range(row, row + 1))[0])

    def _ids_of(self, name: str, rows: range) -> tuple[TermIds, Counts]:
        """Return the ids of the terms of titles or passages, and how many each has."""
        ids, ends = self._term_lists[name]
        edges = ends[rows.start : rows.stop + 1]
        return ids[edges[0] : edges[-1]], np.diff(edges)

    def _read_passage(self, number: int) -> Passage:
        with _damage_told(self._path):
            row = json.loads(_read_line(self._passages, self._passage_at, number))
            row["section"] = tuple(row["section"])
            row["later_pages"] = tuple(tuple(place) for place in row["later_pages"])
            return Passage(**row)

    def _open(self, name: str, starts: Counts) -> int:
        """Open a file for pread as long as this store lives, also when its version is removed."""
        descriptor = os.open(self._path / name, os.O_RDONLY)
        weakref.finalize(self, os.close, descriptor)
        if len(starts) and not _read_line(descriptor, starts, len(starts) - 1).endswith(b"\n"):
            raise ValueError(name)
        return descriptor

    def _load(self, name: str) -> Any:
        return np.load(self._path / f"{name}.npy", mmap_mode="r")


def fingerprint(content: str, read_as: str) -> str:
    """Return what tells a file from what it was: the digest of its content, and how it is read."""
    return f"{content}{_PARTS}{read_as}"


def document_info(document: Document, passages: int) -> DocumentInfo:
    """Return what is shown of a document with so many passages, without its text."""
    return DocumentInfo(
        document.id,
        document.title,
        document.source,
        document.date,
        document.audience.value,
        document.path,
        document.valid_from,
        document.valid_to,
        document.replaced_by,
        document.pages,
        passages,
        document.notes,
        document.date_guessed,
    )


def current_version(folder: Path) -> Path:
    """Return the folder of the version in use.

    Raises:
        IndexMissingError: there is no index.
        IndexDamagedError: what names the version cannot be read.
    """
    pointer = folder / _CURRENT
    if not pointer.is_file():
        raise IndexMissingError(str(folder))
    with _damage_told(pointer):
        return folder / pointer.read_text(encoding="utf-8").strip()


def read_manifest(version: Path) -> Manifest:
    """Read the manifest of a version folder.

    Raises:
        IndexMismatchError: it was written in another format, or is damaged.
    """
    with _damage_told(version):
        row = _manifest_row(version)
        if row.get("format") != FORMAT:
            raise IndexMismatchError("format", str(row.get("format")), str(FORMAT))
        return Manifest(**row)


def corpus_of(folder: Path) -> str:
    """Return the corpus that an index was made of, in whatever format it is.

    Raises:
        IndexMissingError, IndexDamagedError: there is none, or it does not say.
    """
    version = current_version(folder)
    with _damage_told(version):
        return str(_manifest_row(version)["corpus"])


def check_corpus(folder: Path, made_of: str, corpus: Path) -> None:
    """Refuse an index that was not made of this corpus.

    Raises:
        IndexElsewhereError: it was made of another.
    """
    wanted = str(corpus.resolve())
    if made_of != wanted:
        raise IndexElsewhereError(str(folder), made_of, wanted)


def read_unread(version: Path) -> dict[str, tuple[str, str]]:
    """Read path → (fingerprint, reason) of every file that a version could not read.

    Raises:
        IndexDamagedError: the list cannot be read.
    """
    with _damage_told(version):
        rows = json.loads((version / "unread.json").read_text(encoding="utf-8"))
        return {path: (fingerprint, reason) for path, (fingerprint, reason) in rows.items()}


@contextmanager
def _damage_told(part: Path) -> Iterator[None]:
    """Turn whatever a damaged file leads to into the error that says so; `part` is in the index.

    Raises:
        IndexDamagedError: something could not be read.
    """
    try:
        yield
    except (
        OSError, ValueError, RuntimeError, EOFError, LookupError, TypeError, AttributeError,
    ) as error:  # fmt: skip
        raise IndexDamagedError(str(part.parent)) from error


def read_infos(version: Path) -> list[DocumentInfo]:
    """Read what a version folder says of each document.

    Raises:
        IndexDamagedError: it cannot be read.
    """
    with _damage_told(version):
        rows = json.loads((version / "infos.json").read_text(encoding="utf-8"))
        return [DocumentInfo(**{**row, "notes": _pairs(row["notes"])}) for row in rows]


@contextmanager
def writing(folder: Path) -> Iterator[VersionWriter]:
    """Hold the index folder for one writer and clean up what it does not publish.

    Raises:
        IndexBusyError: another process is writing this index.
        StorageError: the folder cannot be written, or the disk is full.
    """
    try:
        make_folder(folder)
        with FileLock(folder / ".lock", timeout=0):
            for draft in folder.glob(".draft-*"):
                shutil.rmtree(draft, ignore_errors=True)
            writer = VersionWriter(folder)
            try:
                yield writer
            finally:
                writer.discard()
    except Timeout as error:
        raise IndexBusyError(str(folder)) from error
    except OSError as error:
        raise StorageError(str(folder), error.strerror or str(error)) from error


def _remove_old_versions(folder: Path, current: str) -> None:
    """Keep the current version and the one before, which a reader may just be opening."""
    versions = sorted(
        (path for path in folder.glob("v-*") if path.name != current),
        key=lambda path: path.stat().st_mtime,
    )
    for path in versions[: 1 - _KEPT_VERSIONS]:
        shutil.rmtree(path, ignore_errors=True)


def _line(row: object) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _manifest_row(version: Path) -> dict[str, Any]:
    return dict(json.loads((version / "manifest.json").read_text(encoding="utf-8")))


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _read_line(descriptor: int, starts: npt.NDArray[np.generic], number: int) -> bytes:
    """Read one line with pread, which threads can share a file for."""
    start = int(starts[number])
    if number + 1 < len(starts):
        return os.pread(descriptor, int(starts[number + 1]) - start, start)
    return os.pread(descriptor, os.fstat(descriptor).st_size - start, start)


def _lines(descriptor: int, starts: npt.NDArray[np.generic], rows: range) -> tuple[bytes, Counts]:
    """Read lines that stand beside each other, and return where each begins among them."""
    end = os.fstat(descriptor).st_size
    edges = np.append(starts[rows.start : rows.stop + 1], end).astype(np.int64)[: len(rows) + 1]
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(int(edges[0]))
        lines = file.read(int(edges[-1] - edges[0]))
    edges -= edges[0]
    if (np.frombuffer(lines, np.uint8)[edges[1:] - 1] != _END_OF_LINE).any():
        raise ValueError("lines do not end where they are said to")
    return lines, edges[:-1]


def _joined(parts: Sequence[TermIds]) -> TermIds:
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)


def _lengths(parts: Sequence[TermIds]) -> Counts:
    return np.array([len(part) for part in parts], np.int64)


def _document_row(document: Document) -> dict[str, object]:
    row = asdict(document)
    row["blocks"] = [[b.kind, b.start, b.end, b.level, b.page] for b in document.blocks]
    return row


def _document(row: dict[str, Any]) -> Document:
    blocks = tuple(
        Block(BlockKind(kind), start, end, level, page)
        for kind, start, end, level, page in row.pop("blocks")
    )
    audience = Audience(row.pop("audience"))
    labels, notes = tuple(row.pop("page_labels")), _pairs(row.pop("notes"))
    return Document(blocks=blocks, audience=audience, page_labels=labels, notes=notes, **row)


def _pairs(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, which) for kind, which in rows)
