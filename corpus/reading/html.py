"""Web pages: the article without menus, footers and cookie notices."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.reading.building import DocumentBuilder, clean
from corpus.reading.plain import read_text
from corpus.reading.tables import Cell, add_table
from corpus.types import BlockKind

_ASIDE = (
    "nav", "aside", "footer", "form", "script", "style", "noscript", "template", "iframe",
    "button", "svg", "dialog",
)  # fmt: skip
_ASIDE_ROLES = ("navigation", "banner", "contentinfo", "search", "dialog", "alert")
_HEADING = re.compile(r"h([1-6])")
_BLOCKS = {"p", "li", "item", "table", "blockquote", "pre", "dt", "dd", "quote"}
_HOLDS_BLOCKS = (
    "self::p or self::li or self::item or self::table or self::h1 or self::h2 or self::h3 or "
    "self::h4 or self::h5 or self::h6 or self::head or self::pre or self::dt or self::dd"
)
_DATES = (
    "//meta[@property='article:modified_time' or @property='article:published_time']/@content",
    "//meta[@name='dcterms.modified' or @name='dcterms.date' or @name='date']/@content",
    "//time/@datetime",
)
_LONGEST_HEADING = 120
_LONGEST_SPAN = 50
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_CLOSED_AT_ONCE = re.compile(r"(<html\b[^<>]*)/>", re.I)
"""An <html/> that would leave the whole page outside it."""


def read_html(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder with the page's main text and return the page's title."""
    return add_html(read_text(path), builder)


def add_html(page: str, builder: DocumentBuilder) -> str:
    """Add a page's main text and return its title.

    The part that the page itself marks as its main text is taken; where it marks none,
    trafilatura finds the article.
    """
    from lxml import html

    if not page.strip():
        return ""
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    page = _CLOSED_AT_ONCE.sub(r"\1>", _XML.sub("", page), count=1)
    tree = html.document_fromstring(page, parser)
    heading = tree.find(".//h1")
    title = heading if heading is not None else tree.find(".//title")
    for query in _DATES:
        found = [value for value in tree.xpath(query) if re.match(r"\d{4}-\d{2}-\d{2}", value)]
        if found and not builder.date:
            builder.date = found[0][:10]
    name = "" if title is None else clean(title.text_content())
    main = tree.xpath("//main|//*[@role='main']|//article")
    _add_tree(main[0] if main else _article(tree), builder)
    return name


def _article(tree: Any) -> Any:
    """Return what trafilatura takes for the article, the body if it keeps no structure of it."""
    import trafilatura
    from lxml import etree

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract(
        tree, output_format="xml", include_tables=True, include_comments=False,
        include_formatting=True, favor_recall=True,
    )  # fmt: skip
    body = tree.find("body")
    if not found:
        return body if body is not None else tree
    article = etree.fromstring(found.encode()).find("main")
    flattened = article is None or len(article) <= 1
    return body if flattened and body is not None else article


def _add_tree(root: Any, builder: DocumentBuilder) -> None:
    for element in list(root.iter()):
        if element is not root and element.getparent() is not None and _is_aside(element):
            _drop(element)
    for kind, text, level, rows in _walk(root):
        if rows is not None:
            add_table(rows, builder)
        else:
            builder.add(kind, text, level=level)


def _is_aside(element: Any) -> bool:
    return element.tag in _ASIDE or element.get("role") in _ASIDE_ROLES


def _drop(element: Any) -> None:
    """Remove an element and keep the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


Found = tuple[BlockKind, str, int, list[list[Cell]] | None]


def _walk(element: Any) -> Iterator[Found]:
    """Yield the blocks under an element; text between blocks is a paragraph."""
    loose = element.text or ""
    for child in element:
        if _is_block(child):
            yield from _loose(loose)
            loose = ""
            yield from _block(child)
        else:
            loose += " " if child.tag in ("br", "lb") else _text(child)
        loose += child.tail or ""
    yield from _loose(loose)


def _loose(text: str) -> Iterator[Found]:
    if text.strip():
        yield BlockKind.PARAGRAPH, text, 0, None


def _is_block(element: Any) -> bool:
    own = element.tag in _BLOCKS or element.tag == "head" or bool(_HEADING.fullmatch(element.tag))
    return own or bool(element.xpath(f"boolean(.//*[{_HOLDS_BLOCKS}])"))


def _block(element: Any) -> Iterator[Found]:
    tag = str(element.tag)
    heading = _HEADING.fullmatch(element.get("rend", "h2") if tag == "head" else tag)
    if tag == "table":
        yield BlockKind.ROW, "", 0, _rows(element)
    elif heading:
        yield BlockKind.HEADING, _text(element), int(heading.group(1)), None
    elif tag in ("li", "item", "dd") and not element.xpath(f"boolean(.//*[{_HOLDS_BLOCKS}])"):
        yield BlockKind.ITEM, _text(element), 1, None
    elif tag in ("li", "item"):
        for kind, text, level, rows in _walk(element):
            item = kind is BlockKind.PARAGRAPH
            yield BlockKind.ITEM if item else kind, text, int(item) or level, rows
    elif tag in ("p", "pre", "dt", "quote"):
        text = _text(element)
        if _is_all_bold(element) and len(text) <= _LONGEST_HEADING and text[-1:] not in ".,:;!":
            yield BlockKind.HEADING, text, 3, None
        else:
            yield BlockKind.PARAGRAPH, text, 0, None
    else:
        yield from _walk(element)


def _rows(table: Any) -> list[list[Cell]]:
    """Return the rows; a cell that reaches down over several stands in each of them."""
    rows = []
    reaching: dict[int, tuple[Cell, int]] = {}
    for row in table.xpath(".//tr|.//row"):
        cells: list[Cell] = []
        for element in row.xpath("./td|./th|./cell"):
            _add_reaching(cells, reaching)
            own = Cell(_text(element), _is_column_or_row_heading(element))
            for cell in (own, *[Cell("")] * (_span(element, "colspan") - 1)):
                reaching[len(cells)] = cell, _span(element, "rowspan")
                cells.append(cell)
        _add_reaching(cells, reaching)
        rows.append(cells)
        reaching = {at: (cell, left - 1) for at, (cell, left) in reaching.items() if left > 1}
    return rows


def _add_reaching(cells: list[Cell], reaching: Mapping[int, tuple[Cell, int]]) -> None:
    while len(cells) in reaching:
        cells.append(reaching[len(cells)][0])


def _span(cell: Any, which: str) -> int:
    said = str(cell.get(which, "1"))
    return max(1, min(int(said), _LONGEST_SPAN)) if said.isdecimal() else 1


def _is_column_or_row_heading(cell: Any) -> bool:
    marked = cell.tag == "th" or cell.get("role") == "head"
    return marked or cell.xpath("boolean(parent::tr/parent::thead)") or _is_all_bold(cell)


def _is_all_bold(element: Any) -> bool:
    """Say whether a text is bold throughout, as headings are that someone painted."""
    marked = element.xpath(".//b|.//strong|.//hi[contains(@rend, 'b')]")
    bold = "".join(clean("".join(part.itertext())) for part in marked)
    return bool(bold) and clean(bold).replace(" ", "") == _text(element).replace(" ", "")


def _text(element: Any) -> str:
    return clean(" ".join(_breaking(element))) if _has_breaks(element) else clean(
        "".join(element.itertext())
    )  # fmt: skip


def _has_breaks(element: Any) -> bool:
    return bool(element.xpath("boolean(.//br|.//lb|.//p|.//li|.//item|.//div)"))


def _breaking(element: Any) -> Iterator[str]:
    """Yield the text with a break where a line or a block ends."""
    line = element.text or ""
    for child in element:
        if child.tag in ("br", "lb", "p", "li", "item", "div"):
            yield line
            yield from _breaking(child)
            line = ""
        else:
            line += " ".join(_breaking(child))
        line += child.tail or ""
    yield line
