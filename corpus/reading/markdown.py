"""Markdown: headings, paragraphs, list items and table rows, without the marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.token import Token

from corpus.reading.building import DocumentBuilder
from corpus.reading.html import STRUCK, add_fragment, is_element
from corpus.reading.plain import read_text
from corpus.reading.tables import row_text
from corpus.types import BlockKind

_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?=[\w.-]+:)((?:(?:[\w.-]+:(?!\S)|[ \t]+\S|- |#).*\n)+)"
    r"(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
"""YAML's fields before the text; a line of dashes alone parts the text as well."""
_TITLE = re.compile(r"""^title:[ \t]*(?![|>])(["']?)(\S.*?)\1[ \t]*\r?$""", re.M | re.I)
_DATE = re.compile(r"""^(?:date|datum):[ \t]*["']?(\d{4}-\d{2}-\d{2})""", re.M | re.I)
_HOLDS_HTML = {*block_names, "pre", "script", "style", "textarea", *STRUCK}
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)


def read_markdown(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder and return the title of the front matter if no heading is the title."""
    text = read_text(path)
    front = _FRONT_MATTER.match(text)
    add_markdown(text[front.end() :] if front else text, builder)
    fields = front[1] if front else ""
    if date := _DATE.search(fields):
        builder.date = date[1]
    title = _TITLE.search(fields)
    headings = (block for block in builder.blocks if block.kind is BlockKind.HEADING)
    return title[2] if title and all(block.level > 1 for block in headings) else ""


def add_markdown(text: str, builder: DocumentBuilder) -> None:
    """Parse Markdown (CommonMark with tables) and add its blocks."""
    tokens = _PARSER.parse(text)
    depth = 0
    row: list[str] = []
    columns: list[str] = []
    for number, token in enumerate(tokens):
        if token.type.startswith(("bullet_list", "ordered_list")):
            depth += token.nesting
        elif token.type == "inline":
            _add_inline(token, tokens[number - 1], depth, builder, row)
        elif token.type == "tr_open":
            row.clear()
        elif token.type == "thead_close":
            columns = list(row)
        elif token.type == "tr_close" and tokens[number + 1].type != "thead_close":
            builder.add(BlockKind.ROW, row_text(columns, row))
        elif token.type in ("code_block", "fence"):
            builder.add(BlockKind.PARAGRAPH, token.content)
        elif token.type == "html_block":
            _add_html(token.content, builder)


def _add_inline(
    token: Token, opener: Token, depth: int, builder: DocumentBuilder, row: list[str]
) -> None:
    text = "".join(_visible(token.children or []))
    if opener.type == "heading_open":
        builder.add(BlockKind.HEADING, text, level=int(opener.tag[1]))
    elif opener.type in ("td_open", "th_open"):
        row.append(text)
    else:
        builder.add(BlockKind.ITEM if depth else BlockKind.PARAGRAPH, text, level=depth)


def _add_html(content: str, builder: DocumentBuilder) -> None:
    """Add a block of HTML; after a comment, or a tag that only marks text, Markdown goes on.

    A comment that never ends hides nothing: its beginning is a slip.
    """
    content = content.lstrip()
    tag = _TAG.match(content)
    if content.startswith("<!--"):
        comment, end, after = content.removeprefix("<!--").partition("-->")
        add_markdown(after if end else comment, builder)
    elif tag is None or tag[2].lower() in _HOLDS_HTML:
        add_fragment(content, builder)
    else:
        lines = content.splitlines(keepends=True)
        tags = list(takewhile(lambda line: line.lstrip().startswith("<"), lines))
        inline = _PARSER.parseInline("".join(tags))[0]
        builder.add(BlockKind.PARAGRAPH, "".join(_visible(inline.children or [])))
        add_markdown("".join(lines[len(tags) :]), builder)


def _visible(children: list[Token]) -> Iterator[str]:
    """Yield the text without marks, comments and what is struck out."""
    struck = 0
    for child in children:
        if child.type in ("s_open", "s_close"):
            struck += child.nesting
        elif child.type == "html_inline" and (tag := _TAG.match(child.content)):
            end, name = tag[1], tag[2].lower()
            if name in STRUCK:
                struck = max(0, struck - 1 if end else struck + 1)
            elif name == "br" or not is_element(name):
                yield " " if name == "br" else child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type in ("text", "code_inline", "text_special", "image") and not struck:
            yield child.content
