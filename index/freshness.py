"""Is an index there, and no file of its corpus newer? A cheap look, without reading files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from corpus.catalogue import CATALOGUE, find_files
from corpus.errors import IndexMismatchError, IndexMissingError
from index.store import current_version, read_manifest


def is_fresh(corpus: Path, index: Path) -> bool:
    """Say whether the index can be used as it is for this corpus.

    Time stamps only decide whether to look; `build_index` then compares contents.

    Raises:
        FolderMissingError: the corpus is not a folder, and there is no index either.
    """
    try:
        version = current_version(index)
        manifest = read_manifest(version)
    except (IndexMissingError, IndexMismatchError):
        find_files(corpus)
        return False
    if not corpus.is_dir():
        return True
    if Path(manifest.corpus) != corpus:
        return False
    looked = datetime.fromisoformat(manifest.looked or manifest.built).timestamp()
    files = [corpus / path for path in find_files(corpus)]
    # A folder's own stamp tells what was removed; ctime tells what came with an old stamp.
    looked_at = {*files, *(file.parent for file in files), corpus, corpus / CATALOGUE}
    newest = max(_changed(path) for path in looked_at)
    return newest <= looked and len(files) == manifest.files


def _changed(path: Path) -> float:
    """Return when a file was last changed, 0 where it is gone or may not be looked at."""
    try:
        stat = path.stat()
    except OSError:
        return 0.0
    return max(stat.st_mtime, stat.st_ctime)
