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

STRUCK = ("del", "s", "strike")
_ASIDE = (
    "nav", "aside", "footer", "form", "script", "style", "noscript", "template", "iframe",
    "button", "svg", "dialog",
)  # fmt: skip
_ASIDE_ROLES = ("navigation", "banner", "contentinfo", "search", "dialog", "alert")
_HEADING = re.compile(r"h([1-6])")
_IS_HEADING = " or ".join(f"self::h{level}" for level in range(1, 7))
_STYLED = "//body//*[@hidden or @style]"
_STRUCK_STYLE = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.I)
_BLOCKS = {"p", "li", "item", "table", "blockquote", "pre", "dt", "dd", "quote"}
_HOLDS_BLOCKS = (
    "self::p or self::li or self::item or self::table or self::head or self::pre or self::dt or "
    f"self::dd or {_IS_HEADING}"
)
_ENDS_LINE = {
    *_BLOCKS, "address", "article", "body", "br", "caption", "center", "cell", "details", "div",
    "dl", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "lb", "legend", "list", "main", "ol", "row", "section", "summary",
    "td", "th", "tr", "ul",
}  # fmt: skip
_OWN_ROWS = "./tr|./thead/tr|./tbody/tr|./tfoot/tr|./row"
_CELLS = "./td|./th|./cell"
_MAIN = "(//main|//*[@role='main'])[1]"
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

    The part that the page itself marks as its main text is taken, else its articles; where it
    marks none, trafilatura finds the article.
    """
    if not page.strip():
        return ""
    tree = _parse(_CLOSED_AT_ONCE.sub(r"\1>", _XML.sub("", page), count=1))
    titles = tree.xpath(f"{_MAIN}//h1") or tree.xpath("//h1") or tree.xpath("//title")
    for query in _DATES:
        found = [value for value in tree.xpath(query) if re.match(r"\d{4}-\d{2}-\d{2}", value)]
        if found and not builder.date:
            builder.date = found[0][:10]
    name = clean(titles[0].text_content()) if titles else ""
    for root in tree.xpath(_MAIN) or _articles(tree) or [_article(tree)]:
        _add_tree(root, builder)
    return name


def add_fragment(fragment: str, builder: DocumentBuilder) -> None:
    """Add all the text of a piece of HTML that stands in another text."""
    _add_tree(_parse(f"<html><body>{fragment}").find("body"), builder)


def is_element(tag: str) -> bool:
    """Say whether HTML has an element of this name."""
    from lxml.html import defs

    return tag.lower() in defs.tags


def _parse(page: str) -> Any:
    """Return the page as it is shown, its structure told by the elements that say it best."""
    from lxml import html

    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(page, parser)
    _show_opened(tree)
    for element in list(_unseen(tree)):
        _drop(element)
    _mark_headings(tree)
    for caption in tree.xpath("//table/caption"):
        caption.tag = "p"
        caption.getparent().addprevious(caption)
    return tree


def _show_opened(tree: Any) -> None:
    """Show what a button opens, such as the panel of an accordion: it is part of the page."""
    opened = {name for names in tree.xpath("//@aria-controls") for name in names.split()}
    for element in tree.xpath(_STYLED):
        if element.get("id") in opened or element.get("hidden", "").lower() == "until-found":
            element.attrib.pop("hidden", None)
            element.set("style", _HIDDEN_STYLE.sub("", element.get("style", "")))


def _unseen(tree: Any) -> Iterator[Any]:
    """Yield what is struck out or hidden."""
    yield from tree.xpath("|".join(f"//{tag}" for tag in STRUCK))
    for element in tree.xpath(_STYLED):
        style = element.get("style", "")
        if "hidden" in element.attrib or _HIDDEN_STYLE.search(style) or _STRUCK_STYLE.search(style):
            yield element


def _mark_headings(tree: Any) -> None:
    """Make headings of what acts as one, and text of the button that is a whole heading."""
    for element in tree.xpath("//*[@role='heading']"):
        level = element.get("aria-level", "2")
        element.tag = f"h{level}" if _HEADING.fullmatch(f"h{level}") else "h6"
    for summary in tree.xpath(f"//details/summary[not(.//*[{_IS_HEADING}])]"):
        if len(_text(summary)) <= _LONGEST_HEADING:
            summary.tag = "h6"
    for heading in tree.xpath(f"//*[{_IS_HEADING}][.//button]"):
        beside = "".join(heading.xpath(".//text()[not(ancestor::button)]"))
        if not re.search(r"\w", beside):
            for button in heading.xpath(".//button"):
                button.drop_tag()


def _articles(tree: Any) -> list[Any]:
    """Return the outermost articles of the page itself; a form may be around the whole page."""
    return [
        article
        for article in tree.xpath("//article[not(ancestor::article)]")
        if not any(above.tag != "form" and _is_aside(above) for above in article.iterancestors())
    ]


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
    tail = f"{' ' * (element.tag in _ENDS_LINE)}{element.tail or ''}"
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
            loose += " " if child.tag in ("br", "lb") else _lines(child)
        loose += child.tail or ""
    yield from _loose(loose)


def _loose(text: str) -> Iterator[Found]:
    if text.strip():
        yield BlockKind.PARAGRAPH, text, 0, None


def _is_block(element: Any) -> bool:
    own = element.tag in _ENDS_LINE and element.tag not in ("br", "lb")
    return own or bool(element.xpath(f"boolean(.//*[{_HOLDS_BLOCKS}])"))


def _block(element: Any) -> Iterator[Found]:
    tag = str(element.tag)
    heading = _HEADING.fullmatch(element.get("rend", "h2") if tag == "head" else tag)
    if tag == "table":
        yield from _table(element)
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


def _table(table: Any) -> Iterator[Found]:
    if _is_layout(table):
        for cell in table.xpath(f"({_OWN_ROWS})/*"):
            yield from _walk(cell)
    else:
        yield BlockKind.ROW, "", 0, _rows(table)


def _is_layout(table: Any) -> bool:
    """Say whether a table only places what stands in it: so marked, or around other tables."""
    if table.get("role") in ("presentation", "none"):
        return True
    return bool(table.xpath(f"boolean(.//table) and not(./thead|({_OWN_ROWS})/th)"))


def _rows(table: Any) -> list[list[Cell]]:
    """Return the rows; a cell that reaches down over several stands in each of them."""
    rows = []
    reaching: dict[int, tuple[Cell, int]] = {}
    for row in table.xpath(_OWN_ROWS):
        cells: list[Cell] = []
        for element in row.xpath(_CELLS):
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
    return clean(_lines(element))


def _lines(element: Any) -> str:
    """Return the text as it stands, with a space where a line or a block begins or ends."""
    from lxml import etree

    parts = [element.text or ""]
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if part is element:
            continue
        edge = " " if part.tag in _ENDS_LINE else ""
        text = part.text if event == "start" else part.tail
        parts += (edge, text or "")
    return "".join(parts)
