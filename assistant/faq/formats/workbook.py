"""Cells of a spreadsheet that stay text, whatever they begin with."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from assistant.faq.formats.archive import fixed

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_OPENS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(sheet: Worksheet, row: int, column: int, value: str | float) -> None:
    """Write a value that no program reads as a formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = _CONTROL.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_OPENS_A_FORMULA)
    else:
        cell.value = value


def plain_text(value: str) -> str:
    """Return a CSV value that no program reads as a formula: an apostrophe goes before one."""
    return f"'{value}" if value.startswith(_OPENS_A_FORMULA) else value


def saved(book: Workbook, built: str) -> bytes:
    """Return the workbook's file, the same bytes for the same contents."""
    target = io.BytesIO()
    book.save(target)
    return fixed(target.getvalue(), built)
