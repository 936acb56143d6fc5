"""PDF files: the text of every page, lines joined to paragraphs, words joined over line ends."""

from __future__ import annotations

import logging
import re
from collections import Counter
from pathlib import Path

from corpus.errors import DocumentError
from corpus.reading.building import DocumentBuilder, clean
from corpus.reading.plain import add_lines
from corpus.types import BlockKind

_MARGIN_LINES = 2
_BROKEN_WORD = re.compile(r"([a-zåäöé])-\s+(?!(?:och|eller|samt|respektive)\b)([a-zåäöé])")
_NUMBERED_HEADING = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[A-ZÅÄÖ]")


def read_pdf(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder, page by page, and return the title of the file's properties, or ""."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    # What is wrong with a file is said once, in Swedish, in the report of the run.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(path)
    try:
        pages = [(page.extract_text() or "").splitlines() for page in reader.pages]
    except FileNotDecryptedError as error:
        raise DocumentError(str(path), "password") from error
    repeated = _running_lines(pages)
    for number, lines in enumerate(pages, start=1):
        kept = [line for line in lines if _without_digits(line) not in repeated]
        for paragraph in _paragraphs(kept):
            _add_paragraph(paragraph, number, builder)
    title = reader.metadata.title if reader.metadata else ""
    return clean(str(title or ""))


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Return the lines, digits left out, that stand at the edge of at least half the pages."""
    edges = Counter(
        line
        for page in pages
        for line in {_without_digits(line) for line in page[:_MARGIN_LINES] + page[-_MARGIN_LINES:]}
    )
    if len(pages) < 3:
        return {""}
    return {line for line, count in edges.items() if count * 2 >= len(pages)} | {""}


def _without_digits(line: str) -> str:
    return re.sub(r"\d+", "", line).strip()


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Group lines: a heading or item starts a paragraph, a short line with a full stop ends it."""
    width = max((len(line) for line in lines), default=0)
    groups: list[list[str]] = []
    fresh = True
    for line in (line.strip() for line in lines):
        if not line:
            fresh = True
            continue
        if fresh or _heading_level(line) or not groups:
            groups.append([])
        groups[-1].append(line)
        ends = line[-1] in ".:!?" and len(line) < 0.85 * width
        fresh = ends or bool(_heading_level(line))
    return groups


def _heading_level(line: str) -> int:
    """Return the level of a numbered or short unpunctuated heading line, 0 for body text."""
    if len(line) > 90 or line[-1] in ".,;:-–":
        return 0
    if numbered := _NUMBERED_HEADING.match(line):
        return numbered.group(1).count(".") + 2
    return 0


def _add_paragraph(lines: list[str], page: int, builder: DocumentBuilder) -> None:
    if level := _heading_level(lines[0]) if len(lines) == 1 else 0:
        builder.add(BlockKind.HEADING, lines[0], level=level, page=page)
        return
    joined = _BROKEN_WORD.sub(r"\1\2", "\n".join(lines))
    add_lines(joined.split("\n"), builder, page)
