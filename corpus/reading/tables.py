"""Tables of all formats: rows that name their columns, so that each can be read alone."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.reading.building import DocumentBuilder
from corpus.types import BlockKind

_LONGEST_NAME = 60
"""Characters. What is longer is no column's name but text that happens to stand first."""


def row_text(columns: Sequence[str], cells: Sequence[str]) -> str:
    """Write a table row so that it can be read alone: "Mål: …; Indikator: …"."""
    named = zip([*columns, *[""] * len(cells)], cells, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)


def add_table(rows: Sequence[Sequence[str]], builder: DocumentBuilder) -> None:
    """Add a table whose first full row names the columns; one row alone is its text."""
    rows = [_without_repetition(row) for row in rows if any(row)]
    if not rows:
        return
    if all(sum(map(bool, row)) == 1 for row in rows):
        for row in rows:
            builder.add(BlockKind.PARAGRAPH, next(filter(None, row)))
        return
    while len(rows) > 1 and sum(map(bool, rows[0])) == 1:
        builder.add(BlockKind.PARAGRAPH, next(filter(None, rows[0])))
        rows = rows[1:]
    named = len(rows) > 1 and all(len(name) <= _LONGEST_NAME for name in rows[0])
    columns = rows[0] if named else []
    for row in rows[1:] if named else rows:
        if list(row) != list(columns):
            builder.add(BlockKind.ROW, row_text(columns, row))


def _without_repetition(row: Sequence[str]) -> list[str]:
    """Keep the text of cells that are joined over columns once."""
    return [cell if n == 0 or cell != row[n - 1] else "" for n, cell in enumerate(row)]
