"""What a run has answered so far, on the disk: a run killed at any moment loses a few answers.

    STATE/faq/<index version>-<hash of the questions>.jsonl    one answered question a line

The name says which index and which questions it belongs to, so that an answer of another index
is never taken for one of this. A line that was not written to its end is cut off.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.faq.types import Reply, reply_from_row, reply_row
from corpus.errors import FaqBusyError, StorageError
from corpus.folders import make_folder


class Journal:
    """Question → reply of one run, kept on the disk."""

    def __init__(self, path: Path) -> None:
        """Read what an earlier run has left; `open_journal` locks the file first."""
        self._path = path
        self.replies = dict(_complete_rows(path))
        self._file = path.open("ab")

    def add(self, answered: Iterable[tuple[str, Reply]]) -> None:
        """Write answers and wait until they are on the disk."""
        for question, reply in answered:
            self.replies[question] = reply
            row = {"question": question, "reply": reply_row(reply)}
            self._file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file and leave it for a run that resumes."""
        self._file.close()

    def remove(self) -> None:
        """Remove the file: the run is complete."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def journal_folder(state: Path, index: Path) -> Path:
    """Return where the journals of one index lie, apart from those of others."""
    digest = hashlib.sha256(str(index.resolve()).encode()).hexdigest()[:12]
    return state / "faq" / digest


def journal_path(folder: Path, version: str, audience: str, questions: Iterable[str]) -> Path:
    """Return where the journal of these questions against this index lies."""
    digest = hashlib.sha256("\n".join([audience, *questions]).encode()).hexdigest()[:16]
    return folder / f"{version}-{digest}.jsonl"


@contextmanager
def open_journal(path: Path, *, resume: bool) -> Iterator[Journal]:
    """Hold the journal for one run; without `resume` it begins empty.

    Journals of other versions of the index, which share its folder, are removed: nothing can resume
    them.

    Raises:
        FaqBusyError: another run answers the same questions.
        StorageError: the folder cannot be written.
    """
    try:
        make_folder(path.parent)
        with FileLock(path.with_suffix(".lock"), timeout=0):
            _remove_others(path)
            if not resume:
                path.unlink(missing_ok=True)
            journal = Journal(path)
            try:
                yield journal
            finally:
                journal.close()
        path.with_suffix(".lock").unlink(missing_ok=True)
    except Timeout as error:
        raise FaqBusyError(str(path)) from error
    except OSError as error:
        raise StorageError(str(path), error.strerror or str(error)) from error


def _complete_rows(path: Path) -> Iterator[tuple[str, Reply]]:
    """Yield the rows that were written to their end, and cut the file after the last of them."""
    data = path.read_bytes() if path.exists() else b""
    whole = 0
    for line in data.splitlines(keepends=True):
        row = _row(line)
        if row is None:
            break
        whole += len(line)
        yield row["question"], reply_from_row(row["reply"])
    if whole < len(data):
        os.truncate(path, whole)


def _row(line: bytes) -> dict[str, Any] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        return dict(json.loads(line))
    except ValueError:
        return None


def _remove_others(path: Path) -> None:
    version = path.stem.rsplit("-", 1)[0]
    for other in path.parent.glob("*.jsonl"):
        if other.stem.rsplit("-", 1)[0] != version:
            other.unlink(missing_ok=True)
