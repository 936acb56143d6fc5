"""The table of docs/dokument.md, held by the numbers that are promised."""

from __future__ import annotations

import re
import shutil

import pytest
from pypdf import PdfReader

from corpus.catalogue import Entry
from corpus.reading import read_document
from corpus.reading.scanned import can_read_scans
from tests.conftest import HOUSE
from tests.corpus.layouts import DERIVED, FILES, LOOKS, NOTES, Figures, Layout, build, measure

NAMES = [*LOOKS, *FILES, *DERIVED]
SCANS = {"inlast-200-dpi", "inlast-300-dpi-sned", "delvis-inlast"}

Made = dict[str, Layout]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    if not (shutil.which("soffice") and can_read_scans()):
        pytest.skip("LibreOffice or Tesseract with Swedish is not installed")
    return build(tmp_path_factory.mktemp("layouts"))


@pytest.fixture(scope="module")
def figures(made: Made) -> dict[str, Figures]:
    return {name: measure(name, layout) for name, layout in made.items()}


def promised(name: str) -> float:
    """The share of sentences that must be found whole."""
    if name in SCANS:
        return 0.90
    return 0.97 if "spalter" in name else 0.99


@pytest.mark.parametrize("name", NAMES)
def test_the_known_text_is_found_whole_on_its_page_and_in_its_section(
    figures: dict[str, Figures], name: str
) -> None:
    found = figures[name]
    assert found.found >= promised(name), found.missing
    assert found.rows >= 0.95, found.missing
    assert found.page == 1.0
    assert found.section >= 0.95


@pytest.mark.parametrize("name", [name for name, look in LOOKS.items() if look.hyphenated])
def test_the_hyphenated_layouts_do_break_words(made: Made, name: str) -> None:
    pages = PdfReader(made[name][0]).pages
    assert len(re.findall(r"\w-\n", "\n".join(page.extract_text() for page in pages))) >= 15


@pytest.mark.parametrize("name", [name for name, look in LOOKS.items() if look.notes])
def test_footnotes_are_kept_and_stand_apart(made: Made, name: str) -> None:
    path = made[name][0]
    document = read_document(path.parent, path.name, Entry())
    blocks = [document.text[block.start : block.end] for block in document.blocks]
    assert all(note in blocks for note in NOTES)


def test_running_headers_page_numbers_and_contents_are_in_no_passage(made: Made) -> None:
    for name, wanted in {
        "sidhuvud-och-sidfot": ("Dnr KS-2024", "Huddinge kommun – Plan"),
        "innehallsforteckning": ("....", "Innehåll"),
        "fil-html": ("Om kommunen", "Kakor och kontakt"),
    }.items():
        path = made[name][0]
        text = read_document(path.parent, path.name, Entry()).text
        assert not [part for part in wanted if part in text], name


def test_printed_page_labels_are_kept_where_they_differ(made: Made) -> None:
    path = made["romerska-sidnummer"][0]
    document = read_document(path.parent, path.name, Entry())
    assert document.page_labels[:3] == ("i", "ii", "1")


def test_the_table_in_the_guide_names_every_layout() -> None:
    guide = (HOUSE / "docs" / "dokument.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| ([a-z0-9-]+) \| [01]", guide, re.M) == NAMES
