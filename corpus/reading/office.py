"""OpenDocument texts, presentations and spreadsheets, through the libraries that know them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import Any

from corpus.reading.building import DocumentBuilder, clean
from corpus.reading.tables import Cell, add_table
from corpus.types import BlockKind

_MOST_ROWS = 100_000
_WHOLE = 10**10
"""From here on a number has ten digits before its decimals, which are left out."""
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')
"""What a number format shows as it stands, or says of widths, colours and conditions."""
_ROUNDING = Context(prec=1_000, rounding=ROUND_HALF_UP)


def read_odt(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder from an OpenDocument text and return the title of its properties."""
    from odfdo import Document

    file = Document(str(path))
    _add_odf(file.body.children, builder, _bold_styles(file), in_list=False)
    for note in file.body.get_elements("descendant::text:note-body"):
        builder.add(BlockKind.PARAGRAPH, note.text_recursive)
    date = file.meta.date or file.meta.creation_date
    builder.date = date.date().isoformat() if date else ""
    return clean(file.meta.title or "")


def _add_odf(
    elements: list[Any], builder: DocumentBuilder, bold: frozenset[str], *, in_list: bool
) -> None:
    for element in elements:
        if element.tag == "text:h":
            level = int(element.get_attribute("text:outline-level") or 1)
            builder.add(BlockKind.HEADING, _odf_text(element), level=min(level, 6))
        elif element.tag == "text:p":
            kind = BlockKind.ITEM if in_list else BlockKind.PARAGRAPH
            builder.add(kind, _odf_text(element), level=int(in_list))
        elif element.tag == "table:table":
            rows = element.get_elements("descendant::table:table-row")
            add_table([list(_odf_cells(row, bold)) for row in rows], builder)
        elif element.tag in ("text:list", "text:list-item", "text:section", "text:index-body"):
            inside = in_list or element.tag == "text:list"
            _add_odf(element.children, builder, bold, in_list=inside)


def _odf_cells(row: Any, bold: frozenset[str]) -> Iterator[Cell]:
    names = row.parent.tag == "table:table-header-rows"
    for cell in row.get_elements("table:table-cell|table:covered-table-cell"):
        repeated = int(cell.get_attribute("table:number-columns-repeated") or 1)
        found = Cell(_odf_text(cell), names or _is_bold(cell, bold))
        yield from [found] * min(repeated, 50)


def _is_bold(element: Any, bold: frozenset[str]) -> bool:
    """Say whether an element has no text that is not bold."""
    if element.get_attribute("text:style-name") in bold:
        return True
    loose = "".join([element.text or "", *(child.tail or "" for child in element.children)])
    return not loose.strip() and all(_is_bold(child, bold) for child in element.children)


def _bold_styles(file: Any) -> frozenset[str]:
    """Return the names of the styles that are bold, by themselves or by what they build on."""
    styles = {style.name: style for style in reversed(file.get_styles())}
    return frozenset(name for name in styles if name and _makes_bold(name, styles))


def _makes_bold(name: str | None, styles: Mapping[str | None, Any]) -> bool:
    for _ in range(10):
        style = styles.get(name)
        if style is None:
            return False
        weight = style.get_element("style:text-properties[@fo:font-weight]")
        if weight is not None:
            return str(weight.get_attribute("fo:font-weight")) == "bold"
        name = style.get_attribute("style:parent-style-name")
    return False


def _odf_text(element: Any) -> str:
    """Return an element's own text; notes, annotations and deleted text are left out."""
    return clean("".join(_odf_pieces(element)))


def _odf_pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element.children:
        if child.tag in ("text:s", "text:tab", "text:line-break"):
            yield " "
        elif child.tag not in ("text:note", "office:annotation", "text:tracked-changes"):
            yield from _odf_pieces(child)
            if child.tag == "text:p":
                yield " "
        yield child.tail or ""


def read_presentation(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder from a .pptx: a slide that is shown is a page, its title a heading."""
    from pptx import Presentation

    file = Presentation(str(path))
    builder.pages = len(file.slides)
    for number, slide in enumerate(file.slides, start=1):
        if slide._element.get("show") in ("0", "false"):
            continue
        title = slide.shapes.title
        if title is not None and title.has_text_frame:
            builder.add(BlockKind.HEADING, title.text_frame.text, level=2, page=number)
        for shape in _shapes(slide.shapes):
            if title is not None and shape.shape_id == title.shape_id:
                continue
            _add_shape(shape, number, builder)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            notes = slide.notes_slide.notes_text_frame.text
            builder.add(BlockKind.PARAGRAPH, notes, page=number)
    changed = file.core_properties.modified or file.core_properties.created
    builder.date = changed.date().isoformat() if changed else ""
    return clean(file.core_properties.title or "")


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _add_shape(shape: Any, page: int, builder: DocumentBuilder) -> None:
    if getattr(shape, "has_table", False) and shape.has_table:
        add_table(list(_slide_rows(shape.table)), builder, page)
    elif shape.has_text_frame:
        paragraphs = [p.text for p in shape.text_frame.paragraphs if p.text.strip()]
        kind = BlockKind.ITEM if len(paragraphs) > 1 else BlockKind.PARAGRAPH
        for text in paragraphs:
            builder.add(kind, text, level=1 if kind is BlockKind.ITEM else 0, page=page)


def _slide_rows(table: Any) -> Iterator[list[Cell]]:
    for number, row in enumerate(table.rows):
        names = table.first_row and number == 0
        yield [
            Cell(clean(cell.text), names or (table.first_col and at == 0))
            for at, cell in enumerate(row.cells)
        ]


def read_spreadsheet(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder from an .xlsx: a visible sheet is a section, a row names its columns."""
    import openpyxl

    with path.open("rb") as opened:  # the library leaves a damaged file that it opens itself open
        file = openpyxl.load_workbook(opened, read_only=True, data_only=True)
        for sheet in file.worksheets:
            if sheet.sheet_state != "visible":
                continue
            cells = [[_cell(cell) for cell in row] for row in sheet.iter_rows(max_row=_MOST_ROWS)]
            if any(any(row) for row in cells):
                names = next((row for row in cells if sum(map(bool, row)) > 1), None)
                builder.add(BlockKind.HEADING, sheet.title, level=2)
                add_table([[Cell(text, row is names) for text in row] for row in cells], builder)
        changed = file.properties.modified
        builder.date = changed.date().isoformat() if changed else ""
        return clean(file.properties.title or "")


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime) and not (value.hour or value.minute):
        return value.date().isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, cell.number_format).replace(".", ",")
    return clean(str(value))


def _number(value: float, number_format: str) -> str:
    """Write a number without an exponent, and as a percentage where the file shows it as one."""
    shown = _LITERAL.sub("", number_format).split(";")[0]
    if "%" in shown:
        decimals = sum(map(shown.partition(".")[2].count, "0#?"))
        share = _ROUNDING.quantize(Decimal(str(value)) * 100, Decimal(1).scaleb(-decimals))
        return f"{share:f} %"
    if isinstance(value, int):
        return str(value)
    return f"{Decimal(f'{value:.10g}'):f}" if abs(value) < _WHOLE else f"{value:.0f}"
