"""Which documents a folder holds, and what is known of each: title, source, date, audience."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CatalogueError, FolderMissingError
from corpus.types import Audience

CATALOGUE = "catalogue.toml"
_KEYS = {"file", "title", "source", "date", "audience"}
_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of one file; "" where it says nothing."""

    title: str = ""
    source: str = ""
    date: str = ""
    audience: Audience = Audience.PUBLIC


def leads_outside(folder: Path, path: str) -> bool:
    """Say whether a file is a link to something outside the folder, which is never read."""
    return not (folder / path).resolve().is_relative_to(folder.resolve())


def find_files(folder: Path) -> list[str]:
    """Return the paths under `folder`, relative, sorted; hidden files and the catalogue left out.

    Raises:
        FolderMissingError: `folder` is not a folder.
    """
    if not folder.is_dir():
        raise FolderMissingError(str(folder))
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            (Path(parent) / name).relative_to(folder).as_posix()
            for name in files
            if not name.startswith((".", "~$")) and name != CATALOGUE
        ]
    return sorted(found)


def read_catalogue(folder: Path) -> dict[str, Entry]:
    """Return file → entry of `folder/catalogue.toml`, empty where there is none.

    Raises:
        CatalogueError: the file is not TOML, or an entry is wrong; the message says which.
    """
    path = folder / CATALOGUE
    if not path.is_file():
        return {}
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(str(path), str(error)) from error
    return dict(_entry(str(path), row) for row in rows)


def _entry(path: str, row: dict[str, object]) -> tuple[str, Entry]:
    name = str(row.get("file", ""))
    if not name:
        raise CatalogueError(path, "file = ?")
    if unknown := set(row) - _KEYS:
        raise CatalogueError(path, f"{name}: {', '.join(sorted(unknown))} = ?")
    date = str(row.get("date", ""))
    if date and not _DATE.match(date):
        raise CatalogueError(path, f"{name}: date = {date}")
    try:
        audience = Audience(str(row.get("audience", Audience.PUBLIC)))
    except ValueError as error:
        raise CatalogueError(path, f"{name}: audience = {row['audience']}") from error
    return name, Entry(str(row.get("title", "")), str(row.get("source", "")), date, audience)
