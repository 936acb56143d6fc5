"""Word files (.docx): paragraphs and tables in the order of the document."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.reading.building import DocumentBuilder, clean
from corpus.reading.markdown import row_text
from corpus.types import BlockKind

_HEADING_STYLE = re.compile(r"^(?:heading|rubrik)\s*(\d)$", re.I)
_LIST_STYLE = re.compile(r"list|punkt", re.I)


def read_word(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder and return the title of the file's properties, or ""."""
    import docx
    from docx.table import Table

    file = docx.Document(str(path))
    for block in file.iter_inner_content():
        if isinstance(block, Table):
            rows = [[clean(cell.text) for cell in row.cells] for row in block.rows]
            for row in rows[1:] or rows:
                builder.add(BlockKind.ROW, row_text(rows[0] if len(rows) > 1 else [], row))
            continue
        style = (block.style.name or "") if block.style is not None else ""
        numbered = block._p.pPr is not None and block._p.pPr.numPr is not None
        if heading := _HEADING_STYLE.match(style):
            builder.add(BlockKind.HEADING, block.text, level=int(heading.group(1)))
        elif style.lower() in ("title", "rubrik"):
            builder.add(BlockKind.HEADING, block.text, level=1)
        elif numbered or _LIST_STYLE.search(style):
            builder.add(BlockKind.ITEM, block.text, level=1)
        else:
            builder.add(BlockKind.PARAGRAPH, block.text)
    return clean(file.core_properties.title or "")
