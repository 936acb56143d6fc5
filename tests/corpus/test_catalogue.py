from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.catalogue import Entry, Gaps, entries_for, find_files, find_gaps, why_not_read
from corpus.errors import FileError, FolderMissingError, NotAFolderError
from corpus.types import Audience

PUBLIC, INTERNAL = Entry(), Entry(audience=Audience.INTERNAL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("# A", encoding="utf-8")
    (tmp_path / "b.md").write_text("# B", encoding="utf-8")
    return tmp_path


def name(folder: Path, *files: str) -> None:
    rows = "".join(f'[[document]]\nfile = "{file}"\n' for file in files)
    (folder / "catalogue.toml").write_text(rows, encoding="utf-8")


def test_a_file_that_the_catalogue_does_not_name_is_internal(folder: Path) -> None:
    name(folder, "a.md")
    assert entries_for(folder, ["a.md", "b.md"]) == {"a.md": PUBLIC, "b.md": INTERNAL}


def test_an_empty_catalogue_names_nothing(folder: Path) -> None:
    name(folder)
    assert entries_for(folder, ["a.md"]) == {"a.md": INTERNAL}


def test_a_folder_without_a_catalogue_is_public(folder: Path) -> None:
    assert entries_for(folder, ["a.md"]) == {"a.md": PUBLIC}
    assert find_gaps(folder) == Gaps(has_catalogue=False)


def test_a_catalogue_that_cannot_be_read_opens_nothing(folder: Path) -> None:
    (folder / "catalogue.toml").symlink_to("finns-inte.toml")
    with pytest.raises(FileError):
        entries_for(folder, ["a.md"])


def test_files_without_an_entry_and_entries_without_a_file_are_named(folder: Path) -> None:
    name(folder, "a.md", "c.md")
    assert find_gaps(folder) == Gaps(True, unnamed=("b.md",), missing=("c.md",))


def test_a_folder_that_is_no_folder_is_told_from_one_that_is_missing(folder: Path) -> None:
    with pytest.raises(NotAFolderError):
        find_files(folder / "a.md")
    with pytest.raises(FolderMissingError):
        find_files(folder / "c")


def test_a_linked_folder_outside_is_told_and_one_inside_is_read_where_it_lies(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (folder / "c").mkdir()
    (folder / "c" / "utanför").symlink_to(tmp_path_factory.mktemp("annan"))
    (folder / "inne").symlink_to(folder / "c")
    reasons = {path: why_not_read(folder, path) for path in find_files(folder)}
    assert reasons == {"a.md": "", "b.md": "", "c/utanför": "outside"}


def test_what_is_no_ordinary_file_has_a_reason(folder: Path) -> None:
    os.mkfifo(folder / "kö.md")
    (folder / "ring.md").symlink_to("ring.md")
    strange = os.fsdecode(b"\xe5.md")
    (folder / strange).write_text("x", encoding="utf-8")
    reasons = {path: why_not_read(folder, path) for path in find_files(folder)}
    assert reasons == {
        "a.md": "", "b.md": "", "kö.md": "special", "ring.md": "outside", strange: "name",
    }  # fmt: skip
