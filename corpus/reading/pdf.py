"""PDF files: their text in reading order with headings, lists, tables and pages."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import DocumentError
from corpus.reading.building import DocumentBuilder, clean
from corpus.reading.layout import reading_order, without_running
from corpus.reading.paragraphs import add_elements, bare
from corpus.reading.pdf_page import PdfPage, Segment, page_of
from corpus.reading.scanned import can_read_scans, even_sizes, read_scan

_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip
"""What pypdf raises besides its own errors for a page that is not as it should be."""
_LEAST_TEXT = 20
"""Letters. A page with fewer and with a picture is taken for a scanned one."""
_NOTES = ("scan-unread", "scan-failed", "page-broken", "scan")


def read_pdf(path: Path, builder: DocumentBuilder) -> str:
    """Fill the builder, page by page, and return the title of the file's properties, or "".

    Raises:
        DocumentError: the file is protected with a password.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # What is wrong with a file is said once, in Swedish, in the report of the run.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError(str(path), "password")
    pages = _pages(path, reader, builder, (PyPdfError, *_DAMAGE))
    even_sizes(pages)
    builder.pages = len(pages)
    builder.page_labels = _labels(reader)
    add_elements(reading_order(pages), _bookmarks(reader), builder)
    builder.date = _day(reader)
    return clean(str((reader.metadata.title if reader.metadata else "") or ""))


def _pages(
    path: Path, reader: Any, builder: DocumentBuilder, damage: tuple[type[Exception], ...]
) -> list[PdfPage]:
    """Return what can be read of every page; a damaged one costs itself only."""
    pages: list[PdfPage] = []
    noted: dict[str, list[int]] = defaultdict(list)
    for number, source in enumerate(reader.pages, start=1):
        try:
            pages.append(page_of(source, number))
        except damage:
            noted["page-broken"].append(number)
            pages.append(PdfPage(number))
    whole = {page.number for page in pages}.difference(noted["page-broken"])
    for page, own in zip(list(pages), without_running(pages), strict=True):
        at = page.number - 1
        try:
            is_scan = page.number in whole and _is_scan(reader.pages[at], page, own)
        except damage:
            noted["page-broken"].append(page.number)
            pages[at] = PdfPage(page.number)
            continue
        if is_scan:
            kind, pages[at] = _from_picture(path, page)
            noted[kind].append(page.number)
    builder.notes += [(kind, _ranges(sorted(noted[kind]))) for kind in _NOTES if noted[kind]]
    return pages


def _is_scan(source: Any, page: PdfPage, own: Sequence[Segment]) -> bool:
    """Say whether a page is a picture; what runs over the pages may be a signature's stamp."""
    letters = sum(len(segment.text) for segment in page.segments)
    return (letters < _LEAST_TEXT or not own) and _pictures(source)


def _from_picture(path: Path, page: PdfPage) -> tuple[str, PdfPage]:
    """Return what the report says of a scanned page, and the page as far as it can be read."""
    if not can_read_scans():
        return "scan-unread", page
    found = read_scan(path, page.number)
    return ("scan", found) if found else ("scan-failed", page)


def _pictures(page: Any) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources else None
    return bool(objects and len(objects.get_object()))


def _day(reader: Any) -> str:
    """Return the day on which the file was last changed or made, as it says itself, or ""."""
    try:
        told = reader.metadata.modification_date or reader.metadata.creation_date
        return str(told.date().isoformat()) if told else ""
    except (AttributeError, ValueError):  # no metadata, or a date that is none
        return ""


def _labels(reader: Any) -> tuple[str, ...]:
    """Return the printed page numbers where they are not simply 1, 2, 3."""
    try:
        labels = tuple(clean(str(label)) for label in reader.page_labels)
    except Exception:
        return ()
    plain = tuple(str(number) for number in range(1, len(labels) + 1))
    return () if labels == plain else labels


def _bookmarks(reader: Any) -> dict[int, dict[str, int]]:
    """Return page → bare text → depth, counted from 1."""
    found: dict[int, dict[str, int]] = defaultdict(dict)

    def walk(entries: Sequence[Any], depth: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, depth + 1)
                continue
            number = reader.get_destination_page_number(entry)
            if number is not None and (name := bare(str(entry.title))):
                found[number + 1].setdefault(name, depth)

    try:
        walk(reader.outline, 1)
    except Exception:
        return {}
    return found


def _ranges(numbers: Sequence[int]) -> str:
    """Write 1, 2, 3, 7 as "1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
