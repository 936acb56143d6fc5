"""An FAQ as Markdown: a table of contents, questions, quotations and their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant import texts
from assistant.faq.formats.look import Look, anchors, paragraphs, quoted, shown_entries
from assistant.faq.saying import about, made, mark
from assistant.faq.types import Entry, Faq

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_OPENS_A_LIST = re.compile(r"^(\s*)(?:([-+])|(\d+)([.)]))(?=\s)")


def markdown_file(faq: Faq, look: Look) -> bytes:
    """Return the page as a text that any Markdown program shows alike."""
    return ("\n".join(_page(faq, look)).strip() + "\n").encode()


def _page(faq: Faq, look: Look) -> Iterator[str]:
    names = anchors(faq)
    shown = shown_entries(faq)
    yield from (f"# {_plain(faq.title)}", "", _plain(about(faq)), "")
    if faq.audience == "internal":
        yield from (f"**{texts.FAQ_INTERNAL}**", "")
    for category, file in look.pages:
        yield f"- [{_plain(category)}]({file})"
    yield from ("", f"## {texts.FAQ_CONTENTS}", "")
    for category, entries in shown.items():
        yield f"- {_plain(category)}"
        yield from (f"  - [{_plain(e.question)}](#{names[e.id]})" for e in entries)
    for category, entries in shown.items():
        yield from ("", f"## {_plain(category)}")
        for entry in entries:
            yield from _entry(entry, names[entry.id], look)
    yield from ("", "---", "", _plain(made(faq)))


def _entry(entry: Entry, name: str, look: Look) -> Iterator[str]:
    yield from ("", f'### <a id="{name}"></a>{_plain(entry.question)}', "")
    if entry.also:
        yield from (_plain(texts.FAQ_ALSO.format(questions=" ".join(entry.also))), "")
    if entry.wording:
        yield from (*map(_plain, entry.wording.splitlines()), "")
    for at in quoted(entry.reply):
        for quotation in at.quotations:
            lines, items = paragraphs(quotation)
            yield from (f"> {_plain(line)}\n>" for line in lines)
            yield from (f"> - {_plain(item)}" for item in items)
            if items:
                yield ">"
        address = look.address(at.first)
        where = f"[{_plain(at.place)}]({address})" if address else _plain(at.place)
        yield from (f"> {texts.FAQ_SOURCE} {where}", "")
    if said := mark(entry):
        yield from (f"*{_plain(said)}*", "")


def _plain(text: str) -> str:
    """Return a text in which nothing means anything to Markdown."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENS_A_LIST.sub(_escaped_list, escaped)


def _escaped_list(match: re.Match[str]) -> str:
    bullet, number, after = match[2], match[3], match[4]
    return f"{match[1]}\\{bullet}" if bullet else f"{match[1]}{number}\\{after}"
