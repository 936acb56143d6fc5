"""Word files (.docx): paragraphs, notes and tables in order, as they read with all changes made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.reading.building import DocumentBuilder, clean
from corpus.reading.tables import add_table
from corpus.types import BlockKind

_HEADING_STYLE = re.compile(r"^(?:heading|rubrik)\s*(\d)$", re.I)
_LIST_STYLE = re.compile(r"list|punkt", re.I)
_NUMBERED_ITEM = re.compile(r"^(?:[-–•*·▪●]|\d{1,2}[.)])\s+")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"}
_CONTENTS_STYLE = re.compile(r"^(?:toc|innehåll|contents)\b", re.I)


def read_word(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder and return the title of the file's properties, or ""."""
    import docx
    from docx.table import Table

    file = docx.Document(str(path))
    for block in file.iter_inner_content():
        if isinstance(block, Table):
            add_table([[_visible(cell._tc) for cell in row.cells] for row in block.rows], builder)
        else:
            _add_paragraph(block, builder)
    for note in _notes(file):
        builder.add(BlockKind.PARAGRAPH, note)
    changed = file.core_properties.modified or file.core_properties.created
    builder.date = changed.date().isoformat() if changed else ""
    return clean(file.core_properties.title or "")


def _add_paragraph(block: Any, builder: DocumentBuilder) -> None:
    text = _visible(block._p)
    style = (block.style.name or "") if block.style is not None else ""
    if _CONTENTS_STYLE.match(style):
        return
    numbered = block._p.pPr is not None and block._p.pPr.numPr is not None
    if heading := _HEADING_STYLE.match(style):
        builder.add(BlockKind.HEADING, text, level=int(heading.group(1)))
    elif style.lower() in ("title", "rubrik"):
        builder.add(BlockKind.HEADING, text, level=1)
    elif level := _outline_level(block):
        builder.add(BlockKind.HEADING, text, level=level)
    elif numbered or _LIST_STYLE.search(style) or _NUMBERED_ITEM.match(text):
        builder.add(BlockKind.ITEM, _NUMBERED_ITEM.sub("", text), level=1)
    else:
        builder.add(BlockKind.PARAGRAPH, text)


def _outline_level(block: Any) -> int:
    """Return the level that the paragraph or a style that it builds on gives, 0 for body text."""
    style = block.style
    places = [block._p]
    while style is not None and len(places) < 10:
        places.append(style.element)
        style = style.base_style
    for place in places:
        found = place.find(f"{_W}pPr/{_W}outlineLvl")
        if found is not None:
            level = int(found.get(f"{_W}val", "9")) + 1
            return level if level <= 6 else 0
    return 0


def _visible(element: Any) -> str:
    """Return the text with insertions and without what has been deleted."""
    return clean("".join(_pieces(element)))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _pieces(child)
            if child.tag == f"{_W}p":
                yield " "


def _notes(file: Any) -> Iterator[str]:
    """Yield the footnotes and endnotes."""
    from lxml import etree

    for part in file.part.package.iter_parts():
        if str(part.partname).endswith(("/footnotes.xml", "/endnotes.xml")):
            tree = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
            for note in tree:
                if note.get(f"{_W}type") in (None, "normal"):
                    yield _visible(note)
