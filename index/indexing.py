"""A folder of documents in, a published version of the index out; only what changed is read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TypeVar

from corpus.catalogue import Entry, entries_for, find_files, has_catalogue, why_not_read
from corpus.content import digest
from corpus.errors import (
    CatalogueLostError,
    FolderMissingError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    NoDocumentsError,
)
from corpus.preparing import Limits, Prepared, Unread, prepare_all
from corpus.reading.formats import date_in_path, document_ids
from corpus.types import Audience, Passage
from index.embedding import Embedder
from index.freshness import HELD, READING_VERSION, UNOPENED, look
from index.store import (
    MadeWith,
    Manifest,
    Record,
    Store,
    VersionWriter,
    current_version,
    fingerprint,
    read_infos,
    read_manifest,
    writing,
)

_BATCH = 256
_FINAL = {
    "broken", "empty", "hostile", "timeout", "memory", "too-large", "password", "unknown-format",
}  # fmt: skip
"""Reasons that stay as long as the file stays as it is …"""
_LIMITED = {"timeout", "memory"}
"""… and what it may cost, too."""

Progress = Callable[[int, int], None]
"""Called with (documents done, documents in all)."""

Work = Record | Prepared | range
"""A document under its new name, one that was read now, or the numbers of unchanged ones."""

Named = TypeVar("Named", Record, Prepared)


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run did, in how many seconds; `unread` is (path, reason) of every file not read.

    A file that is held is among them: its document is still there as it was.
    """

    manifest: Manifest
    read: int
    reused: int
    moved: int
    removed: int
    unread: tuple[tuple[str, str], ...]
    seconds: float


@dataclass(slots=True)
class _Plan:
    """What is to be done with every file: id, fingerprint, and what the last version knows.

    `known` are the documents that changed since the last version, as they are there: they are kept
    where the file cannot be opened after all.
    """

    ids: dict[str, str]
    prints: dict[str, str]
    kept: dict[str, int]
    moved: dict[str, int]
    changed: list[str]
    known: dict[str, int]
    unread: dict[str, tuple[str, str]]
    removed: int
    limits: Limits

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Every path that gave no document, with the reason."""
        return tuple(sorted((path, reason) for path, (_, reason) in self.unread.items()))

    def changes_nothing(self, previous: Store, read: int = 0) -> bool:
        """Say whether a new version would be the last one again, `read` documents being new."""
        done = not (read or self.moved or self.removed) and bool(self.kept)
        return done and self.unread == previous.unread()


def build_index(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> IndexReport:
    """Bring the index in line with the folder; publish a new version if anything differs.

    Raises:
        FolderMissingError, NotAFolderError, FileError, TomlError, CatalogueError,
        NoDocumentsError: the corpus cannot be used.
        CatalogueLostError: the folder's catalogue is gone, and documents would become public.
        IndexBusyError, StorageError: the index cannot be written.
    """
    try:
        return _build(corpus, index, embedder, progress, limits or Limits(), anew=False)
    except IndexDamagedError:  # shown only as the last version was read
        return _build(corpus, index, embedder, progress, limits or Limits(), anew=True)


def _build(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    progress: Progress | None,
    limits: Limits,
    *,
    anew: bool,
) -> IndexReport:
    started = time.perf_counter()
    built = datetime.now(UTC).isoformat("T", "milliseconds")
    files = find_files(corpus)
    seen = look(corpus, files)
    catalogue = entries_for(corpus, files)
    with writing(index) as writer:
        previous = None if anew else _previous(index, embedder)
        check_catalogue(corpus, index, previous)
        plan = _plan(corpus, files, catalogue, previous, limits)
        made_with = MadeWith(
            embedder.name, embedder.dimensions, str(corpus.resolve()), len(files), built, seen
        )
        if previous and not plan.changed and plan.changes_nothing(previous):
            return _report(writer.confirm(previous.version, made_with), 0, plan, started)
        changed = [(path, catalogue[path]) for path in plan.changed]
        outcomes = prepare_all(corpus, changed, limits)
        read = 0
        for batch in _batches(plan, outcomes, previous):
            read += _write(batch, plan, previous, embedder, writer)
            if progress:
                progress(min(len(writer.files) + len(plan.unread), len(files)), len(files))
        if not corpus.is_dir():
            raise FolderMissingError(str(corpus))
        if not writer.files:
            raise NoDocumentsError(str(corpus), plan.reasons)
        if previous and plan.changes_nothing(previous, read):
            return _report(writer.confirm(previous.version, made_with), 0, plan, started)
        writer.unread = plan.unread
        return _report(writer.publish(made_with), read, plan, started)


def _report(manifest: Manifest, read: int, plan: _Plan, started: float) -> IndexReport:
    return IndexReport(
        manifest,
        read,
        len(plan.kept),
        len(plan.moved),
        plan.removed,
        plan.reasons,
        time.perf_counter() - started,
    )


def check_catalogue(corpus: Path, index: Path, opened: Store | None = None) -> None:
    """Refuse a folder without a catalogue whose index has internal documents: it had one.

    `opened` is the index where it is open already, so that it is not read once more.

    Raises:
        CatalogueLostError: so it is; in a folder that never had one every file is public.
    """
    if has_catalogue(corpus):
        return
    try:
        version = current_version(index)
        made_of = (opened.manifest if opened else read_manifest(version)).corpus
        infos = opened.infos if opened else read_infos(version)
    except (IndexMissingError, IndexMismatchError):
        return
    internal = sum(info.audience == Audience.INTERNAL for info in infos)
    if made_of == str(corpus.resolve()) and internal:
        raise CatalogueLostError(str(corpus), internal)


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


def _plan(
    corpus: Path,
    files: list[str],
    catalogue: dict[str, Entry],
    previous: Store | None,
    limits: Limits,
) -> _Plan:
    """Compare contents with the last version: kept, moved, changed, unreadable as before."""
    unread: dict[str, tuple[str, str]] = {}
    ids = document_ids(files)
    prints = _fingerprints(corpus, ids, catalogue, unread)
    known = previous.fingerprints() if previous else {}
    failed = previous.unread() if previous else {}
    numbers = {info.path: n for n, info in enumerate(previous.infos)} if previous else {}
    kept = {path: numbers[path] for path, value in prints.items() if known.get(path) == value}
    for path, number in _held(corpus, unread, previous).items():
        prints[path], kept[path], unread[path] = known[path], number, ("", HELD)
    gone = {value: path for path, value in known.items() if path not in prints}
    moved: dict[str, int] = {}
    changed = []
    for path, value in prints.items():
        if path in kept:
            continue
        before = gone.get(value)
        if previous and before and _moves(previous, numbers[before], path):
            moved[path] = numbers[gone.pop(value)]
        elif _stays_unread(failed.get(path, ("", "")), value, limits):
            unread[path] = failed[path]
        else:
            changed.append(path)
    removed = len(set(known) - set(prints)) - len(moved)
    as_before = _of_the_same_audience(previous, {p: catalogue[p] for p in changed if p in known})
    return _Plan(ids, prints, kept, moved, changed, as_before, unread, removed, limits)


def _held(
    corpus: Path, unread: dict[str, tuple[str, str]], previous: Store | None
) -> dict[str, int]:
    """Return the documents whose files, or folders, are there but cannot be opened now."""
    unopened = {
        path
        for path, (_, reason) in unread.items()
        if reason == UNOPENED and not _is_gone(corpus / path)
    }
    if not (previous and unopened):
        return {}
    paths = [
        info.path
        for info in previous.infos
        if not unopened.isdisjoint((info.path, *map(str, PurePosixPath(info.path).parents)))
    ]
    return _of_the_same_audience(previous, entries_for(corpus, paths))


def _of_the_same_audience(previous: Store | None, entries: dict[str, Entry]) -> dict[str, int]:
    """Return the documents of the last version that may still be seen by those they were for."""
    infos = previous.infos if previous else []
    return {
        info.path: number
        for number, info in enumerate(infos)
        if info.path in entries and info.audience == entries[info.path].audience
    }


def _is_gone(file: Path) -> bool:
    try:
        file.stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError)
    return False


def _stays_unread(before: tuple[str, str], value: str, limits: Limits) -> bool:
    """Say whether a file would fail again as it failed before."""
    return before[1] in _FINAL and before[0] == _failed(value, before[1], limits)


def _failed(value: str, reason: str, limits: Limits) -> str:
    """Return the fingerprint that a file failed with."""
    return f"{value} {limits.seconds} {limits.megabytes}" if reason in _LIMITED else value


def _moves(previous: Store, number: int, path: str) -> bool:
    """Say whether a document is the same under another name: nothing was guessed from the name."""
    info = previous.infos[number]
    before, after = Path(info.path), Path(path)
    same = before.suffix == after.suffix and date_in_path(info.path) == date_in_path(path)
    return same and info.title != before.stem


def _fingerprints(
    corpus: Path,
    ids: dict[str, str],
    catalogue: dict[str, Entry],
    unread: dict[str, tuple[str, str]],
) -> dict[str, str]:
    """Return path → fingerprint: its content, its entry, the form of its id, the reading code."""
    prints = {}
    for path, name in ids.items():
        if reason := why_not_read(corpus, path):
            unread[path] = "", reason
            continue
        try:
            content = digest(corpus / path)
        except OSError:
            unread[path] = "", "unreadable"
            continue
        read_as = repr((READING_VERSION, catalogue[path], name == path)).encode()
        prints[path] = fingerprint(content, hashlib.sha256(read_as).hexdigest())
    return prints


def _batches(
    plan: _Plan, outcomes: Iterator[Prepared | Unread], previous: Store | None
) -> Iterator[list[Work]]:
    """Yield the documents in the order of their paths, so that every way gives the same index."""
    changed = set(plan.changed)
    batch: list[Work] = []
    for number, path in enumerate(sorted(plan.prints), start=1):
        if path in changed:
            outcome = next(outcomes)
            if isinstance(outcome, Unread) and outcome.reason == UNOPENED and path in plan.known:
                plan.kept[path], plan.unread[path] = plan.known[path], ("", HELD)
                _append_kept(batch, plan.kept[path])
            elif isinstance(outcome, Unread):
                failed = _failed(plan.prints[path], outcome.reason, plan.limits)
                plan.unread[path] = failed, outcome.reason
            else:
                batch.append(_named(outcome, path, plan.ids[path]))
        elif path in plan.kept:
            _append_kept(batch, plan.kept[path])
        elif previous and path in plan.moved:
            batch.append(_named(previous.record(plan.moved[path]), path, plan.ids[path]))
        if number % _BATCH == 0:
            yield batch
            batch = []
    yield batch


def _append_kept(batch: list[Work], number: int) -> None:
    """Add an unchanged document, to those before it where it stood beside them."""
    last = batch[-1] if batch else None
    if isinstance(last, range) and last.stop == number:
        batch[-1] = range(last.start, number + 1)
    else:
        batch.append(range(number, number + 1))


def _named(work: Named, path: str, name: str) -> Named:
    return replace(
        work,
        document=replace(work.document, id=name, path=path),
        passages=tuple(replace(passage, document_id=name) for passage in work.passages),
    )


def _write(
    batch: list[Work],
    plan: _Plan,
    previous: Store | None,
    embedder: Embedder,
    writer: VersionWriter,
) -> int:
    """Embed the new documents of a batch at once, write all, and return how many were new."""
    new = [item for item in batch if isinstance(item, Prepared)]
    vectors = embedder.embed(
        [passage_for_embedding(item.document.title, p) for item in new for p in item.passages]
    )
    at = 0
    for item in batch:
        if isinstance(item, Record):
            writer.add(item)
            continue
        if isinstance(item, range):
            if previous:
                writer.copy(previous.part(item))
            continue
        end = at + len(item.passages)
        writer.add(
            Record(
                plan.prints[item.document.path],
                item.document,
                item.passages,
                vectors[at:end],
                item.passage_terms,
                item.title_terms,
            )
        )
        at = end
    return len(new)
