"""Raised and lowered figures, underlined cells and scanned pages in real PDF files."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from corpus.catalogue import Entry
from corpus.reading import read_document, scanned
from corpus.reading.scanned import can_read_scans
from corpus.types import BlockKind, Document
from tests.corpus.printing import print_pages

SCRIPTS = (
    "<p>Utsläppen av CO<sub>2</sub> minskar och CO<sub>2</sub>-ekvivalenter mäts. Ytan är "
    "120 m<sup>2</sup> och flödet 30 m<sup>3</sup>/dag. Kommunen<sup>1</sup> har beslutat "
    "detta för 2024<sup>2</sup>. Det är 5 m<sup>1</sup> till gränsen enligt lagen<sup>2</sup>.</p>"
)
SCRIPTS_READ = (
    "Utsläppen av CO2 minskar och CO2-ekvivalenter mäts. Ytan är 120 m2 och flödet 30 m3/dag. "
    "Kommunen har beslutat detta för 2024. Det är 5 m till gränsen enligt lagen."
)
TABLE = (
    '<table border="1" cellpadding="5"><tr><th>Tjänst</th><th>Väg</th><th>Svar inom</th></tr>'
    "<tr><td>Bygglov för en carport eller ett garage vid huset</td><td>Ansök genom <u>vår e-tjänst "
    "för bygglov och anmälan</u> i god tid innan du ska börja bygga</td><td>10 veckor</td></tr>"
    "<tr><td>Parkering</td><td>Skriv till <a href='mailto:p@huddinge.se'>p@huddinge.se</a> med "
    "bil och adress så att vi kan svara dig per brev</td><td>2 veckor</td></tr></table>"
)


def read(path: Path) -> Document:
    return read_document(path.parent, path.name, Entry())


def rows(document: Document) -> list[str]:
    found = [block for block in document.blocks if block.kind is BlockKind.ROW]
    return [document.text[block.start : block.end] for block in found]


def by_libreoffice(page: Path) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    print_pages([page], page.parent)


def by_chromium(page: Path) -> None:
    subprocess.run(
        [shutil.which("chromium") or "chromium", "--headless", "--no-sandbox", "--disable-gpu",
         f"--print-to-pdf={page.with_suffix('.pdf')}", "--no-pdf-header-footer", f"file://{page}"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def by_fpdf(page: Path) -> None:
    file = FPDF()
    file.add_page()
    file.set_font("Helvetica", size=11)
    file.write_html(page.read_text(encoding="utf-8").split("<body>")[1])
    file.output(str(page.with_suffix(".pdf")))


def printed(path: Path, body: str, make: Callable[[Path], None]) -> Document:
    page = path / "sida.html"
    head = '<!doctype html><html lang="sv"><head><meta charset="utf-8"></head>'
    page.write_text(f"{head}<body>{body}", encoding="utf-8")
    make(page)
    return read(page.with_suffix(".pdf"))


@pytest.mark.parametrize("make", [by_libreoffice, by_chromium, by_fpdf])
def test_lowered_figures_and_powers_of_a_length_are_kept_and_marks_of_notes_are_not(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    assert printed(tmp_path, SCRIPTS, make).text == SCRIPTS_READ


def test_a_row_with_an_underlined_link_in_a_cell_is_one_row(tmp_path: Path) -> None:
    assert rows(printed(tmp_path, TABLE, by_libreoffice)) == [
        "Tjänst: Bygglov för en carport eller ett garage vid huset; Väg: Ansök genom vår e-tjänst "
        "för bygglov och anmälan i god tid innan du ska börja bygga; Svar inom: 10 veckor",
        "Tjänst: Parkering; Väg: Skriv till p@huddinge.se med bil och adress så att vi kan svara "
        "dig per brev; Svar inom: 2 veckor",
    ]


def test_a_row_drawn_cell_by_cell_with_an_underlined_word_is_one_row(tmp_path: Path) -> None:
    file = FPDF()
    file.add_page()
    file.set_font("Helvetica", size=11)
    for cells in (("Post", "Väg", "Dag"), ("Bad", "via webben", "fredag")):
        top = file.get_y()
        for number, cell in enumerate(cells):
            file.set_font("Helvetica", "U" if cell == "via webben" else "", 11)
            file.set_xy(20 + 50 * number, top)
            text = f"{cell}\nsenast" if number == 1 else f"{cell}\n "
            file.multi_cell(50, 7, text, border=1)
        file.set_y(top + 14)
    file.output(str(tmp_path / "tabell.pdf"))
    assert rows(read(tmp_path / "tabell.pdf")) == [
        "Post: Bad; Väg senast: via webben senast; Dag: fredag"
    ]


def scan(text: str) -> Image.Image:
    page = Image.new("L", (1240, 1754), 255)
    font = ImageFont.truetype("LiberationSans-Regular.ttf", 28)
    ImageDraw.Draw(page).text((120, 200), text, fill=0, font=font)
    return page


def scans(path: Path, texts: list[str], stamp: str = "") -> Path:
    """Write a PDF of pictures, with a stamp as text at the foot of each."""
    file = FPDF()
    file.set_auto_page_break(False)
    file.set_font("Helvetica", size=8)
    for text in texts:
        file.add_page()
        file.image(scan(text), 0, 0, 210, 297)
        file.text(20, 288, stamp)
    file.output(str(path))
    return path


LINES = [
    "Första sidan handlar om badet vid sjön.",
    "Andra sidan handlar om skolan i byn.",
    "Tredje sidan handlar om vägen till torget.",
]

needs_tesseract = pytest.mark.skipif(
    not can_read_scans(), reason="Tesseract with Swedish is not installed"
)


@needs_tesseract
def test_scanned_pages_with_the_same_stamp_of_a_signature_are_read(tmp_path: Path) -> None:
    stamp = "Signerat elektroniskt av kommunens ordförande, 8f3a-11b2-77c0"
    document = read(scans(tmp_path / "avtal.pdf", LINES, stamp))
    assert all(line in document.text for line in LINES)
    assert document.notes == (("scan", "1–3"),)


@needs_tesseract
@pytest.mark.parametrize("way", ["sleep 9", "exit 1"])
def test_a_page_that_tesseract_fails_on_or_takes_too_long_over_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """A program of the same name stands before Tesseract and fails on the second page."""
    path = scans(tmp_path / "inlast.pdf", LINES)
    program = tmp_path / "tesseract"
    count = tmp_path / "antal"
    program.write_text(
        f'#!/bin/sh\n[ "$1" = - ] || exec {shutil.which("tesseract")} "$@"\necho x >> {count}\n'
        f'[ $(wc -l < {count}) = 2 ] && {way}\nexec {shutil.which("tesseract")} "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(scanned, "_SECONDS", 8)
    document = read(path)
    assert [line in document.text for line in LINES] == [True, False, True]
    assert document.notes == (("scan-failed", "2"), ("scan", "1, 3"))


@needs_tesseract
def test_a_scanned_page_that_cannot_be_drawn_costs_itself_only(tmp_path: Path) -> None:
    """The file counts one page too few, and pdfium believes it."""
    path = scans(tmp_path / "inlast.pdf", LINES)
    writer = PdfWriter(PdfReader(path))
    tree = writer.root_object["/Pages"]
    assert isinstance(tree, DictionaryObject)
    tree[NameObject("/Count")] = NumberObject(2)
    writer.write(path)
    document = read(path)
    assert [line in document.text for line in LINES] == [True, True, False]
    assert document.notes == (("scan-failed", "3"), ("scan", "1–2"))
