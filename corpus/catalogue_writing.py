"""Putting what is known of documents into the catalogue, without losing what a person wrote."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import tomlkit

from corpus.catalogue import CATALOGUE, Entry, read_catalogue
from corpus.errors import StorageError

_TIGHT = re.compile(r"^([^#\n].*)\n(?=\[\[document\]\])", re.M)
"""A line right above the next entry, where an empty one is easier on a reader."""


def write_entries(folder: Path, entries: dict[str, Entry], overwrite: bool = False) -> int:
    """Put what is known of files into the catalogue and return how many rows were changed.

    What stands there already is a person's word and stays as it is, with its comments; only
    what a row lacks is added, unless the entries come from a person too (`overwrite`).

    Raises:
        FileError, TomlError, CatalogueError: the catalogue that is there cannot be used.
        StorageError: it cannot be written.
    """
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
        _replace(path, _TIGHT.sub(r"\1\n\n", tomlkit.dumps(document).rstrip()) + "\n")
    return changed


def _replace(path: Path, text: str) -> None:
    """Put a file in place whole, so that a kill or a full disk leaves the one before."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StorageError(str(path), error.strerror or str(error)) from error
