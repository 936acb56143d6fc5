"""Plain text: paragraphs between empty lines, items by their marks, whatever the encoding."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.errors import DocumentError
from corpus.reading.building import DocumentBuilder
from corpus.types import BlockKind

_ITEM = re.compile(r"^\s*(?:[-–•*·]|\d{1,2}[.)])\s+(.*)$")
_WRONGLY_DECODED = re.compile(r"[ÃÂ][\u0080-\u00bf\u0152-\u0178\u2013-\u203a\u20ac]|â€")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def read_plain(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder; a first line alone, without a full stop, is the title."""
    add_paragraphs(read_text(path), builder)
    return ""


def add_paragraphs(text: str, builder: DocumentBuilder) -> None:
    """Add text whose paragraphs are parted by empty lines."""
    paragraphs = _BLANK_LINES.split(text.strip())
    for number, paragraph in enumerate(paragraphs):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        if not lines:
            continue
        titled = number == 0 and len(paragraphs) > 1 and not builder.blocks
        if titled and len(lines) == 1 and lines[0][-1] not in ".:;,!":
            builder.add(BlockKind.HEADING, lines[0], level=1)
        else:
            add_lines(lines, builder)


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
    """Read and decode a file.

    Raises:
        DocumentError: the file holds bytes that no text holds.
    """
    return decoded(path.read_bytes(), path)


def decoded(data: bytes, path: Path) -> str:
    """Decode a text: UTF-8 or UTF-16 by their marks, UTF-8 if it is valid, else Windows-1252.

    Raises:
        DocumentError: there are bytes that no text holds.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        return _without_mark(data, path)
    try:
        return repaired(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return repaired(data.decode("cp1252", errors="replace"))


def repaired(text: str) -> str:
    """Undo a decoding that went wrong before us: "trygghetsÃ¥tgÃ¤rder" → "trygghetsåtgärder".

    Only texts that hold the tell-tale pairs are touched, line by line.
    """
    if not _WRONGLY_DECODED.search(text):
        return text
    import ftfy

    return "".join(
        ftfy.fix_encoding(line) if _WRONGLY_DECODED.search(line) else line
        for line in text.splitlines(keepends=True)
    )


def _without_mark(data: bytes, path: Path) -> str:
    """Decode UTF-16 that lacks its mark: in Swedish text every other byte is then zero."""
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if len(data) % 2 == 0 and zeros.count(0) > 0.7 * len(zeros):
            return data.decode(encoding, errors="replace")
    raise DocumentError(str(path), "not-text")
