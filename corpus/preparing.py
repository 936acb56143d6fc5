"""Files in, documents with passages and terms out, each file in a process that may be lost.

A file that never ends, eats the memory or brings its reader down costs its own process; the
run goes on with the next one and says what happened.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from corpus.catalogue import Entry
from corpus.cores import at_once
from corpus.errors import DocumentError, ReadingError
from corpus.reading import read_document
from corpus.splitting import split
from corpus.swedish.terms import terms
from corpus.types import Document, Passage

_TOGETHER = 64
"""So many small text files go to a process at once; the rest go one by one."""
_SMALL = 100_000
_PLAIN = {".md", ".markdown", ".txt"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost, seconds and megabytes of memory, and how many are read at once.

    0 `processes` are one for each core.
    """

    seconds: int = 900
    megabytes: int = 4_096
    processes: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as it goes into an index; a row of `passage_terms` for every passage."""

    document: Document
    passages: tuple[Passage, ...]
    passage_terms: tuple[tuple[str, ...], ...]
    title_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that gave no document, and why: a key of texts.REASONS."""

    path: str
    reason: str


Outcome = Prepared | Unread


@dataclass(frozen=True, slots=True)
class _Job:
    """Files that a process reads, and when they were given to it, by the clock that never jumps."""

    batch: list[tuple[str, Entry]]
    future: ProcessFuture
    since: float


def prepare(folder: Path, path: str, entry: Entry) -> Outcome:
    """Read, split and analyse one file; whatever is wrong with it costs itself only."""
    try:
        return _prepared(read_document(folder, path, entry))
    except DocumentError as error:
        return Unread(path, str(error.args[1]))
    except ModuleNotFoundError:  # the installation's fault, not the file's
        raise
    except (MemoryError, ImportError):  # a library that there was no room to load
        return Unread(path, "memory")
    except RecursionError:
        return Unread(path, "hostile")
    except Exception:
        return Unread(path, "broken")


def _prepared(document: Document) -> Prepared:
    passages = tuple(split(document))
    return Prepared(
        document,
        passages,
        tuple(tuple(terms(" ".join((*p.section, p.text)))) for p in passages),
        tuple(terms(document.title)),
    )


def prepare_all(
    folder: Path, files: Sequence[tuple[str, Entry]], limits: Limits
) -> Iterator[Outcome]:
    """Yield the outcome of every file in the given order.

    Raises:
        ReadingError: the processes that read cannot be started.
    """
    if not files:
        return
    try:
        yield from _prepare_in_pool(folder, files, limits)
    except (OSError, RuntimeError) as error:
        raise ReadingError() from error


def _prepare_in_pool(
    folder: Path, files: Sequence[tuple[str, Entry]], limits: Limits
) -> Iterator[Outcome]:
    batches = deque(_batches(folder, files))
    workers = min(at_once(limits.processes), len(batches))
    with ProcessPool(
        max_workers=workers,
        context=multiprocessing.get_context("spawn"),
        initializer=_limit_memory,
        initargs=(limits.megabytes,),
    ) as pool:
        running: deque[_Job] = deque()
        try:
            while batches or running:
                while batches and len(running) < 2 * workers + 1:
                    running.append(_schedule(pool, folder, batches.popleft(), limits))
                yield from _outcomes(pool, folder, running.popleft(), limits)
        finally:
            for job in running:
                job.future.cancel()


def _batches(folder: Path, files: Sequence[tuple[str, Entry]]) -> Iterator[list[tuple[str, Entry]]]:
    batch: list[tuple[str, Entry]] = []
    for path, entry in files:
        if not _is_small(folder / path):
            if batch:
                yield batch
            yield [(path, entry)]
            batch = []
            continue
        batch.append((path, entry))
        if len(batch) == _TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _is_small(file: Path) -> bool:
    try:
        return file.suffix.lower() in _PLAIN and file.stat().st_size < _SMALL
    except OSError:
        return False


def _schedule(
    pool: ProcessPool, folder: Path, batch: list[tuple[str, Entry]], limits: Limits
) -> _Job:
    future = pool.schedule(_prepare_batch, args=(folder, batch), timeout=limits.seconds)
    return _Job(batch, future, time.monotonic())


def _prepare_batch(folder: Path, batch: list[tuple[str, Entry]]) -> list[Outcome]:
    return [prepare(folder, path, entry) for path, entry in batch]


def _outcomes(
    pool: ProcessPool, folder: Path, job: _Job, limits: Limits, *, again: bool = True
) -> Iterator[Outcome]:
    """Yield a batch's outcomes; if it was lost, ask for its files one by one.

    The pool measures time by a clock that may be put forward: a file that is out of time too soon
    is asked for once again.
    """
    too_soon = False
    try:
        yield from job.future.result()
        return
    except FutureTimeoutError:
        reason = "timeout"
        too_soon = time.monotonic() - job.since < limits.seconds
    except (ProcessExpired, MemoryError):
        reason = "memory"
    alone = len(job.batch) == 1
    if alone and not (too_soon and again):
        yield Unread(job.batch[0][0], reason)
        return
    for single in job.batch:
        one = _schedule(pool, folder, [single], limits)
        yield from _outcomes(pool, folder, one, limits, again=not alone)


def _limit_memory(megabytes: int) -> None:
    """Set the limit; one that the system has set for this program may only be lowered."""
    limit = megabytes * 1_000_000
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    least = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (least, hard))
