"""The page that a citation opens: the document's text with the quotation marked."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from urllib.parse import quote

from assistant import texts
from assistant.answering import fingerprint
from corpus.types import Block, BlockKind, Document
from corpus.validity import out_of_force

_LOWEST_HEADING = 6


def source_page(
    document: Document,
    start: int,
    end: int,
    proof: str,
    *,
    is_drawable: bool = False,
    is_beside: bool = False,
) -> str:
    """Return a whole HTML page without script, where text[start:end] is marked.

    What has the id "citat" is shown first: the page as it looks where there is a picture of it,
    else the marked text. `is_drawable` says that the document's file is the one that was read.
    Beside the conversation it has no link back, which would open a second chat in the panel.
    `proof` is the fingerprint that the citation carries: where it no longer fits, nothing is
    marked and the page says that the document has changed.
    """
    changed = bool(proof) and fingerprint(document.text[start:end]) != proof
    if changed:
        start = end = 0
    about = texts.place_and_date(document.source, document.date)
    picture = _picture(document, start, end) if is_drawable else ""
    anchor = "texten" if picture else "citat"
    body = "\n".join(_blocks(document, start, end, anchor))
    title = html.escape(document.title)
    name = f' aria-label="{title}"' if is_beside else ""
    lines = [about, texts.validity(*out_of_force(document, date.today())).capitalize()]
    lines += [texts.DOCUMENT_CHANGED] if changed else []
    head = "".join(f'<p class="about">{html.escape(line)}</p>' for line in lines if line)
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="stylesheet" href="/planfraga/source.css"></head>'
        f"<body><main{name}>{head}{picture}{body}{_back(is_beside)}</main></body></html>"
    )


def page_of(document: Document, start: int) -> int | None:
    """Return the page of the block that holds this place of the text."""
    for block in document.blocks:
        if block.start <= start < block.end:
            return block.page
    return None


def pictured_page(document: Document, start: int, end: int) -> int | None:
    """Return the page of a PDF where text[start:end] begins, None if there is none to draw."""
    is_pdf = document.path.lower().endswith(".pdf")
    return page_of(document, start) if is_pdf and start < end else None


def _picture(document: Document, start: int, end: int) -> str:
    """Return the page as it looks, for a PDF with something marked."""
    page = pictured_page(document, start, end)
    if page is None:
        return ""
    address = f"/sida/{quote(document.id)}?start={start}&slut={end}"
    alternative = html.escape(texts.PAGE_PICTURE.format(page=page))
    return (
        f'<figure id="citat" tabindex="-1"><img src="{html.escape(address)}" alt="{alternative}">'
        f'<figcaption><a href="#texten">{html.escape(texts.TO_TEXT)}</a></figcaption></figure>'
    )


def message_page(message: str, *, is_beside: bool = False) -> str:
    """Return a page that only says something, such as that a document is missing."""
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{texts.NAME}</title>"
        '<link rel="stylesheet" href="/planfraga/source.css"></head>'
        f"<body><main><h1>{html.escape(message)}</h1>{_back(is_beside)}</main></body></html>"
    )


def _back(is_beside: bool) -> str:
    """Return the link back, "" beside the conversation."""
    return "" if is_beside else f'<p><a href="/">{html.escape(texts.BACK)}</a></p>'


def _blocks(document: Document, start: int, end: int, anchor: str) -> Iterator[str]:
    for is_list, group in groupby(document.blocks, lambda block: block.kind is BlockKind.ITEM):
        rows = [_element(document, block, start, end, anchor) for block in group]
        yield f"<ul>{''.join(rows)}</ul>" if is_list else "".join(rows)


def _element(document: Document, block: Block, start: int, end: int, anchor: str) -> str:
    name = {
        BlockKind.HEADING: f"h{min(max(block.level, 1), _LOWEST_HEADING)}",
        BlockKind.ITEM: "li",
    }
    tag = name.get(block.kind, "p")
    return f"<{tag}>{_marked(document.text, block, start, end, anchor)}</{tag}>"


def _marked(text: str, block: Block, start: int, end: int, anchor: str) -> str:
    """Escape a block and mark what of text[start:end] lies in it."""
    first, last = max(start, block.start), min(end, block.end)
    if first >= last:
        return html.escape(text[block.start : block.end])
    name = f' id="{anchor}" tabindex="-1"' if first == start else ""
    before, quoted, after = (
        html.escape(text[a:b]) for a, b in ((block.start, first), (first, last), (last, block.end))
    )
    return f"{before}<mark{name}>{quoted}</mark>{after}"
