"""The page that a citation opens: the document's text with the quotation marked."""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import groupby

from assistant import texts
from corpus.types import Block, BlockKind, Document

_LOWEST_HEADING = 6


def source_page(document: Document, start: int, end: int, *, is_beside: bool = False) -> str:
    """Return a whole HTML page without script; text[start:end] is marked and has id "citat".

    Beside the conversation it has no link back, which would open a second chat in the panel.
    """
    about = texts.place_and_date(document.source, document.date)
    body = "\n".join(_blocks(document, start, end))
    title = html.escape(document.title)
    back = "" if is_beside else f'<p><a href="/">{html.escape(texts.BACK)}</a></p>'
    name = f' aria-label="{title}"' if is_beside else ""
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="stylesheet" href="/planfraga/source.css"></head>'
        f'<body><main{name}><p class="about">{html.escape(about)}</p>{body}'
        f"{back}</main></body></html>"
    )


def message_page(message: str) -> str:
    """Return a page that only says something, such as that a document is missing."""
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{texts.NAME}</title>"
        '<link rel="stylesheet" href="/planfraga/source.css"></head>'
        f"<body><main><h1>{html.escape(message)}</h1>"
        f'<p><a href="/">{html.escape(texts.BACK)}</a></p></main></body></html>'
    )


def _blocks(document: Document, start: int, end: int) -> Iterator[str]:
    for is_list, group in groupby(document.blocks, lambda block: block.kind is BlockKind.ITEM):
        rows = [_element(document, block, start, end) for block in group]
        yield f"<ul>{''.join(rows)}</ul>" if is_list else "".join(rows)


def _element(document: Document, block: Block, start: int, end: int) -> str:
    name = {
        BlockKind.HEADING: f"h{min(max(block.level, 1), _LOWEST_HEADING)}",
        BlockKind.ITEM: "li",
    }
    tag = name.get(block.kind, "p")
    return f"<{tag}>{_marked(document.text, block, start, end)}</{tag}>"


def _marked(text: str, block: Block, start: int, end: int) -> str:
    """Escape a block and mark what of text[start:end] lies in it."""
    first, last = max(start, block.start), min(end, block.end)
    if first >= last:
        return html.escape(text[block.start : block.end])
    anchor = ' id="citat" tabindex="-1"' if first == start else ""
    before, quoted, after = (
        html.escape(text[a:b]) for a, b in ((block.start, first), (first, last), (last, block.end))
    )
    return f"{before}<mark{anchor}>{quoted}</mark>{after}"
