"""What a file holds, told by its digest; read anew only when the system says that it changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was when it was looked at: its size, and its times in nanoseconds."""

    path: Path
    size: int
    modified: int
    changed: int

    @classmethod
    def now(cls, path: Path) -> FileState:
        """Look at a file.

        Raises:
            OSError: the system will not look at it.
        """
        stat = path.stat()
        return cls(path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's content.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=_REMEMBERED)
def digest_at(state: FileState) -> str:
    """Return the digest of a file that was in this state a moment ago.

    Raises:
        OSError: it cannot be read.
    """
    return digest(state.path)
