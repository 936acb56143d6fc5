"""What real-looking files of an administrator's got wrong once, named after the complaint."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from corpus.catalogue import Entry, find_files
from corpus.reading import read_document
from corpus.reading.formats import date_in_text
from corpus.reading.layout import is_cut
from corpus.reading.scanned import can_read_scans
from corpus.types import BlockKind, Document


def read(path: Path) -> Document:
    return read_document(path.parent, path.name, Entry())


def blocks(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


def new_pdf() -> FPDF:
    file = FPDF()
    file.set_auto_page_break(True, 20)
    file.add_page()
    file.set_font("Helvetica", size=11)
    return file


def write(file: FPDF, text: str, size: float = 11, style: str = "") -> None:
    file.set_font("Helvetica", style, size)
    file.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
    file.ln(3)


def saved(file: FPDF, path: Path) -> Document:
    file.output(str(path))
    return read(path)


def test_a_decision_after_the_contents_is_no_entry_of_them(tmp_path: Path) -> None:
    file = new_pdf()
    write(file, "Budget 2024 med plan 2025-\n2026", 22, "B")
    write(file, "Innehåll")
    for number, name in enumerate(("Förutsättningar", "Mål", "Ramar", "Regler"), start=1):
        write(file, f"{name} {'.' * 60} {number}")
    write(file, "Antagen av kommunfullmäktige den 27 november 2023, § 118")
    write(file, "Diarienummer: KS 2023/341")
    document = saved(file, tmp_path / "budget.pdf")
    assert "Antagen av kommunfullmäktige den 27 november 2023, § 118" in document.text
    assert document.title == "Budget 2024 med plan 2025-2026"
    assert "....." not in document.text
    assert document.date == "2023-11-27"


@pytest.mark.parametrize(
    ("text", "line", "cut"),
    [
        ("Kommunfullmä", "ktige och revision", True),
        ("Barn- och utbildningsnämn", "den", True),
        ("Kommunstyrelse", "ns reserv", True),
        ("verksamhetspl", "an 2024", True),
        ("minst 40 procent av", "de svarande", False),
        ("Antal", "medarbetare", False),
        ("Socialnämnden", "och kommunstyrelsen", False),
        ("Masmo", "och Vårby", False),
        ("Plan för", "Huddinge", False),
    ],
)
def test_a_word_without_room_is_put_together_and_two_words_are_not(
    text: str, line: str, cut: bool
) -> None:
    assert is_cut(text, line) is cut


def test_a_tables_head_alone_at_the_foot_of_a_page_names_the_columns_on_the_next(
    tmp_path: Path,
) -> None:
    file = new_pdf()
    write(file, "Resultatbudget", 16, "B")
    for number in range(1, 29):
        write(file, f"Stycke {number} om kommunens pengar och vad de räcker till.")
    rows = [
        ("Post", "2023", "2024", "2025"),
        ("Skatt", "412", "428", "443"),
        ("Lån", "7", "8", "9"),
    ]
    for row in rows:
        if row[0] == "Skatt":
            file.add_page()
        for cell in row:
            file.cell(40, 8, cell, border=1)
        file.ln()
    document = saved(file, tmp_path / "tabell.pdf")
    assert blocks(document, BlockKind.ROW) == [
        "Post: Skatt; 2023: 412; 2024: 428; 2025: 443",
        "Post: Lån; 2023: 7; 2024: 8; 2025: 9",
    ]


def test_cells_that_stand_close_are_parted_by_the_line_between_them(tmp_path: Path) -> None:
    file = new_pdf()
    write(file, "Budgeten anges i tusental kronor.")
    for row in (("Post", "Budget 2023", "Budget 2024"), ("Skatt", "412 600", "428 900")) * 2:
        for cell, width in zip(row, (30, 25, 25), strict=True):
            file.cell(width, 8, cell, border=1, align="C")
        file.ln()
    document = saved(file, tmp_path / "tät.pdf")
    assert (
        blocks(document, BlockKind.ROW)[0]
        == "Post: Skatt; Budget 2023: 412 600; Budget 2024: 428 900"
    )


def test_a_table_of_one_row_is_not_lost(tmp_path: Path) -> None:
    file = new_pdf()
    write(file, "Kontakt under året och hur kommunen nås på vardagar.")
    for cell in ("Växel", "Telefon 0980", "Vardagar", "8-16"):
        file.cell(40, 8, cell, border=1)
    file.ln()
    write(file, "Stycket efter tabellen.")
    assert "Telefon 0980" in saved(file, tmp_path / "rad.pdf").text


def test_the_day_of_a_decision_is_found_after_the_name_of_the_municipality() -> None:
    text = "Norrvikens kommun Beslutade av kultur- och fritidsnämnden den 20 september 2023, § 58"
    assert date_in_text(text) == "2023-09-20"
    assert date_in_text("Ett stycke om vad som beslutades den 20 september 2023.") == ""


def test_what_windows_leaves_in_a_folder_is_no_document(tmp_path: Path) -> None:
    for name in ("plan.md", "Thumbs.db", "desktop.ini"):
        (tmp_path / name).write_text("text", encoding="utf-8")
    assert find_files(tmp_path) == ["plan.md"]


def test_the_greeting_of_a_mail_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "svar.eml"
    path.write_text("Subject: Tider\n\nHej\n\nDet är öppet till sex.\n", encoding="utf-8")
    assert blocks(read(path), BlockKind.HEADING) == ["Tider"]


def test_a_word_file_without_a_title_is_named_after_its_heading(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_heading("Riktlinjer", 0)
    file.add_paragraph("Norrvikens kommun\nBeslutade av nämnden den 20 september 2023, § 58")
    file.save(str(tmp_path / "riktlinjer.docx"))
    document = read(tmp_path / "riktlinjer.docx")
    assert (document.title, document.date) == ("Riktlinjer", "2023-09-20")


def test_section_signs_bullets_and_the_levels_of_headings_survive_a_scanner(
    tmp_path: Path,
) -> None:
    if not can_read_scans():
        pytest.skip("Tesseract with Swedish is not installed")
    lines = [
        ("Lokal ordningsstadga", 90, True),
        ("Hundar och hästar", 60, True),
        ("§ 17 Den som äger hunden ska följa bestämmelserna och plocka upp efter den.", 46, False),
        ("Camping och bad", 60, True),
        ("§ 18 Camping får inte ske på badplatserna, i gästhamnen eller i parken.", 46, False),
    ]
    page = Image.new("L", (2480, 3508), 255)
    draw, y = ImageDraw.Draw(page), 300
    for text, size, bold in lines:
        name = f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf"
        draw.text((250, y), text, fill=0, font=ImageFont.truetype(name, size))
        y += 3 * size
    page.save(tmp_path / "stadga.pdf", resolution=300)
    document = read(tmp_path / "stadga.pdf")
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    assert [block.level for block in headings] == [1, 2, 2]
    assert [text[:4] for text in blocks(document, BlockKind.PARAGRAPH)] == ["§ 17", "§ 18"]
