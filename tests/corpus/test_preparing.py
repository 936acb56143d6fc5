from __future__ import annotations

import os
import select
import threading
import time
from pathlib import Path

import pytest

from corpus.catalogue import Entry
from corpus.preparing import Limits, Outcome, Prepared, Unread, prepare_all


def prepared(folder: Path, limits: Limits | None = None) -> list[Outcome]:
    files = [(path.name, Entry()) for path in sorted(folder.iterdir())]
    return list(prepare_all(folder, files, limits or Limits()))


def test_the_outcomes_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    for number in range(150):
        suffix = "html" if number % 50 == 7 else "md"
        text = f"Stycke {number}." if suffix == "md" else f"<main><p>Stycke {number}.</p></main>"
        (tmp_path / f"{number:03}.{suffix}").write_text(text, encoding="utf-8")
    outcomes = prepared(tmp_path)
    texts = [outcome.document.text for outcome in outcomes if isinstance(outcome, Prepared)]
    assert texts == [f"Stycke {number}." for number in range(150)]


def test_a_file_that_takes_too_long_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    os.mkfifo(tmp_path / "b.md")  # nobody ever writes to it: reading never ends
    (tmp_path / "c.md").write_text("# C\n\nText.", encoding="utf-8")
    first, lost, last = prepared(tmp_path, Limits(seconds=2))
    assert isinstance(first, Prepared)
    assert lost == Unread("b.md", "timeout")
    assert isinstance(last, Prepared)


def test_a_clock_that_is_put_forward_takes_no_time_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    os.mkfifo(file)  # reading lasts until somebody has written to it
    clock, ahead = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: clock() + ahead[0])

    def leap_and_then_write() -> None:
        with file.open("wb", buffering=0) as written:
            ahead[0] = 3_600.0
            reader_lost = select.poll()
            reader_lost.register(written, 0)
            reader_lost.poll()
        file.write_text("# A\n\nText.", encoding="utf-8")

    threading.Thread(target=leap_and_then_write, daemon=True).start()
    (outcome,) = prepared(tmp_path)
    assert isinstance(outcome, Prepared)


def test_a_file_that_takes_too_much_memory_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("ord " * 60_000_000, encoding="utf-8")
    (tmp_path / "c.md").write_text("# C\n\nText.", encoding="utf-8")
    first, lost, last = prepared(tmp_path, Limits(megabytes=700))
    assert isinstance(first, Prepared)
    assert lost == Unread("b.txt", "memory")
    assert isinstance(last, Prepared)


@pytest.mark.parametrize(
    "name", ["a b.md", "å ä ö.md", "semi;kolon & 'citat'.md", "rad\nbrytning.md"]
)
def test_names_with_odd_characters_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("# A\n\nText.", encoding="utf-8")
    (outcome,) = prepared(tmp_path)
    assert isinstance(outcome, Prepared)
    assert outcome.document.path == name


def test_a_page_nested_beyond_measure_is_read_or_refused(tmp_path: Path) -> None:
    (tmp_path / "djup.html").write_text("<div>" * 60_000 + "text" + "</div>" * 60_000)
    (tmp_path / "djup.md").write_text(">" * 90_000 + " text")
    for outcome in prepared(tmp_path):
        assert isinstance(outcome, Prepared) or outcome.reason in {"hostile", "broken", "no-text"}
