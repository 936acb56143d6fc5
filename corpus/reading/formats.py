"""Which reader reads which file, and what is the same for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from corpus.catalogue import Entry
from corpus.errors import DocumentError
from corpus.reading.building import DocumentBuilder
from corpus.reading.html import read_html
from corpus.reading.markdown import read_markdown
from corpus.reading.pdf import read_pdf
from corpus.reading.plain import read_plain
from corpus.reading.word import read_word
from corpus.types import Document

Reader = Callable[[Path, DocumentBuilder], str]
"""Fills the builder from a file and returns the title that the file's metadata holds, or ""."""

SUFFIXES: dict[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_word,
}
_WITHOUT_SUFFIX = {".md", ".markdown"}
_DATE_IN_PATH = re.compile(r"(?:^|[/_. -])((?:19|20)\d{2})(?:[-/_.](0[1-9]|1[0-2]))?(?=[/_. -]|$)")


def read_document(folder: Path, path: str, entry: Entry) -> Document:
    """Read the file `folder/path` and describe it with its catalogue entry.

    What the entry leaves open is guessed: the title from the document's metadata, first heading
    or file name, the date from the path.

    Raises:
        DocumentError: the file cannot be read, or holds no text.
    """
    file = folder / path
    reader = SUFFIXES.get(file.suffix.lower())
    if reader is None:
        raise DocumentError(path, "unknown-format")
    builder = DocumentBuilder()
    try:
        found_title = reader(file, builder)
    except (DocumentError, ImportError, MemoryError):
        raise
    except OSError as error:
        raise DocumentError(path, "unreadable") from error
    except Exception as error:  # readers meet broken files; each costs itself only
        raise DocumentError(path, "broken") from error
    if not builder.blocks:
        raise DocumentError(path, "no-text")
    return Document(
        id=document_id(path),
        title=entry.title or found_title or builder.first_heading() or file.stem,
        text=builder.text,
        blocks=tuple(builder.blocks),
        source=entry.source,
        date=entry.date or date_in_path(path),
        audience=entry.audience,
        path=path,
    )


def document_id(path: str) -> str:
    """Return the stable id: the path, for Markdown without its suffix."""
    name = Path(path)
    return str(name.with_suffix("")) if name.suffix.lower() in _WITHOUT_SUFFIX else path


def date_in_path(path: str) -> str:
    """Return "2024-01" for "nyheter/2024/01/x.md", "2024" for "plan-2024.pdf", else ""."""
    match = _DATE_IN_PATH.search(path)
    if match is None:
        return ""
    return "-".join(part for part in match.groups() if part)
