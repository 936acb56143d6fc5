"""Which rows and columns of a table are names, in every format that marks them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odfdo import Document as OdfDocument
from odfdo import Element, Table
from pptx import Presentation
from pptx.util import Cm

from corpus.catalogue import Entry
from corpus.reading import read_document
from corpus.types import BlockKind

FACTS = (("Dokumenttyp", "Policy"), ("Beslutad av", "Kommunfullmäktige"), ("Gäller", "2024"))
PRICES = (("Dag", "Pris"), ("Måndag", "60 kr"), ("Tisdag", "50 kr"))
NAMED_PRICES = ["Dag: Måndag; Pris: 60 kr", "Dag: Tisdag; Pris: 50 kr"]
FACT_ROWS = ["Dokumenttyp: Policy", "Beslutad av: Kommunfullmäktige", "Gäller: 2024"]


def rows_of(path: Path) -> list[str]:
    document = read_document(path.parent, path.name, Entry())
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW]
    return [document.text[row.start : row.end] for row in rows]


def page(folder: Path, table: str, *, main: bool = True) -> Path:
    text = f"<h1>Badet</h1><p>{'Badet har öppet hela året för alla. ' * 6}</p>{table}"
    path = folder / "sida.html"
    path.write_text(
        f"<html><body>{f'<main>{text}</main>' if main else text}</body></html>", encoding="utf-8"
    )
    return path


DAYS = (("Måndag", "10–19", "10–19"), ("Tisdag", "10–17", "9–12"), ("Lördag", "10–15", "9–11"))


@pytest.mark.parametrize("main", [True, False])
@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (2, ["Måndag: 10–19", "Tisdag: 10–17", "Lördag: 10–15"]),
        (3, ["Måndag: 10–19; 10–19", "Tisdag: 10–17; 9–12", "Lördag: 10–15; 9–11"]),
    ],
)
def test_a_web_table_whose_rows_begin_with_their_heading_loses_no_row(
    tmp_path: Path, columns: int, expected: list[str], main: bool
) -> None:
    rows = "".join(
        f"<tr><th scope='row'>{day}</th>"
        f"{''.join(f'<td>{time}</td>' for time in times[: columns - 1])}</tr>"
        for day, *times in DAYS
    )
    assert rows_of(page(tmp_path, f"<table>{rows}</table>", main=main)) == expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("<tr><th>Dag</th><th>Pris</th></tr>", NAMED_PRICES),
        ("<thead><tr><td>Dag</td><td>Pris</td></tr></thead>", NAMED_PRICES),
        ("<tr><td><b>Dag</b></td><td><strong>Pris</strong></td></tr>", NAMED_PRICES),
        ("<tr><th colspan='2'>Priser</th></tr>", ["Måndag: 60 kr", "Tisdag: 50 kr"]),
    ],
)
def test_a_web_table_whose_first_row_is_marked_names_its_columns(
    tmp_path: Path, first: str, expected: list[str]
) -> None:
    rows = "".join(f"<tr><td>{day}</td><td>{price}</td></tr>" for day, price in PRICES[1:])
    assert rows_of(page(tmp_path, f"<table>{first}{rows}</table>")) == expected


def test_a_web_table_of_three_columns_without_marks_names_them_in_its_first_row(
    tmp_path: Path,
) -> None:
    table = (
        "<table><tr><td>Dag</td><td>Vuxna</td><td>Barn</td></tr>"
        "<tr><td>Måndag</td><td>60 kr</td><td>60 kr</td></tr></table>"
    )
    assert rows_of(page(tmp_path, table)) == ["Dag: Måndag; Vuxna: 60 kr; Barn: 60 kr"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "<tr><th>Bad</th><th>Dag</th><th>Tid</th></tr>"
            "<tr><td rowspan='2'>Simhallen</td><td>Måndag</td><td>10–19</td></tr>"
            "<tr><td>Tisdag</td><td>9–12</td></tr>"
            "<tr><td>Utebadet</td><td>Lördag</td><td>11–15</td></tr>",
            [
                "Bad: Simhallen; Dag: Måndag; Tid: 10–19",
                "Bad: Simhallen; Dag: Tisdag; Tid: 9–12",
                "Bad: Utebadet; Dag: Lördag; Tid: 11–15",
            ],
        ),
        (
            "<tr><th>Dag</th><th>Vuxna</th><th>Barn</th></tr>"
            "<tr><td>Måndag</td><td rowspan='999' colspan='2'>60 kr</td></tr>"
            "<tr><td>Tisdag</td></tr>",
            ["Dag: Måndag; Vuxna: 60 kr", "Dag: Tisdag; Vuxna: 60 kr"],
        ),
        (
            "<tr><th>Dag</th><th>Tid</th><th>Pris</th></tr>"
            "<tr><td>Måndag</td><td>10–19</td><td rowspan='2'>60 kr</td></tr>"
            "<tr><td>Tisdag</td><td>9–12</td></tr>"
            "<tr><td rowspan='x'>Onsdag</td><td>8–9</td><td rowspan='0'>50 kr</td></tr>",
            [
                "Dag: Måndag; Tid: 10–19; Pris: 60 kr",
                "Dag: Tisdag; Tid: 9–12; Pris: 60 kr",
                "Dag: Onsdag; Tid: 8–9; Pris: 50 kr",
            ],
        ),
    ],
)
def test_a_web_cell_that_reaches_over_rows_stands_in_each_and_moves_no_other(
    tmp_path: Path, table: str, expected: list[str]
) -> None:
    assert rows_of(page(tmp_path, f"<table>{table}</table>")) == expected


def word(
    folder: Path, cells: tuple[tuple[str, str], ...], mark: str = "", style: str | None = None
) -> Path:
    file = docx.Document()
    table = file.add_table(len(cells), 2, style=style)
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    _mark(table, mark)
    path = folder / "tabell.docx"
    file.save(str(path))
    return path


def _mark(table: Any, mark: str) -> None:
    first = table.rows[0]
    bold = {"bold": first.cells, "bold names": [row.cells[0] for row in table.rows]}
    for cell in bold.get(mark, ()):
        cell.paragraphs[0].runs[0].bold = True
    if mark == "bold all":
        for cell in (cell for row in table.rows for cell in row.cells):
            cell.paragraphs[0].runs[0].bold = True
    if mark == "repeated":
        first._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


@pytest.mark.parametrize(
    ("mark", "style"), [("", None), ("", "Table Grid"), ("bold names", None), ("bold all", None)]
)
def test_a_fact_table_in_word_is_read_row_by_row(
    tmp_path: Path, mark: str, style: str | None
) -> None:
    assert rows_of(word(tmp_path, FACTS, mark, style)) == FACT_ROWS


@pytest.mark.parametrize(
    ("mark", "style"), [("repeated", None), ("bold", None), ("", "Light Grid Accent 1")]
)
def test_a_word_table_whose_first_row_is_marked_names_its_columns(
    tmp_path: Path, mark: str, style: str | None
) -> None:
    assert rows_of(word(tmp_path, PRICES, mark, style)) == NAMED_PRICES


def open_document(folder: Path, cells: tuple[tuple[str, str], ...], mark: str = "") -> Path:
    file = OdfDocument("text")
    file.body.clear()
    table = Table("T", width=2, height=len(cells))
    for at, texts in enumerate(cells):
        for column, text in enumerate(texts):
            table.set_value((column, at), text)
    first = table.get_elements("table:table-row")[0]
    if mark == "repeated":
        header = Element.from_tag("table:table-header-rows")
        table.insert(header, position=table.index(first))
        header.append(first)
    if mark == "bold":
        file.insert_style(
            Element.from_tag(
                '<style:style style:name="P9" style:family="paragraph">'
                '<style:text-properties fo:font-weight="bold"/></style:style>'
            ),
            automatic=True,
        )
        for paragraph in first.get_elements("descendant::text:p"):
            paragraph.set_attribute("text:style-name", "P9")
    file.body.append(table)
    path = folder / "tabell.odt"
    file.save(str(path))
    return path


def test_a_fact_table_in_opendocument_is_read_row_by_row(tmp_path: Path) -> None:
    assert rows_of(open_document(tmp_path, FACTS)) == FACT_ROWS


@pytest.mark.parametrize("mark", ["repeated", "bold"])
def test_an_opendocument_table_whose_first_row_is_marked_names_its_columns(
    tmp_path: Path, mark: str
) -> None:
    assert rows_of(open_document(tmp_path, PRICES, mark)) == NAMED_PRICES


@pytest.mark.parametrize(
    ("special", "cells", "expected"), [(True, PRICES, NAMED_PRICES), (False, FACTS, FACT_ROWS)]
)
def test_a_slides_table_names_its_columns_where_its_first_row_is_special(
    tmp_path: Path, special: bool, cells: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    table = slide.shapes.add_table(len(cells), 2, Cm(1), Cm(5), Cm(10), Cm(3)).table
    table.first_row = special
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    file.save(str(tmp_path / "tabell.pptx"))
    assert rows_of(tmp_path / "tabell.pptx") == expected


def test_a_sheet_names_its_columns_in_its_first_full_row_and_keeps_equal_neighbours(
    tmp_path: Path,
) -> None:
    file = openpyxl.Workbook()
    for row in (("Nyckeltal",), ("Mål", "2023", "2024"), ("Trygghet", 42, 42)):
        file.active.append(row)
    file.create_sheet("Priser")
    for row in PRICES:
        file["Priser"].append(row)
    file.save(tmp_path / "tabell.xlsx")
    assert rows_of(tmp_path / "tabell.xlsx") == ["Mål: Trygghet; 2023: 42; 2024: 42", *NAMED_PRICES]
