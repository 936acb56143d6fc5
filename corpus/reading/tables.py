"""Tables of all formats: rows that name their columns, so that each can be read alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from corpus.reading.building import DocumentBuilder
from corpus.types import BlockKind

_LONGEST_NAME = 60
"""Characters. What is longer is no column's name but text that happens to stand first."""


class Cell(NamedTuple):
    """A cell's text, and whether the file marks it as a heading of its row or column.

    Of cells that are joined in a row only the first has the text; one that is joined over several
    rows stands in each.
    """

    text: str
    is_heading: bool = False


Row = Sequence[Cell]


def row_text(columns: Sequence[str], cells: Sequence[str]) -> str:
    """Write a table row so that it can be read alone: "Mål: …; Indikator: …"."""
    named = zip([*columns, *[""] * len(cells)], cells, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)


def fact_text(cells: Sequence[str]) -> str:
    """Write a row whose first cell names the others: "Måndag: 10–19; 10–17"."""
    name, *others = cells
    value = "; ".join(filter(None, others))
    if not name or not value or len(name) > _LONGEST_NAME:
        return row_text((), cells)
    return f"{name.rstrip(':')}: {value}"


def add_table(rows: Sequence[Row], builder: DocumentBuilder, page: int | None = None) -> None:
    """Add a table, a block for each row; one row alone is its text.

    The first full row names the columns, unless the first column names the rows.
    """
    rows = [row for row in rows if _full(row)]
    if all(_full(row) == 1 for row in rows):
        for row in rows:
            builder.add(BlockKind.PARAGRAPH, _text(row), page=page)
        return
    while len(rows) > 1 and _full(rows[0]) == 1:
        builder.add(BlockKind.PARAGRAPH, _text(rows[0]), page=page)
        rows = rows[1:]
    texts = [[cell.text for cell in row] for row in rows]
    if _are_facts(rows):
        for cells in texts:
            builder.add(BlockKind.ROW, fact_text(cells), page=page)
        return
    named = len(rows) > 1 and all(len(name) <= _LONGEST_NAME for name in texts[0])
    columns = texts[0] if named else []
    for cells in texts[1:] if named else texts:
        if cells != columns:
            builder.add(BlockKind.ROW, row_text(columns, cells), page=page)


def _are_facts(rows: Sequence[Row]) -> bool:
    """Say whether each row is a name and what is said of it, the first row too.

    Where nothing is marked, rows of two cells are; a mark on every cell says nothing.
    """
    names_columns = [all(cell.is_heading for cell in row if cell.text) for row in rows]
    if names_columns[0] and not all(names_columns):
        return False
    columns = sum(map(any, zip_longest(*([cell.text for cell in row] for row in rows))))
    first, *others = (cell.is_heading for cell in rows[0])
    return columns == 2 or (first and not any(others))


def _full(row: Row) -> int:
    return sum(bool(cell.text) for cell in row)


def _text(row: Row) -> str:
    return next(cell.text for cell in row if cell.text)
