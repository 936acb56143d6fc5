"""Word files (.docx): paragraphs, notes and tables in order, as they read with all changes made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.reading.building import DocumentBuilder, clean
from corpus.reading.tables import Cell, add_table
from corpus.types import BlockKind

_HEADING_STYLE = re.compile(r"^(?:heading|rubrik)\s*(\d)$", re.I)
_LIST_STYLE = re.compile(r"list|punkt", re.I)
_NUMBERED_ITEM = re.compile(r"^(?:[-–•*·▪●]|\d{1,2}[.)])\s+")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMES = {
    "w": _W[1:-1],
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_ON = "[not(@w:val='0' or @w:val='false' or @w:val='off')]"
_UNSEEN = (
    "//w:del | //w:moveFrom | //w:instrText | //mc:Fallback"
    f" | //w:r[w:rPr/w:vanish{_ON}] | //w:sdt[w:sdtPr/w:showingPlcHdr{_ON}]//w:r"
)
"""What is deleted or hidden, a second form of the same picture, and words that ask for words."""
_WRAPPERS = "//w:sdt | //w:sdtContent | //w:customXml | //w:ins | //w:moveTo"
_TEXT_BOXES = "//w:txbxContent[ancestor::w:p]"
_FIRST_ROW = 0x0020
"""The bit of a table's look that stands for it in files of older programs."""
_CONTENTS_STYLE = re.compile(r"^(?:toc|innehåll|contents)\b", re.I)


def read_word(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder and return the title of the file's properties, or ""."""
    import docx
    from docx.table import Table

    file = docx.Document(str(path))
    _settle(file.element)
    for block in file.iter_inner_content():
        if isinstance(block, Table):
            add_table(list(_rows(block)), builder)
        else:
            _add_paragraph(block, builder)
    for note in _notes(file):
        builder.add(BlockKind.PARAGRAPH, note)
    changed = file.core_properties.modified or file.core_properties.created
    builder.date = changed.date().isoformat() if changed else ""
    return clean(file.core_properties.title or "")


def _settle(tree: Any) -> None:
    """Leave in the tree what is seen, unwrapped, and text boxes after the paragraphs they hang on.

    The library sees paragraphs, rows and cells only where nothing stands around them.
    """
    from lxml.etree import XPath

    for element in XPath(_UNSEEN, namespaces=_NAMES)(tree):
        element.getparent().remove(element)
    for wrapper in XPath(_WRAPPERS, namespaces=_NAMES)(tree):
        for child in list(wrapper):
            wrapper.addprevious(child)
        wrapper.getparent().remove(wrapper)
    for box in reversed(XPath(_TEXT_BOXES, namespaces=_NAMES)(tree)):
        anchor = next(box.iterancestors(f"{_W}p"))
        for block in reversed(list(box)):
            anchor.addnext(block)


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


def _rows(table: Any) -> Iterator[list[Cell]]:
    """Yield the rows; a heading is a row that is repeated on every page or painted, or bold text.

    Word takes a first row for special by itself: that counts where the table's style paints it.
    """
    painted = _has_special_first_row(table._tbl) and any(
        place.xpath("boolean(./w:tblStylePr[@w:type='firstRow'])") for place in _styles(table.style)
    )
    for number, row in enumerate(table.rows):
        repeated = row._tr.xpath(f"boolean(./w:trPr/w:tblHeader{_ON})")
        names = repeated or (painted and number == 0)
        before = None
        cells = []
        for cell in row.cells:
            joined = cell._tc is before
            before = cell._tc
            cells.append(Cell("") if joined else Cell(_visible(before), names or _is_bold(cell)))
        yield cells


def _has_special_first_row(table: Any) -> bool:
    look = table.find(f"{_W}tblPr/{_W}tblLook")
    if look is None:
        return False
    said = look.get(f"{_W}firstRow")
    if said is not None:
        return said in ("1", "true", "on")
    return bool(int(look.get(f"{_W}val", "0"), 16) & _FIRST_ROW)


def _is_bold(cell: Any) -> bool:
    """Say whether all text of a cell is bold, by itself or by its paragraphs' style."""
    runs = [(run, block) for block in cell.paragraphs for run in block.runs if run.text.strip()]
    return bool(runs) and all(
        _has_bold_style(block.style) if run.bold is None else run.bold for run, block in runs
    )


def _has_bold_style(style: Any) -> bool:
    while style is not None and style.font.bold is None:
        style = style.base_style
    return style is not None and bool(style.font.bold)


def _styles(style: Any) -> list[Any]:
    """Return the elements of a style and of those that it builds on."""
    found: list[Any] = []
    while style is not None and len(found) < 10:
        found.append(style.element)
        style = style.base_style
    return found


def _outline_level(block: Any) -> int:
    """Return the level that the paragraph or a style that it builds on gives, 0 for body text."""
    for place in [block._p, *_styles(block.style)]:
        found = place.find(f"{_W}pPr/{_W}outlineLvl")
        if found is not None:
            level = int(found.get(f"{_W}val", "9")) + 1
            return level if level <= 6 else 0
    return 0


def _visible(element: Any) -> str:
    """Return the text of an element of a settled tree."""
    return clean("".join(_pieces(element)))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
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
            _settle(tree)
            for note in tree:
                if note.get(f"{_W}type") in (None, "normal"):
                    yield _visible(note)
