from __future__ import annotations

import os
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
