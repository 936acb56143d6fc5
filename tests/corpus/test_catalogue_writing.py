from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import Entry, read_catalogue
from corpus.catalogue_writing import write_entries
from corpus.errors import CatalogueError
from corpus.types import Audience, Document
from corpus.validity import later_editions, out_of_force, title_years
from tests.conftest import HOUSE

WRITTEN = (
    '# Fråga Anna innan du ändrar.\n[[document]]\nfile = "a.md"\ntitle = "Rättad"  # av Anna\n'
)


def test_what_is_known_is_written_and_what_a_person_wrote_stays(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text(WRITTEN, encoding="utf-8")
    guessed = {
        "a.md": Entry("Gissad", date="2024-01-02"),
        "b.md": Entry("B", audience=Audience.INTERNAL),
    }
    assert write_entries(tmp_path, guessed) == 2
    text = (tmp_path / "catalogue.toml").read_text(encoding="utf-8")
    assert "# Fråga Anna innan du ändrar." in text
    assert "# av Anna" in text
    assert read_catalogue(tmp_path) == {
        "a.md": Entry("Rättad", date="2024-01-02"),
        "b.md": Entry("B", audience=Audience.INTERNAL),
    }


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    entries = {"å.md": Entry("Titel med ”citat” och \\ snedstreck", "Källa", "2024")}
    assert write_entries(tmp_path, entries) == 1
    before = (tmp_path / "catalogue.toml").read_bytes()
    assert write_entries(tmp_path, entries) == 0
    assert (tmp_path / "catalogue.toml").read_bytes() == before


def test_a_persons_new_word_replaces_the_old(tmp_path: Path) -> None:
    write_entries(tmp_path, {"a.md": Entry("Gammal", audience=Audience.PUBLIC)})
    write_entries(tmp_path, {"a.md": Entry("Ny", audience=Audience.INTERNAL)}, overwrite=True)
    assert read_catalogue(tmp_path) == {"a.md": Entry("Ny", audience=Audience.INTERNAL)}


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({}, ("", "", "")),
        ({"valid_from": "2024", "valid_to": "2026"}, ("", "", "")),
        ({"valid_to": "2026-11"}, ("", "", "")),
        ({"valid_to": "2026-11-23"}, ("", "2026-11-23", "")),
        ({"valid_to": "2025"}, ("", "2025", "")),
        ({"valid_from": "2027-01-01"}, ("2027-01-01", "", "")),
        ({"replaced_by": "ny.pdf"}, ("", "", "ny.pdf")),
    ],
)
def test_a_document_is_in_force_from_its_first_day_to_the_end_of_its_last(
    times: dict[str, str], expected: tuple[str, str, str]
) -> None:
    document = Document("a", "A", "", (), **times)  # type: ignore[arg-type]
    assert out_of_force(document, date(2026, 11, 24)) == expected


def test_the_current_edition_is_the_latest_that_has_begun() -> None:
    titles = [
        "Verksamhetsplan 2023", "Verksamhetsplan 2026", "verksamhetsplan 2024–2025",
        "Verksamhetsplan 2027", "Budget 2023", "Ordlista", "Verksamhetsplan för 2022",
    ]  # fmt: skip
    found = later_editions([(title, "Huddinge") for title in titles], date(2026, 11, 24))
    assert found == {0: 1, 2: 1}
    other = [("Verksamhetsplan 2023", "Huddinge"), ("Verksamhetsplan 2026", "Nacka")]
    assert later_editions(other, date(2026, 11, 24)) == {}


@pytest.mark.parametrize("kind", ["Protokoll", "Nämndens protokoll", "Kallelse"])
def test_what_is_of_one_meeting_is_no_earlier_edition_of_the_next_ones(kind: str) -> None:
    titles = [(f"{kind} 12 mars {year}", "Huddinge") for year in (2024, 2025)]
    assert later_editions(titles, date(2026, 11, 24)) == {}


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Årsredovisning 2023", (2023, 2023)),
        ("Mål 2024–2027", (2024, 2027)),
        ("Budget 2024/25", (2024, 2025)),
        ("Ordlista", None),
    ],
)
def test_a_title_names_years(title: str, years: tuple[int, int] | None) -> None:
    assert title_years(title) == years


def test_entries_are_parted_by_an_empty_line_however_often_something_is_added(
    tmp_path: Path,
) -> None:
    for name in ("b.md", "a.md", "c.md", "b.md"):
        write_entries(tmp_path, {name: Entry(title=f"Titel {name}")}, overwrite=True)
    write_entries(tmp_path, {"d.md": Entry(), "e.md": Entry()})
    text = (tmp_path / "catalogue.toml").read_text(encoding="utf-8")
    assert text.count("[[document]]") == 5
    assert text.count("\n\n[[document]]") == 4
    assert "\n\n\n" not in text
    assert text.endswith('audience = "public"\n')


def test_what_would_make_the_catalogue_wrong_does_not_replace_it(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text(WRITTEN, encoding="utf-8")
    with pytest.raises(CatalogueError):
        write_entries(tmp_path, {"b.md": Entry(date="2024-05-00")})
    assert (tmp_path / "catalogue.toml").read_text(encoding="utf-8") == WRITTEN
    assert not list(tmp_path.glob(".*.draft"))


def test_programs_that_write_at_once_lose_nothing_of_each_others(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom corpus.catalogue import Entry\n"
        "from corpus.catalogue_writing import write_entries\n"
        "for number in range(20):\n"
        "    write_entries(Path(sys.argv[1]), {f'{sys.argv[2]}-{number}.md': Entry('T')})\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name], cwd=HOUSE)
        for name in "abc"
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert len(read_catalogue(tmp_path)) == 60
