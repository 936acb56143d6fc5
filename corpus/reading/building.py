"""What every reader does alike: put blocks of clean text together to a document's text."""

from __future__ import annotations

import re

from corpus.characters import one_line
from corpus.types import Block, BlockKind

_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f]"
)
_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"})


def clean(text: str) -> str:
    """Return one line: NFC, no invisible or steering characters, single spaces.

    Characters that are white space, such as PowerPoint's line break, part words as a space does.
    Soft hyphens, zero-width characters and right-to-left overrides say nothing to a reader and
    can make a quotation look like something else than it is.
    """
    return one_line(_INVISIBLE.sub("", text.translate(_LIGATURES)))


class DocumentBuilder:
    """Collects blocks in reading order; offsets follow from what has been added."""

    def __init__(self) -> None:
        """Start with an empty document."""
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.pages = 0
        self.page_labels: tuple[str, ...] = ()
        self.notes: list[tuple[str, str]] = []
        self.date = ""

    @property
    def text(self) -> str:
        """The text so far; every block is a slice of it."""
        return "".join(self._parts)

    def add(self, kind: BlockKind, text: str, level: int = 0, page: int | None = None) -> None:
        """Add one block, cleaned; nothing is added for a text without visible characters."""
        cleaned = clean(text)
        if not cleaned:
            return
        if self.blocks:
            tight = kind in (BlockKind.ITEM, BlockKind.ROW) and self.blocks[-1].kind is kind
            self._append("\n" if tight else "\n\n")
        start = self._length
        self._append(cleaned)
        self.blocks.append(Block(kind, start, self._length, level, page))

    def first_heading(self) -> str:
        """Return the outermost heading that comes first, or an empty string."""
        headings = [block for block in self.blocks if block.kind is BlockKind.HEADING]
        if not headings:
            return ""
        top = min(headings, key=lambda block: block.level)
        return self.text[top.start : top.end]

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
