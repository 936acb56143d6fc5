"""What Word, Excel, PowerPoint and mail programs write around, beside and instead of plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.chart import BarChart, Reference
from pptx import Presentation
from pptx.util import Cm

from corpus.catalogue import Entry
from corpus.reading import read_document
from corpus.types import BlockKind, Document

MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
PLACEHOLDER = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"


def read(path: Path) -> Document:
    return read_document(path.parent, path.name, Entry())


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "Normal") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def control(content: str, properties: str = "<w:sdtPr/>") -> str:
    return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def word(folder: Path, *blocks: str) -> Document:
    file = docx.Document()
    wrapped = parse_xml(f"<w:body {nsdecls('w')} {MORE}>{''.join(blocks)}</w:body>")
    for block in reversed(wrapped):
        file.element.body.insert(0, block)
    file.save(str(folder / "fil.docx"))
    return read(folder / "fil.docx")


@pytest.mark.parametrize(
    "around",
    [
        control("{}"),
        control(control("{}")),
        "<w:customXml>{}</w:customXml>",
        '<w:ins w:id="1" w:author="A">{}</w:ins>',
        '<w:moveTo w:id="1" w:author="A">{}</w:moveTo>',
    ],
)
def test_what_word_wraps_in_a_control_or_a_change_is_read_in_its_place(
    tmp_path: Path, around: str
) -> None:
    rows = table(row(cell("Dag"), cell("Tid")), row(cell("Måndag"), cell("10–19")))
    inside = paragraph(run("Avgifter"), style="Heading1") + paragraph(run("Taxan.")) + rows
    document = word(
        tmp_path, paragraph(run("Före.")), around.format(inside), paragraph(run("Efter."))
    )
    assert document.text == "Före.\n\nAvgifter\n\nTaxan.\n\nDag: Tid\nMåndag: 10–19\n\nEfter."
    assert texts(document, BlockKind.HEADING) == ["Avgifter"]


def test_rows_and_cells_that_word_wraps_in_controls_keep_their_places(tmp_path: Path) -> None:
    below, joined = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = word(
        tmp_path,
        table(
            row(cell("Bad"), control(cell("Dag")), cell("Tid")),
            control(row(cell("Simhallen", below), cell("Måndag"), cell("10–19"))),
            row(cell("", joined), control(cell("Tisdag")), cell("9–12")),
            row(cell("Utebadet"), control(cell("Klicka här", ""), PLACEHOLDER), cell("11–15")),
        ),
    )
    assert texts(document, BlockKind.ROW) == [
        "Bad: Simhallen; Dag: Måndag; Tid: 10–19",
        "Bad: Simhallen; Dag: Tisdag; Tid: 9–12",
        "Bad: Utebadet; Tid: 11–15",
    ]


def test_a_control_that_waits_for_its_text_says_nothing(tmp_path: Path) -> None:
    asking = run("Klicka här för att ange text.")
    document = word(
        tmp_path,
        control(paragraph(asking), PLACEHOLDER),
        paragraph(run("Beslutat av "), control(asking, PLACEHOLDER), run("nämnden.")),
    )
    assert document.text == "Beslutat av nämnden."


def test_contents_that_word_wraps_in_a_control_are_left_out(tmp_path: Path) -> None:
    file = docx.Document()
    file.styles.add_style("toc 1", 1)
    contents = control(
        paragraph(run("Innehåll"), style="TOCHeading") + paragraph(run("Avgifter 3"), style="toc1")
    )
    file.element.body.insert(0, parse_xml(contents.replace("<w:sdt>", f"<w:sdt {nsdecls('w')}>")))
    file.add_paragraph("Planen gäller.")
    file.save(str(tmp_path / "plan.docx"))
    assert read(tmp_path / "plan.docx").text == "Planen gäller."


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("<w:vanish/>", "Lov krävs för plank."),
        ('<w:vanish w:val="1"/>', "Lov krävs för plank."),
        ('<w:vanish w:val="0"/>', "Lov krävs inte för plank."),
        ('<w:vanish w:val="false"/>', "Lov krävs inte för plank."),
    ],
)
def test_hidden_text_in_word_is_not_quoted(tmp_path: Path, mark: str, text: str) -> None:
    sentence = paragraph(run("Lov krävs "), run("inte ", mark), run("för plank."))
    assert word(tmp_path, sentence).text == text


def text_box(*blocks: str) -> str:
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        '<mc:Choice Requires="wps"><w:drawing>'
        f"<wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_a_text_box_in_word_is_read_once_and_after_the_sentence_that_it_hangs_on(
    tmp_path: Path,
) -> None:
    first = text_box(paragraph(run("Fakta")), paragraph(run("Plank är högre än 1,2 meter.")))
    second = text_box(paragraph(run("Ring oss.")))
    document = word(
        tmp_path,
        paragraph(run("Lov krävs "), first, second, run("för plank.")),
        paragraph(run("Avgiften är 500 kr.")),
        table(row(cell("Dag"), cell("Tid")), row(cell("Måndag"), cell("10–19"))),
    )
    assert texts(document, BlockKind.PARAGRAPH) == [
        "Lov krävs för plank.",
        "Fakta",
        "Plank är högre än 1,2 meter.",
        "Ring oss.",
        "Avgiften är 500 kr.",
    ]


def workbook(folder: Path, file: Any) -> Document:
    file.save(folder / "fil.xlsx")
    return read(folder / "fil.xlsx")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_and_a_chart_sheet_is_passed_over(
    tmp_path: Path, state: str
) -> None:
    file = openpyxl.Workbook()
    shown, kept = file.active, file.create_sheet("Underlag")
    for sheet, value in ((shown, 42), (kept, 17)):
        sheet.append(("Mål", "Utfall"))
        sheet.append(("Trygghet", value))
    kept.sheet_state = state
    chart = BarChart()
    chart.add_data(Reference(shown, min_col=2, min_row=1, max_row=2))
    file.create_chartsheet("Diagram").add_chart(chart)
    document = workbook(tmp_path, file)
    assert document.text == f"{shown.title}\n\nMål: Trygghet; Utfall: 42"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.031, "0.0%", "3,1 %"),
        (0.031, "0.0\\ %", "3,1 %"),
        (0.125, "0%", "13 %"),
        (-0.0315, "0.0%;[Red]-0.0%", "-3,2 %"),
        (1, "0.00%", "100,00 %"),
        (0.031, "General", "0,031"),
        (3.1, '0.0"%"', "3,1"),
        (12345678901.0, "General", "12345678901"),
        (12345678901.5, "0", "12345678902"),
        (12345678901, "General", "12345678901"),
        (0.1 + 0.2, "General", "0,3"),
        (0.00001, "General", "0,00001"),
    ],
)
def test_a_number_in_excel_is_written_as_a_percentage_where_it_is_shown_so_and_never_with_an_e(
    tmp_path: Path, value: float, number_format: str, text: str
) -> None:
    file = openpyxl.Workbook()
    file.active.append(("Mål", "Utfall"))
    file.active.append(("Trygghet", value))
    file.active["B2"].number_format = number_format
    assert texts(workbook(tmp_path, file), BlockKind.ROW) == [f"Mål: Trygghet; Utfall: {text}"]


def test_a_hidden_slide_is_not_read_and_keeps_its_number(tmp_path: Path) -> None:
    file = Presentation()
    for title in ("Bygglov", "Utkast", "Avgifter"):
        file.slides.add_slide(file.slide_layouts[5]).shapes.title.text = title
    file.slides[1]._element.set("show", "0")
    file.save(str(tmp_path / "bilder.pptx"))
    document = read(tmp_path / "bilder.pptx")
    assert document.text == "Bygglov\n\nAvgifter"
    assert [block.page for block in document.blocks] == [1, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_mail_that_does_not_name_its_encoding_is_decoded_as_a_file_is(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "svar.eml"
    for kind in ("", "Content-Type: text/plain\n", "Content-Type: text/html\n"):
        path.write_bytes(f"Subject: Svar\n{kind}\nDet är öppet på måndag.".encode(encoding))
        assert texts(read(path), BlockKind.PARAGRAPH) == ["Det är öppet på måndag."]


def test_a_line_break_on_a_slide_parts_words(tmp_path: Path) -> None:
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[1])
    slide.shapes.title.text = "Äldreomsorg\vi Ekeby"
    slide.placeholders[1].text = "Hemtjänst\vdygnet runt"
    file.save(str(tmp_path / "bilder.pptx"))
    assert read(tmp_path / "bilder.pptx").text == "Äldreomsorg i Ekeby\n\nHemtjänst dygnet runt"


@pytest.mark.parametrize("space", ["\x0b", "\x0c", "\x1c", "\x1f", "\x85", "\u2028"])
def test_white_space_of_every_kind_parts_words_and_other_control_characters_do_not(
    tmp_path: Path, space: str
) -> None:
    path = tmp_path / "svar.eml"
    path.write_bytes(
        "Subject: Tider\nContent-Type: text/html; charset=utf-8\n\n"
        f"<p>Bygg\x02lov{space}krävs.</p>".encode()
    )
    assert texts(read(path), BlockKind.PARAGRAPH) == ["Bygglov krävs."]


@pytest.mark.parametrize(
    "rows",
    [
        (("Mål", "År", "Ansvar"), ("Läsning", "2024", "Skolan")),
        (("Mål för året", "", ""), ("Mål", "År", "Ansvar"), ("Läsning", "2024", "Skolan")),
        (("Öppet", "10–19", ""), ("Stängt", "måndag", "")),
        (("Läsning", "", ""), ("Räkning", "", "")),
    ],
)
def test_a_table_on_a_slide_without_title_has_its_own_slides_number(
    tmp_path: Path, rows: tuple[tuple[str, ...], ...]
) -> None:
    file = Presentation()
    file.slides.add_slide(file.slide_layouts[5]).shapes.title.text = "Trygghet"
    slide = file.slides.add_slide(file.slide_layouts[6])
    shape = slide.shapes.add_table(len(rows), 3, Cm(1), Cm(5), Cm(10), Cm(3))
    for at, cells in enumerate(rows):
        for column, text in enumerate(cells):
            shape.table.cell(at, column).text = text
    file.save(str(tmp_path / "bilder.pptx"))
    heading, *others = read(tmp_path / "bilder.pptx").blocks
    assert heading.page == 1
    assert others
    assert {block.page for block in others} == {2}


@pytest.mark.parametrize("date", ["i går", "Tue, 35 Mar 2024 10:00", f"5 Mar 2024 10:00 +{10**20}"])
def test_a_mail_whose_date_is_none_is_read_without_one(tmp_path: Path, date: str) -> None:
    path = tmp_path / "svar.eml"
    path.write_text(f"Subject: Tider\nDate: {date}\n\nBron blir klar 2027.\n", encoding="utf-8")
    document = read(path)
    assert document.text == "Tider\n\nBron blir klar 2027."
    assert document.date == ""
