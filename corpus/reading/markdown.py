"""Markdown: headings, paragraphs, list items and table rows, without the marks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.reading.building import DocumentBuilder
from corpus.reading.plain import read_text
from corpus.reading.tables import row_text
from corpus.types import BlockKind

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def read_markdown(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder; the title is the first heading, so none is returned."""
    add_markdown(read_text(path), builder)
    return ""


def add_markdown(text: str, builder: DocumentBuilder) -> None:
    """Parse Markdown (CommonMark with tables) and add its blocks."""
    tokens = _PARSER.parse(text)
    depth = 0
    row: list[str] = []
    columns: list[str] = []
    for number, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
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


def _visible(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline", "html_inline", "text_special"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type == "image":
            yield child.content
