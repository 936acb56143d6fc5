from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.drafts import draft_of
from corpus.errors import StorageError


def break_off(path: Path, stop: BaseException) -> None:
    with draft_of(path) as draft:
        draft.write_text("ha")
        raise stop


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(28, "full")])
def test_a_file_that_is_not_written_to_its_end_stays_as_it_was(
    tmp_path: Path, stop: BaseException
) -> None:
    (tmp_path / "a.txt").write_text("hel")
    with pytest.raises((KeyboardInterrupt, StorageError)):
        break_off(tmp_path / "a.txt", stop)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "hel"


def test_a_draft_is_on_the_disk_before_it_takes_the_files_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _: held.append((tmp_path / "a.txt").exists()))
    with draft_of(tmp_path / "a.txt") as draft:
        draft.write_text("hel")
    assert held == [False]
    assert (tmp_path / "a.txt").read_text() == "hel"


def test_a_new_file_may_be_read_by_whom_the_system_says(tmp_path: Path) -> None:
    before = os.umask(0o027)
    with draft_of(tmp_path / "a.txt") as draft:
        draft.write_text("hel")
    os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640
