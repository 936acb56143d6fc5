"""Web pages: the article without menus, footers and cookie notices."""

from __future__ import annotations

import logging
from pathlib import Path

from corpus.reading.building import DocumentBuilder, clean
from corpus.reading.markdown import add_markdown
from corpus.reading.plain import read_text
from corpus.types import BlockKind


def read_html(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder with the page's main text and return the page's title."""
    import trafilatura
    from lxml import html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = read_text(path)
    if not page.strip():
        return ""
    article = trafilatura.extract(
        page,
        output_format="markdown",
        include_tables=True,
        include_comments=False,
        include_formatting=True,
        favor_recall=True,
    )
    tree = html.fromstring(page)
    if article:
        add_markdown(article, builder)
    if not builder.blocks:
        for element in tree.iterfind(".//body//*"):
            if element.tag in ("p", "li", "td") and element.text_content().strip():
                builder.add(BlockKind.PARAGRAPH, element.text_content())
    heading = tree.find(".//h1")
    title = heading if heading is not None else tree.find(".//title")
    return "" if title is None else clean(title.text_content())
