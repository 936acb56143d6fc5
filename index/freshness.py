"""Is an index there, and is its corpus as it was? A cheap look, without reading files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import CATALOGUE, entries_for, find_files
from corpus.errors import IndexMismatchError, IndexMissingError
from corpus.types import Audience
from index.store import Manifest, current_version, read_infos, read_manifest, read_unread

READING_VERSION = 8
"""Raised when reading, splitting or analysing changes, so that old results are not reused."""

HELD = "held"
"""The reason of a file that cannot be opened, whose document is kept as it was last."""
UNOPENED = "unreadable"
"""The reason of a file that cannot be opened and gave no document before."""
_TRY_AGAIN_SECONDS = 300


def is_fresh(corpus: Path, index: Path) -> bool:
    """Say whether the index can be used as it is for this corpus.

    What the system says of the files only decides whether to look; `build_index` then compares
    contents. What could not be opened is tried again after some minutes.

    Raises:
        FolderMissingError: the corpus is not a folder, and there is no index either.
    """
    try:
        version = current_version(index)
        manifest = read_manifest(version)
        reasons = {reason for _, reason in read_unread(version).values()}
    except (IndexMissingError, IndexMismatchError):
        find_files(corpus)
        return False
    if not corpus.is_dir():
        return True
    if manifest.corpus != str(corpus.resolve()) or not _is_as_seen(manifest, corpus):
        return False
    looked = datetime.fromisoformat(manifest.looked or manifest.built)
    waited = abs((datetime.now(UTC) - looked).total_seconds())
    return waited < _TRY_AGAIN_SECONDS or reasons.isdisjoint((HELD, UNOPENED))


def is_usable(corpus: Path, index: Path) -> bool:
    """Say whether there is an index of this corpus that shows nobody what has become internal.

    It may be older than the files.
    """
    try:
        version = current_version(index)
        if read_manifest(version).corpus != str(corpus.resolve()):
            return False
        infos = read_infos(version)
    except (IndexMissingError, IndexMismatchError):
        return False
    entries = entries_for(corpus, [info.path for info in infos])
    return all(Audience(info.audience).may_see(entries[info.path].audience) for info in infos)


def look(corpus: Path, files: Iterable[str] | None = None) -> str:
    """Return how files are read, and a digest of what the system says of them and the catalogue.

    The stamps are compared as they are, never with a clock. The time of the last change in the
    file system tells of a file that came with an old stamp. Numbers of files and disks are left
    out: a network gives new ones.
    """
    digest = hashlib.sha256()
    for path in (CATALOGUE, *(find_files(corpus) if files is None else files)):
        try:
            stat = (corpus / path).stat()
            said = f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"
        except OSError:
            said = "-"
        digest.update(os.fsencode(path) + f"\0{said}\0".encode())
    return f"{READING_VERSION} {digest.hexdigest()}"


def _is_as_seen(manifest: Manifest, corpus: Path) -> bool:
    """Compare two looks; a later reading than this program's is left as it is.

    A program that was started before an update would otherwise undo what the new one does.
    """
    reading, _, files = manifest.seen.partition(" ")
    return files == look(corpus).partition(" ")[2] and int(reading) >= READING_VERSION
