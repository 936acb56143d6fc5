from __future__ import annotations

import zipfile
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odfdo import Document as OdfDocument
from odfdo import Header, List, Paragraph, Table
from pptx import Presentation
from pptx.util import Cm

from corpus.catalogue import Entry
from corpus.errors import DocumentError
from corpus.reading import read_document
from corpus.reading.formats import date_in_text
from corpus.reading.plain import repaired
from corpus.types import BlockKind, Document


def read(path: Path) -> Document:
    return read_document(path.parent, path.name, Entry())


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


def test_opendocument_gives_headings_items_rows_title_and_date(tmp_path: Path) -> None:
    path = tmp_path / "plan.odt"
    file = OdfDocument("text")
    file.body.clear()
    table = Table("T", width=2, height=2)
    for at, value in enumerate(("Trygghet", "2024", "Skola", "2025")):
        table.set_value((at % 2, at // 2), value)
    for element in (Header(1, "Trygghet"), Paragraph("Planen gäller."), List(["Masmo"]), table):
        file.body.append(element)
    file.meta.title = "Plan för trygghet"
    file.meta.date = datetime(2024, 3, 1)
    file.save(str(path))
    document = read(path)
    assert (document.title, document.date) == ("Plan för trygghet", "2024-03-01")
    assert texts(document, BlockKind.HEADING) == ["Trygghet"]
    assert texts(document, BlockKind.PARAGRAPH) == ["Planen gäller."]
    assert texts(document, BlockKind.ITEM) == ["Masmo"]
    assert texts(document, BlockKind.ROW) == ["Trygghet: 2024", "Skola: 2025"]


def test_a_slide_is_a_page_with_its_title_items_table_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "bilder.pptx"
    file = Presentation()
    for title in ("Trygghet", "Skolor"):
        slide = file.slides.add_slide(file.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"{title} ett\n{title} två"
    table = slide.shapes.add_table(2, 2, Cm(1), Cm(10), Cm(10), Cm(3)).table
    for at, value in enumerate(("Mål", "År", "Läsning", "2024")):
        table.cell(at // 2, at % 2).text = value
    slide.notes_slide.notes_text_frame.text = "Säg att alla är med."
    file.save(str(path))
    document = read(path)
    assert document.pages == 2
    assert texts(document, BlockKind.HEADING) == ["Trygghet", "Skolor"]
    assert texts(document, BlockKind.ITEM) == [
        "Trygghet ett", "Trygghet två", "Skolor ett", "Skolor två",
    ]  # fmt: skip
    assert texts(document, BlockKind.ROW) == ["Mål: Läsning; År: 2024"]
    assert texts(document, BlockKind.PARAGRAPH) == ["Säg att alla är med."]
    assert {b.page for b in document.blocks if "Skolor" in document.text[b.start : b.end]} == {2}


def test_a_sheet_is_a_section_whose_rows_name_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "indikatorer.xlsx"
    file = openpyxl.Workbook()
    sheet = file.active
    sheet.title = "Indikatorer"
    for row in (("Mål", "Utfall", "Dag"), ("Trygghet", 42.5, datetime(2024, 5, 1))):
        sheet.append(row)
    file.save(path)
    document = read(path)
    assert texts(document, BlockKind.HEADING) == ["Indikatorer"]
    assert texts(document, BlockKind.ROW) == ["Mål: Trygghet; Utfall: 42,5; Dag: 2024-05-01"]


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_mail_gives_subject_day_text_and_names_what_is_attached(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "svar.eml"
    message = EmailMessage()
    message["Subject"] = "Svar om trygghet på Källängen"
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0100"
    body = "Kamerorna sätts upp i Masmo."
    message.set_content(body if kind == "plain" else f"<p>{body}</p>", subtype=kind)
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    path.write_bytes(message.as_bytes())
    document = read(path)
    assert (document.title, document.date) == ("Svar om trygghet på Källängen", "2024-03-05")
    assert texts(document, BlockKind.PARAGRAPH) == [body]
    assert document.notes == (("attachments", "plan.pdf"),)


def test_word_reads_as_with_all_changes_made(tmp_path: Path) -> None:
    path = tmp_path / "andrad.docx"
    file = docx.Document()
    paragraph = file.add_paragraph("Planen gäller ")
    for tag, word in (("del", "till 2023"), ("ins", "till 2027")):
        inner = "delText" if tag == "del" else "t"
        change = f'<w:{tag} {nsdecls("w")} w:id="1" w:author="A"><w:r><w:{inner}>{word}'
        paragraph._p.append(parse_xml(f"{change}</w:{inner}></w:r></w:{tag}>"))
    file.save(str(path))
    assert read(path).text == "Planen gäller till 2027"


@pytest.mark.parametrize("around", ["main", "div"])
@pytest.mark.parametrize("piece", ["<!--{}-->", "<img src='data:image/png;base64,{}'>"])
def test_what_stands_after_a_piece_of_more_than_ten_megabytes_is_read(
    tmp_path: Path, piece: str, around: str
) -> None:
    text = "Bron vid sjön blir klar 2027 och den nya skolan i Vårby samma år."
    (tmp_path / "sida.html").write_text(
        f"<html><body><{around}><h1>Bygget</h1><p>{text}</p>{piece.format('x' * 11_000_000)}"
        f"<h2>Sedan</h2><p>Sist byggs badet.</p></{around}></body></html>",
        encoding="utf-8",
    )
    assert read(tmp_path / "sida.html").text == f"Bygget\n\n{text}\n\nSedan\n\nSist byggs badet."


def test_a_page_whose_html_is_closed_at_once_is_read(tmp_path: Path) -> None:
    page = "<!DOCTYPE html>\n<html/>\n<body><main><h1>Bygget</h1><p>Bron blir klar.</p></main>"
    (tmp_path / "sida.html").write_text(page, encoding="utf-8")
    assert read(tmp_path / "sida.html").text == "Bygget\n\nBron blir klar."


def test_html_keeps_the_order_of_headings_lists_and_tables_without_script(tmp_path: Path) -> None:
    path = tmp_path / "sida.html"
    path.write_text(
        "<html><head><meta property='article:modified_time' content='2024-02-03T10:00'></head>"
        "<body><header role='banner'>Meny</header><main><h1>Trygghet</h1><p>Kameror sätts upp i:"
        "<ul><li>Masmo</li><li>Vårby</li></ul><h2>Kostnad</h2><table><tr><th>Mål</th><th>Kronor"
        "</th></tr><tr><td>Kameror</td><td>100</td></tr></table><script>var x = 1</script>"
        "</main></body></html>",
        encoding="utf-8",
    )
    document = read(path)
    assert document.text == (
        "Trygghet\n\nKameror sätts upp i:\n\nMasmo\nVårby\n\nKostnad\n\nMål: Kameror; Kronor: 100"
    )
    assert document.date == "2024-02-03"


def test_text_that_was_decoded_wrongly_once_is_repaired_and_right_text_is_left() -> None:
    assert repaired("trygghetskamerÃ¥r i VÃ¥rby") == "trygghetskamerår i Vårby"
    assert repaired("Är Ã en bokstav?\nNej.") == "Är Ã en bokstav?\nNej."


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Antagen av kommunfullmäktige den 12 mars 2024", "2024-03-12"),
        ("Beslutad 2023-11-05 av nämnden", "2023-11-05"),
        ("Vi beslutade inget den 12 mars 2024.", ""),
        ("Mötet hölls 2024-01-01.", ""),
    ],
)
def test_the_date_is_found_where_a_document_says_when_it_was_decided(text: str, date: str) -> None:
    assert date_in_text(text) == date


def test_a_date_from_the_text_is_marked_as_guessed_and_one_from_the_catalogue_is_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "plan.md").write_text("# Plan\n\nAntagen 2023-12-11.", encoding="utf-8")
    guessed = read_document(tmp_path, "plan.md", Entry())
    told = read_document(tmp_path, "plan.md", Entry(date="2024"))
    assert (guessed.date, guessed.date_guessed) == ("2023-12-11", True)
    assert (told.date, told.date_guessed) == ("2024", False)


@pytest.mark.parametrize(
    ("page", "date"),
    [
        ("<meta name='date' content='0000-00-00'><main><p>Text.</p></main>", ""),
        ("<main><p>Antagen 2024-05-00.</p></main>", ""),
        ("<meta name='date' content='2024-03-01'><main><p>Antagen 2024-02-31.</p></main>",
         "2024-03-01"),
    ],
)  # fmt: skip
def test_a_day_that_there_never_was_is_no_date(tmp_path: Path, page: str, date: str) -> None:
    (tmp_path / "plan.html").write_text(page, encoding="utf-8")
    assert read(tmp_path / "plan.html").date == date


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb.docx", {"word/document.xml": b"0" * 50_000_000})
    with pytest.raises(DocumentError) as error:
        read(path)
    assert error.value.args[1] == "hostile"


def test_xml_that_defines_entities_is_refused(tmp_path: Path) -> None:
    lol = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
    path = archive(tmp_path / "entitet.docx", {"word/document.xml": lol})
    with pytest.raises(DocumentError) as error:
        read(path)
    assert error.value.args[1] == "hostile"


def test_a_file_beyond_all_measure_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "stor.pdf"
    with path.open("wb") as file:
        file.truncate(600_000_000)
    with pytest.raises(DocumentError) as error:
        read(path)
    assert error.value.args[1] == "too-large"
