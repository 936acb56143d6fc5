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

    `id` is stable: the path under the corpus folder, for Markdown without its suffix where no
    other document has that. `date` is
    ISO 8601 (year, year-month or year-month-day) or "", as are `valid_from` and `valid_to`, the
    first and last day that it holds good. `replaced_by` is the file of the document that has
    taken its place. `date_guessed` says that the date was found in the text or in the file's
    properties: it then tells when the document was decided, not what time it is about. `path`
    is relative to the corpus folder. `pages` is 0 where the format has none; `page_labels` holds
    the printed page numbers where they are not 1, 2, 3 …; `notes` are (what, which) of everything
    that an administrator should know, a key of texts.NOTES first.
    """

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    source: str = ""
    date: str = ""
    audience: Audience = Audience.PUBLIC
    path: str = ""
    valid_from: str = ""
    valid_to: str = ""
    replaced_by: str = ""
    pages: int = 0
    page_labels: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    date_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is searched and shown: `document.text[start:end] == text`.

    `section` is the path of headings above it, outermost first, without the document's title.
    `page` is where it begins, `label` that page's number as printed where it differs;
    `later_pages` holds (offset in `text`, page, label) for every further page that it reaches.
    """

    document_id: str
    text: str
    start: int
    end: int
    page: int | None
    section: tuple[str, ...]
    label: str = ""
    later_pages: tuple[tuple[int, int, str], ...] = ()

    def page_at(self, offset: int) -> tuple[int | None, str]:
        """Return page and label of the character text[offset]."""
        found = self.page, self.label
        for start, page, label in self.later_pages:
            if start <= offset:
                found = page, label
        return found
