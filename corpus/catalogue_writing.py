"""Putting what is known of documents into the catalogue, without losing what a person wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import tomlkit
from filelock import FileLock

from corpus.catalogue import CATALOGUE, Entry, read_catalogue, read_entries
from corpus.drafts import draft_of
from corpus.errors import FolderMissingError, StorageError

_TIGHT = re.compile(r"^([^#\n].*)\n(?=\[\[document\]\])", re.M)
"""A line right above the next entry, where an empty one is easier on a reader."""


def write_entries(folder: Path, entries: dict[str, Entry], overwrite: bool = False) -> int:
    """Put what is known of files into the catalogue and return how many rows were changed.

    What stands there already is a person's word and stays as it is, with its comments; only
    what a row lacks is added, unless the entries come from a person too (`overwrite`).

    Raises:
        FileError, TomlError, CatalogueError: the catalogue that is there cannot be used.
        FolderMissingError, StorageError: it cannot be written.
    """
    with changing(folder):
        return _write_entries(folder, entries, overwrite)


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Keep other programs from changing the folder's catalogue; who keeps them may ask again.

    Raises:
        FolderMissingError, StorageError: there is no folder, or it cannot be written.
    """
    if not folder.is_dir():
        raise FolderMissingError(str(folder))
    lock = FileLock(folder / f".{CATALOGUE}.lock", mode=0o666, is_singleton=True)
    try:
        lock.acquire()
    except OSError as error:
        raise StorageError(str(folder), error.strerror or str(error)) from error
    try:
        yield
    finally:
        lock.release()


def _write_entries(folder: Path, entries: dict[str, Entry], overwrite: bool) -> int:
    read_catalogue(folder)
    path = folder / CATALOGUE
    before = path.read_text(encoding="utf-8").rstrip() if path.is_file() else ""
    document = tomlkit.parse(f"{before}\n\n" if before else "")
    rows = document.setdefault("document", tomlkit.aot())
    by_file = {str(row["file"]): row for row in rows}
    changed = 0
    for name, entry in sorted(entries.items()):
        row = by_file.get(name)
        if row is None:
            row = tomlkit.table()
            row.add("file", name)
            rows.append(row)
        known = {key: str(value) for key, value in asdict(entry).items() if value}
        new = {key: value for key, value in known.items() if overwrite or key not in row}
        row.update(new)
        changed += bool(new)
    if changed:
        with draft_of(path) as draft:
            text = _TIGHT.sub(r"\1\n\n", tomlkit.dumps(document).rstrip()) + "\n"
            draft.write_text(text, encoding="utf-8")
            read_entries(draft)
    return changed
