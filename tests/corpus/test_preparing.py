from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpus import preparing
from corpus.catalogue import Entry
from corpus.errors import ReadingError
from corpus.preparing import Limits, Outcome, Prepared, Unread, prepare, prepare_all
from tests.conftest import HOUSE


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


def write_pdf_with_half_a_character(path: Path) -> None:
    """A PDF whose font says that "A" is U+D800, in its text, title and printed page numbers."""
    meaning = b"begincmap 1 beginbfchar <41> <D800> endbfchar endcmap"
    shown = b"BT /F1 12 Tf 72 700 Td (Kommunens plan A och mycket annan text.) Tj ET"
    half = b"<FEFFD800>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0<</P%s/S/D>>]>>>>" % half,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(meaning), meaning),
        b"<</Title%s>>" % half,
    ]
    file, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 8\n0000000000 65535 f \n" + rows
    trailer = b"trailer<</Size 8/Root 1 0 R/Info 7 0 R>>\nstartxref\n%d\n%%%%EOF" % len(file)
    path.write_bytes(file + table + trailer)


def test_half_a_character_becomes_one_that_can_be_written_down(tmp_path: Path) -> None:
    write_pdf_with_half_a_character(tmp_path / "a.pdf")
    outcome = prepare(tmp_path, "a.pdf", Entry())
    assert isinstance(outcome, Prepared)
    assert outcome.document.text == "Kommunens plan \ufffd och mycket annan text."
    repr(outcome).encode()


def test_half_a_character_in_the_name_of_an_attachment_becomes_a_whole(tmp_path: Path) -> None:
    (tmp_path / "brev.eml").write_bytes(
        b"Subject: Plan\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nText.\n--x\n"
        b'Content-Type: text/plain\nContent-Disposition: attachment; filename="a\xe5.txt"\n\n'
        b"b\n--x--\n"
    )
    outcome = prepare(tmp_path, "brev.eml", Entry())
    assert isinstance(outcome, Prepared)
    repr(outcome).encode()


def test_whatever_goes_wrong_with_a_file_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(document: object) -> None:
        raise TypeError

    (tmp_path / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    monkeypatch.setattr(preparing, "split", fail)
    assert prepare(tmp_path, "a.md", Entry()) == Unread("a.md", "broken")


def test_files_are_read_under_a_lower_limit_of_the_systems(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        "import resource, sys\nfrom pathlib import Path\n"
        "from corpus.catalogue import Entry\nfrom corpus.preparing import Limits, prepare_all\n"
        "if __name__ == '__main__':\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))\n"
        "    files = [('a.md', Entry())]\n"
        "    (outcome,) = prepare_all(Path(sys.argv[1]), files, Limits(megabytes=4_000))\n"
        "    print(outcome.document.text)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert done.stdout == "A\n\nText.\n"


def leave(megabytes: int) -> None:
    os._exit(1)


def test_processes_that_cannot_be_started_are_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    monkeypatch.setattr(preparing, "_limit_memory", leave)
    with pytest.raises(ReadingError):
        prepared(tmp_path)


@pytest.mark.parametrize(("processes", "cores", "at_once"), [(0, 2, 2), (3, 2, 3), (0, 9, 4)])
def test_as_many_files_are_read_at_once_as_the_settings_or_the_cores_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int, cores: int, at_once: int
) -> None:
    started: list[int] = []

    def pool(max_workers: int, **_: object) -> None:
        started.append(max_workers)
        raise OSError

    for number in range(4):
        (tmp_path / f"{number}.html").write_text("<main><p>Text.</p></main>")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    monkeypatch.setattr(preparing, "ProcessPool", pool)
    with pytest.raises(ReadingError):
        prepared(tmp_path, Limits(processes=processes))
    assert started == [at_once]
