"""An FAQ as one HTML file that needs no other: styles, search and structured data are in it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

from assistant import texts
from assistant.faq.formats.look import Look, anchors, paragraphs, quoted, shown_entries
from assistant.faq.saying import about, made, mark, places
from assistant.faq.types import Entry, Faq

_ASSETS = Path(__file__).parents[1] / "assets"


def html_file(faq: Faq, look: Look) -> bytes:
    """Return the page. Nothing in a document or a question can become a tag or a script."""
    return "\n".join(_page(faq, look)).encode() + b"\n"


def structured_data(faq: Faq) -> str:
    """Return the page's questions and answers as schema.org's FAQPage, safe inside a script tag."""
    questions = [
        {
            "@type": "Question",
            "name": entry.question,
            "acceptedAnswer": {"@type": "Answer", "text": _answer_with_sources(entry)},
        }
        for entries in shown_entries(faq).values()
        for entry in entries
    ]
    page = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "name": faq.title,
        "inLanguage": "sv",
        "dateModified": faq.basis.built[:10],
        "mainEntity": questions,
    }
    # JSON may hold "</script>" and "<!--", which end or change the tag around it.
    return json.dumps(page, ensure_ascii=False).translate(
        {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
    )


def _answer_with_sources(entry: Entry) -> str:
    where = places(entry.reply)
    source = f"{texts.FAQ_SOURCE} {where}" if where else ""
    return "\n".join(filter(None, (entry.shown_text, source, mark(entry))))


def _page(faq: Faq, look: Look) -> Iterator[str]:
    names = anchors(faq)
    shown = shown_entries(faq)
    yield from _head(faq)
    yield f'<body><a class="skip" href="#svar">{escape(texts.FAQ_SKIP)}</a>'
    yield f"<header><h1>{escape(faq.title)}</h1><p>{escape(about(faq))}</p>"
    if faq.audience == "internal":
        yield f'<p class="notice">{escape(texts.FAQ_INTERNAL)}</p>'
    yield from (_search(), "</header><main>")
    yield from _contents(shown, names, look)
    yield '<div id="svar">'
    for number, (category, entries) in enumerate(shown.items(), start=1):
        yield f'<section aria-labelledby="kategori-{number}">'
        yield f'<h2 id="kategori-{number}">{escape(category)}</h2>'
        for entry in entries:
            yield from _entry(entry, names[entry.id], look)
        yield "</section>"
    yield f"</div></main><footer><p>{escape(made(faq))}</p></footer>"
    if faq.audience != "internal":
        yield f'<script type="application/ld+json">{structured_data(faq)}</script>'
    yield f"<script>{_asset('faq.js')}</script></body></html>"


def _head(faq: Faq) -> Iterator[str]:
    policy = (
        f"default-src 'none'; style-src '{_hash(_asset('faq.css'))}'; "
        f"script-src '{_hash(_asset('faq.js'))}'; base-uri 'none'; form-action 'none'"
    )
    yield '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(faq.title)} – {escape(faq.organisation)}</title>"
    yield f"<style>{_asset('faq.css')}</style></head>"


def _search() -> str:
    return (
        f'<form class="search" role="search" data-found="{escape(texts.FAQ_FOUND)}" hidden>'
        f'<label for="sok">{escape(texts.FAQ_SEARCH)}</label>'
        '<input id="sok" type="search" autocomplete="off"><p role="status"></p></form>'
    )


def _contents(shown: dict[str, list[Entry]], names: dict[str, str], look: Look) -> Iterator[str]:
    heading = escape(texts.FAQ_CONTENTS)
    yield f'<nav class="contents" aria-label="{heading}"><h2>{heading}</h2><ul>'
    for number, (category, entries) in enumerate(shown.items(), start=1):
        yield f'<li><a href="#kategori-{number}">{escape(category)}</a><ul>'
        for entry in entries:
            yield f'<li><a href="#{names[entry.id]}">{escape(entry.question)}</a></li>'
        yield "</ul></li>"
    yield "</ul></nav>"
    if look.pages:
        yield f'<nav aria-label="{escape(texts.FAQ_PAGES)}"><h2>{escape(texts.FAQ_PAGES)}</h2><ul>'
        for category, file in look.pages:
            yield f'<li><a href="{escape(file)}">{escape(category)}</a></li>'
        yield "</ul></nav>"


def _entry(entry: Entry, name: str, look: Look) -> Iterator[str]:
    yield f'<article id="{name}"><h3>{escape(entry.question)}</h3>'
    if entry.also:
        also = texts.FAQ_ALSO.format(questions=" ".join(entry.also))
        yield f'<p class="also">{escape(also)}</p>'
    if entry.wording:
        yield from (f"<p>{escape(line)}</p>" for line in entry.wording.splitlines() if line.strip())
    for at in quoted(entry.reply):
        yield "<blockquote>"
        for quotation in at.quotations:
            lines, items = paragraphs(quotation)
            yield from (f"<p>{escape(line)}</p>" for line in lines)
            if items:
                yield f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
        yield "</blockquote>"
        address = look.address(at.first)
        where = escape(at.place)
        if address:
            where = f'<a href="{escape(address)}">{where}</a>'
        yield f'<p class="source">{escape(texts.FAQ_SOURCE)} <cite>{where}</cite></p>'
    if said := mark(entry):
        yield f'<p class="mark">{escape(said)}</p>'
    yield "</article>"


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
