"""An FAQ as a table, CSV or XLSX: every question, also those without an answer."""

from __future__ import annotations

import csv
import io

from assistant import texts
from assistant.faq.formats.workbook import plain_cell, plain_text, saved
from assistant.faq.saying import places, status
from assistant.faq.types import Entry, Faq


def csv_file(faq: Faq) -> bytes:
    """Return semicolons and a byte order mark, which a Swedish Excel opens as they are."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(texts.FAQ_TABLE_COLUMNS)
    for entry in faq.entries:
        writer.writerow([plain_text(cell) for cell in _cells(entry)])
    return target.getvalue().encode("utf-8-sig")


def xlsx_file(faq: Faq) -> bytes:
    """Return a workbook of one sheet."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = texts.FAQ_SHEET
    for number, cells in enumerate([texts.FAQ_TABLE_COLUMNS, *map(_cells, faq.entries)], start=1):
        for column, value in enumerate(cells, start=1):
            plain_cell(sheet, number, column, value)
            sheet.cell(number, column).alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJ", (14, 20, 40, 30, 16, 10, 60, 44, 20, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    return saved(book, faq.basis.built)


def _cells(entry: Entry) -> list[str]:
    return [
        entry.id,
        entry.category,
        entry.question,
        "\n".join(entry.also),
        status(entry),
        f"{entry.reply.confidence:.2f}".replace(".", ","),
        entry.shown_text,
        places(entry.reply),
        entry.review.by if entry.review else "",
        entry.review.when if entry.review else "",
    ]
