from __future__ import annotations

from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from corpus.catalogue import Entry, find_files, read_catalogue
from corpus.errors import CatalogueError, DocumentError, FolderMissingError, TomlError
from corpus.reading import read_document
from corpus.reading.building import clean
from corpus.types import Audience, BlockKind, Document


def read(path: Path) -> Document:
    return read_document(path.parent, path.name, Entry())


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


def test_markdown_gives_headings_paragraphs_items_and_rows_that_name_their_columns(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# Planen\n\nFler **kameror** i [Masmo](https://example.org).\n\n- ett\n- två\n\n"
        "| Mål | År |\n|---|---|\n| Trygghet | 2024 |\n",
        encoding="utf-8",
    )
    document = read(path)
    assert document.id == "plan"
    assert document.title == "Planen"
    assert texts(document, BlockKind.PARAGRAPH) == ["Fler kameror i Masmo."]
    assert texts(document, BlockKind.ITEM) == ["ett", "två"]
    assert texts(document, BlockKind.ROW) == ["Mål: Trygghet; År: 2024"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_the_encodings_that_offices_use(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "anteckning.txt"
    path.write_text("Möte\n\nÄldre får träffas på Vårbys torg.", encoding=encoding)
    document = read(path)
    assert document.title == "Möte"
    assert texts(document, BlockKind.PARAGRAPH) == ["Äldre får träffas på Vårbys torg."]


def test_html_is_read_without_its_menu(tmp_path: Path) -> None:
    path = tmp_path / "sida.html"
    article = "".join(f"<p>Stycke {n} om trygghet i centrum och skolor.</p>" for n in range(8))
    path.write_text(
        "<html><head><title>Sida</title></head><body><nav><a href='/'>Start</a>"
        f"<a href='/x'>Kontakta oss</a></nav><main><h1>Trygghet</h1>{article}</main>"
        "<footer>Kakor används</footer></body></html>",
        encoding="utf-8",
    )
    document = read(path)
    assert document.title == "Trygghet"
    assert "Stycke 7 om trygghet i centrum och skolor." in document.text
    assert "Kontakta oss" not in document.text


def test_word_gives_headings_lists_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    file = docx.Document()
    file.add_heading("Trygghet", 1)
    file.add_paragraph("Fler kameror planeras.")
    file.add_paragraph("Masmo", style="List Bullet")
    table = file.add_table(2, 2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells],
        ["Mål", "År", "Jobb", "2024"],
        strict=True,
    ):
        cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    file.save(str(path))
    document = read(path)
    assert texts(document, BlockKind.HEADING) == ["Trygghet"]
    assert texts(document, BlockKind.ITEM) == ["Masmo"]
    assert texts(document, BlockKind.ROW) == ["Mål: Jobb; År: 2024"]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = FPDF()
    file.set_font("Helvetica", size=12)
    for number in range(1, 4):
        file.add_page()
        file.cell(0, 8, "Huddinge kommun", new_x="LMARGIN", new_y="NEXT")
        opening = ("Här", "Sedan", "Till sist")[number - 1]
        text = f"{opening} på sidan {number} står att trygg-\nhetskameror är bra. " + "Ord " * 60
        file.multi_cell(0, 8, text)
        file.cell(0, 8, f"Sida {number}", new_x="LMARGIN", new_y="NEXT")
    path = tmp_path / "plan.pdf"
    file.output(str(path))
    return path


def test_pdf_knows_its_pages_joins_words_and_drops_running_lines(pdf: Path) -> None:
    document = read(pdf)
    assert "Sedan på sidan 2 står att trygghetskameror är bra." in document.text
    assert "Huddinge kommun" not in document.text
    second = next(b for b in document.blocks if "sidan 2" in document.text[b.start : b.end])
    assert second.page == 2


def test_a_pdf_with_a_password_is_reported_as_such(pdf: Path) -> None:
    writer = PdfWriter(PdfReader(pdf))
    writer.encrypt("hemligt", algorithm="RC4-128")
    writer.write(pdf)
    with pytest.raises(DocumentError) as error:
        read(pdf)
    assert error.value.args[1] == "password"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tom.md", b"", "empty"),
        ("blank.md", b" \n\n", "no-text"),
        ("tom.pdf", b"", "empty"),
        ("trasig.pdf", b"%PDF-1.7 trasig", "broken"),
        ("trasig.docx", b"PK\x03\x04trasig", "broken"),
        ("bild.png", b"\x89PNG", "unknown-format"),
        ("binar.txt", b"abc\x00\x01def", "not-text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentError) as error:
        read(path)
    assert error.value.args[1] == reason


def test_soft_hyphens_ligatures_and_steering_characters_are_resolved() -> None:
    assert clean("trygg\u00adhet, e\ufb03 cient\u202e abc\u200b") == "trygghet, effi cient abc"


def test_the_date_is_guessed_from_the_path(tmp_path: Path) -> None:
    folder = tmp_path / "nyheter" / "2024" / "03"
    folder.mkdir(parents=True)
    (folder / "en-nyhet.md").write_text("# Nyhet\n\nText.", encoding="utf-8")
    document = read_document(tmp_path, "nyheter/2024/03/en-nyhet.md", Entry())
    assert document.date == "2024-03"


def test_hidden_files_and_the_catalogue_are_no_documents(tmp_path: Path) -> None:
    for name in ("a.md", ".b.md", "catalogue.toml", "~$c.docx"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert find_files(tmp_path) == ["a.md"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderMissingError, match="saknas"):
        find_files(tmp_path / "saknas")


def test_the_catalogue_gives_title_date_and_audience(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text(
        '[[document]]\nfile = "a.md"\ntitle = "T"\ndate = "2024-01"\naudience = "internal"\n',
        encoding="utf-8",
    )
    assert read_catalogue(tmp_path) == {"a.md": Entry("T", "", "2024-01", Audience.INTERNAL)}


@pytest.mark.parametrize(
    "text",
    [
        "[[document]",
        '[[document]]\ntitle = "utan fil"',
        '[[document]]\nfile = "a.md"\naudience = "alla"',
        '[[document]]\nfile = "a.md"\ndate = "igår"',
        '[[document]]\nfile = "a.md"\nfärg = "röd"',
    ],
)
def test_a_wrong_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "catalogue.toml").write_text(text, encoding="utf-8")
    with pytest.raises((CatalogueError, TomlError)):
        read_catalogue(tmp_path)
