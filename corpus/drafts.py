"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.errors import StorageError


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Give a draft to fill, which then takes the file's place whole or not at all.

    Raises:
        StorageError: the draft or the file cannot be written.
    """
    draft = path.with_name(f".{path.name[:40]}.{uuid.uuid4().hex}.draft")
    try:
        yield draft
        sync(draft)
        draft.replace(path)
    except OSError as error:
        raise StorageError(str(path), error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Make sure that a file is on the disk before it gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
