"""Plain text: paragraphs between empty lines, items by their marks, whatever the encoding."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.errors import DocumentError
from corpus.reading.building import DocumentBuilder
from corpus.types import BlockKind

_ITEM = re.compile(r"^\s*(?:[-–•*·]|\d{1,2}[.)])\s+(.*)$")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def read_plain(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder; a first line alone, without a full stop, is the title."""
    paragraphs = _BLANK_LINES.split(read_text(path).strip())
    for number, paragraph in enumerate(paragraphs):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        if number == 0 and len(paragraphs) > 1 and len(lines) == 1 and lines[0][-1] not in ".:;,":
            builder.add(BlockKind.HEADING, lines[0], level=1)
        else:
            add_lines(lines, builder)
    return ""


def add_lines(lines: list[str], builder: DocumentBuilder, page: int | None = None) -> None:
    """Add one paragraph's lines: items by their marks, the rest joined."""
    text = ""
    kind = BlockKind.PARAGRAPH
    for line in lines:
        if item := _ITEM.match(line):
            builder.add(kind, text, page=page)
            kind, text = BlockKind.ITEM, item.group(1)
        else:
            text = f"{text} {line}" if text else line
    builder.add(kind, text, page=page)


def read_text(path: Path) -> str:
    """Decode a file: UTF-8 or UTF-16 by their marks, UTF-8 if it is valid, else Windows-1252.

    Raises:
        DocumentError: the file holds bytes that no text holds.
    """
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise DocumentError(str(path), "not-text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
