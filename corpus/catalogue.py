"""Which documents a folder holds, and what is known of each: title, source, date, audience."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CatalogueError, FileError, FolderMissingError, NotAFolderError
from corpus.toml_file import read_toml
from corpus.types import Audience

CATALOGUE = "catalogue.toml"
_LEFT_BY_WINDOWS = {"thumbs.db", "desktop.ini"}
_DATES = ("date", "valid_from", "valid_to")
_KEYS = {"file", "title", "source", "audience", "replaced_by", *_DATES}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of one file; "" where it says nothing."""

    title: str = ""
    source: str = ""
    date: str = ""
    audience: Audience = Audience.PUBLIC
    valid_from: str = ""
    valid_to: str = ""
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where a folder and its catalogue differ.

    `unnamed` files are not in the catalogue and are internal until they are; without a catalogue
    there are none, and every file is public. `missing` are entries whose file is not there.
    """

    has_catalogue: bool
    unnamed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def leads_outside(folder: Path, path: str) -> bool:
    """Say whether a file is a link to something outside the folder, which is never read."""
    try:
        return not (folder / path).resolve().is_relative_to(folder.resolve())
    except RuntimeError:  # a link that leads to itself
        return True


def why_not_read(folder: Path, path: str) -> str:
    """Return why a path that `find_files` found is not even opened, "" if it may be."""
    if any("\ud800" <= letter <= "\udfff" for letter in path):
        return "name"
    file = folder / path
    try:
        if file.is_symlink() and leads_outside(folder, path):
            return "outside"
        if file.is_dir():
            return "unreadable"
        return "special" if file.exists() and not file.is_file() else ""
    except OSError:
        return "unreadable"


def find_files(folder: Path) -> list[str]:
    """Return the paths under `folder`, relative, sorted; hidden files and the catalogue left out.

    So are the files that Windows leaves in a folder by itself.

    A subfolder that cannot be opened is in the list too, so that it is reported as not read, and
    so is a link to a folder outside; what a link inside leads to is read where it lies.

    Raises:
        FolderMissingError, NotAFolderError, FileError: `folder` cannot be opened as a folder.
    """
    _open_folder(folder)
    found: list[str] = []

    def unreadable(error: OSError) -> None:
        found.append(Path(error.filename).relative_to(folder).as_posix())

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = Path(parent).relative_to(folder)
        found += [
            (inside / name).as_posix()
            for name in (*files, *_links_outside(folder, inside, folders))
            if not name.startswith((".", "~$"))
            and name != CATALOGUE
            and name.lower() not in _LEFT_BY_WINDOWS
        ]
    return sorted(found)


def _links_outside(folder: Path, inside: Path, folders: Iterable[str]) -> list[str]:
    return [name for name in folders if leads_outside(folder, str(inside / name))]


def read_catalogue(folder: Path) -> dict[str, Entry]:
    """Return file → entry of `folder/catalogue.toml`, empty where there is none.

    Raises:
        FileError, TomlError: the file cannot be read.
        CatalogueError: an entry is wrong; the message says which.
    """
    return read_entries(folder / CATALOGUE) if has_catalogue(folder) else {}


def read_entries(path: Path) -> dict[str, Entry]:
    """Return file → entry of one catalogue, be it one that is still a draft.

    Raises:
        FileError, TomlError, CatalogueError: as above.
    """
    table = read_toml(path)
    rows = table.pop("document", [])
    if table:
        raise CatalogueError(str(path), "table", ", ".join(table))
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CatalogueError(str(path), "rows")
    entries: dict[str, Entry] = {}
    for number, row in enumerate(rows, start=1):
        name = str(row.get("file", ""))
        if not name:
            raise CatalogueError(str(path), "no-file", number)
        if name in entries:
            raise CatalogueError(str(path), "twice", name)
        entries[name] = _entry(str(path), name, row)
    return entries


def has_catalogue(folder: Path) -> bool:
    """Say whether the folder has a catalogue, be it one that cannot be read."""
    return os.path.lexists(folder / CATALOGUE)


def entries_for(folder: Path, files: Iterable[str]) -> dict[str, Entry]:
    """Return the entry of each file: the catalogue's, or what holds for a file it does not name.

    Beside a catalogue such a file is internal; in a folder without one every file is public.

    Raises:
        FileError, TomlError, CatalogueError: the catalogue cannot be used.
    """
    named = read_catalogue(folder)
    other = Entry(audience=Audience.INTERNAL if has_catalogue(folder) else Audience.PUBLIC)
    return {path: named.get(path, other) for path in files}


def find_gaps(folder: Path) -> Gaps:
    """Compare the folder with its catalogue.

    Raises:
        FolderMissingError, NotAFolderError, FileError, TomlError, CatalogueError: as above.
    """
    files = set(find_files(folder))
    if not has_catalogue(folder):
        return Gaps(has_catalogue=False)
    named = read_catalogue(folder)
    return Gaps(True, tuple(sorted(files - set(named))), tuple(sorted(set(named) - files)))


def _open_folder(folder: Path) -> None:
    try:
        os.scandir(folder).close()
    except FileNotFoundError as error:
        raise FolderMissingError(str(folder)) from error
    except NotADirectoryError as error:
        raise NotAFolderError(str(folder)) from error
    except OSError as error:
        raise FileError(str(folder), error.strerror or str(error)) from error


def _entry(path: str, name: str, row: dict[str, object]) -> Entry:
    if unknown := set(row) - _KEYS:
        raise CatalogueError(path, "key", name, min(unknown), ", ".join(sorted(_KEYS)))
    for key in _DATES:
        if (value := str(row.get(key, ""))) and not _DATE.match(value):
            raise CatalogueError(path, "date", name, key, value)
    audience = str(row.get("audience", Audience.PUBLIC))
    if audience not in list(Audience):
        raise CatalogueError(path, "audience", name, audience)
    texts = {key: str(value) for key, value in row.items() if key not in ("file", "audience")}
    return Entry(audience=Audience(audience), **texts)
