"""Which reader reads which file, and what is the same for all of them."""

from __future__ import annotations

import errno
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from corpus.catalogue import Entry
from corpus.errors import DocumentError
from corpus.reading.building import DocumentBuilder
from corpus.reading.guard import check
from corpus.reading.html import read_html
from corpus.reading.mail import read_mail
from corpus.reading.markdown import read_markdown
from corpus.reading.office import read_odt, read_presentation, read_spreadsheet
from corpus.reading.pdf import read_pdf
from corpus.reading.plain import read_plain
from corpus.reading.word import read_word
from corpus.swedish.terms import MONTHS
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
    ".odt": read_odt,
    ".pptx": read_presentation,
    ".xlsx": read_spreadsheet,
    ".eml": read_mail,
}
_WITHOUT_SUFFIX = {".md", ".markdown"}
_BEGINNING = 1_500
_DECIDED = re.compile(
    r"(?:^|(?<=\s)(?=[A-ZÅÄÖ]))"
    r"(?i:antag\w*|antog\w*|beslut\w*|fastställ\w*|publicera\w*|daterad|datum|uppdatera\w*)"
    r"[^.\n]{0,60}?\b(?:(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)"
    rf"|(?P<day>[0-3]?\d)\s(?P<name>(?i:{'|'.join(MONTHS)}))\s(?P<year>(?:19|20)\d\d))\b",
    re.M,
)
_DATE_IN_PATH = re.compile(r"(?:^|[/_. -])((?:19|20)\d{2})(?:[-/_.](0[1-9]|1[0-2]))?(?=[/_. -]|$)")


def read_document(folder: Path, path: str, entry: Entry) -> Document:
    """Read the file `folder/path` and describe it with its catalogue entry.

    What the entry leaves open is guessed: the title from the document's metadata, first heading
    or file name, the date from the path, else from the text or the metadata.

    Raises:
        DocumentError: the file cannot be read, or holds no text.
    """
    file = folder / path
    reader = SUFFIXES.get(file.suffix.lower())
    if reader is None:
        raise DocumentError(path, "unknown-format")
    builder = DocumentBuilder()
    try:
        check(file)
        found_title = reader(file, builder)
    except DocumentError as error:
        raise DocumentError(path, error.args[1]) from error
    except (ImportError, MemoryError, RecursionError):
        raise
    except OSError as error:
        # Libraries pass on what a nonsensical offset in the file made the system say.
        broken = error.errno in (None, errno.EINVAL)
        raise DocumentError(path, "broken" if broken else "unreadable") from error
    except Exception as error:  # readers meet broken files; each costs itself only
        raise DocumentError(path, "broken") from error
    if not builder.blocks:
        raise DocumentError(path, _why_no_text(builder))
    told = entry.date or date_in_path(path)
    found_date = _day(date_in_text(builder.text)) or _day(builder.date)
    return Document(
        id=_without_suffix(path),
        title=entry.title or found_title or builder.first_heading() or file.stem,
        text=builder.text,
        blocks=tuple(builder.blocks),
        source=entry.source,
        date=told or found_date,
        audience=entry.audience,
        path=path,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        replaced_by=entry.replaced_by,
        pages=builder.pages,
        page_labels=builder.page_labels,
        notes=tuple(builder.notes),
        date_guessed=bool(found_date and not told),
    )


def _why_no_text(builder: DocumentBuilder) -> str:
    notes = {kind for kind, _ in builder.notes}
    return (
        "scan-unread"
        if "scan-unread" in notes
        else "broken"
        if notes & {"page-broken", "scan-failed"}
        else "no-text"
    )


def document_ids(paths: Iterable[str]) -> dict[str, str]:
    """Return path → id of a folder's files: the path, for Markdown without its suffix.

    Markdown keeps its suffix where another document would have the same id or has that path.
    """
    ids = {path: _without_suffix(path) for path in paths}
    named = Counter(
        name
        for path, short in ids.items()
        if Path(path).suffix.lower() in SUFFIXES
        for name in {path, short}
    )
    return {path: short if named[short] < 2 else path for path, short in ids.items()}


def _without_suffix(path: str) -> str:
    name = Path(path)
    return str(name.with_suffix("")) if name.suffix.lower() in _WITHOUT_SUFFIX else path


def _day(text: str) -> str:
    """Return a day as ISO 8601 has it, "" for one that there never was."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def date_in_path(path: str) -> str:
    """Return "2024-01" for "nyheter/2024/01/x.md", "2024" for "plan-2024.pdf", else ""."""
    match = _DATE_IN_PATH.search(path)
    if match is None:
        return ""
    return "-".join(part for part in match.groups() if part)


def date_in_text(text: str) -> str:
    """Return the day that a document says it was adopted, decided or published on, else "".

    Only its beginning is looked at, where a public document says so of itself.
    """
    match = _DECIDED.search(text[:_BEGINNING])
    if match is None:
        return ""
    year, month, day = match["year"] or match["y"], match["name"] or match["m"], match["d"]
    number = month if month.isdigit() else f"{MONTHS.index(month.lower()) + 1:02d}"
    return f"{year}-{number}-{int(match['day'] or day):02d}"
