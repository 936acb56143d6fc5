"""What leaves this room: documents and the passages that they are split into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who may see a document. `INTERNAL` readers see both kinds."""

    PUBLIC = "public"
    INTERNAL = "internal"

    def may_see(self, document_audience: Audience) -> bool:
        """Say whether a reader of this audience may see a document of that one."""
        return self is Audience.INTERNAL or document_audience is Audience.PUBLIC


class BlockKind(StrEnum):
    """What a block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row: `document.text[start:end]`.

    `level` is 1 to 6 for a heading and the depth of indentation for an item. `page` counts from
    1 as a PDF viewer does, and is None where the format has no pages.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its text, and the blocks that cover the text in order.

    `id` is stable: the path under the corpus folder (for Markdown without its suffix). `date` is
    ISO 8601 (year, year-month or year-month-day) or "". `path` is relative to the corpus folder.
    """

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    source: str = ""
    date: str = ""
    audience: Audience = Audience.PUBLIC
    path: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is searched and shown: `document.text[start:end] == text`.

    `section` is the path of headings above it, outermost first, without the document's title.
    """

    document_id: str
    text: str
    start: int
    end: int
    page: int | None
    section: tuple[str, ...]
