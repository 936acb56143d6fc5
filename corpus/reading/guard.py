"""What is refused before a library sees it: enormous files, zip bombs, XML with own entities."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from corpus.errors import DocumentError

LARGEST_FILE = 500_000_000
"""Bytes. A larger file is no document that anyone reads in passages."""
_LARGEST_UNPACKED = 1_000_000_000
_LARGEST_RATIO = 200
_SMALL = 20_000_000
"""Bytes. An archive that unpacks to less harms nobody, however well it was packed."""
_ARCHIVES = {".docx", ".odt", ".pptx", ".xlsx"}
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_PROLOGUE = 4_096


def check(path: Path) -> None:
    """Let a file through that its reader may open.

    Raises:
        DocumentError: it is empty or too large, unpacks to too much, or defines XML entities.
    """
    size = path.stat().st_size
    if size == 0:
        raise DocumentError(str(path), "empty")
    if size > LARGEST_FILE:
        raise DocumentError(str(path), "too-large")
    if path.suffix.lower() in _ARCHIVES:
        _check_archive(path, size)


def _check_archive(path: Path, size: int) -> None:
    if not zipfile.is_zipfile(path):
        raise DocumentError(str(path), "broken")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > min(_LARGEST_UNPACKED, max(_SMALL, _LARGEST_RATIO * size)):
            raise DocumentError(str(path), "hostile")
        if any(member.flag_bits & 1 for member in members):
            raise DocumentError(str(path), "password")
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as file:
                    if _ENTITY.search(file.read(_PROLOGUE)):
                        raise DocumentError(str(path), "hostile")
