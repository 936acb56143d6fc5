"""What the readable forms share: where things are linked, and how a reply is laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from assistant.faq.saying import place
from assistant.faq.types import Entry, Faq, Reply, Source


@dataclass(frozen=True, slots=True)
class Look:
    """How an FAQ is shown: the address that sources are linked at, "" for no links.

    `pages` are the (category, file name) of all pages where every category has its own.
    """

    link_base: str = ""
    pages: tuple[tuple[str, str], ...] = ()

    def address(self, source: Source) -> str:
        """Return where a source can be opened, "" where sources are not linked."""
        return self.link_base.rstrip("/") + source.url if self.link_base else ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quotations that stand at the same place of a document, one after the other."""

    place: str
    first: Source
    quotations: tuple[str, ...]


def quoted(reply: Reply) -> list[Quoted]:
    """Return the quotations of a reply, put together by place."""
    return [
        Quoted(where, sources[0], tuple(source.quotation for source in sources))
        for where, sources in (
            (where, list(group)) for where, group in groupby(reply.sources, key=place)
        )
    ]


def paragraphs(quotation: str) -> tuple[list[str], list[str]]:
    """Return (paragraphs, list items) of a quotation; a list follows a line with a colon."""
    lines = [line.strip() for line in quotation.split("\n") if line.strip()]
    if len(lines) > 1 and lines[0].endswith(":"):
        return lines[:1], lines[1:]
    return lines, []


def anchors(faq: Faq) -> dict[str, str]:
    """Return entry id → a name for links within the page, each its own."""
    found: dict[str, str] = {}
    for entry in faq.entries:
        name = f"fraga-{plain_name(entry.id)}"
        while name in found.values():
            name += "-"
        found[entry.id] = name
    return found


def plain_name(text: str) -> str:
    """Return letters a to z, digits and hyphens, for addresses and file names."""
    plain = text.lower().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "ovrigt"


def shown_entries(faq: Faq) -> dict[str, list[Entry]]:
    """Return category → the entries that are published."""
    shown = {
        category: [entry for entry in entries if entry.is_shown]
        for category, entries in faq.categories().items()
    }
    return {category: entries for category, entries in shown.items() if entries}
