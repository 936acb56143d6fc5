"""Damaged PDF, Word and web files, made from whole ones by chance with a known seed.

`python -m tests.corpus.fuzzing 2000` reads so many, each as `planfraga index` does, and prints
what became of them: docs/dokument.md has the figures.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import docx
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from assistant.texts import REASONS
from corpus.catalogue import Entry
from corpus.preparing import Limits, Prepared, Unread, prepare_all
from corpus.types import BlockKind
from tests.corpus.layouts import COLUMNS, html_page, known, size_of

LIMITS = Limits(seconds=20, megabytes=2_048)
_PIECES = 60
_TOKENS = (
    b"0", b"-1", b"99999999999", b"1e308", b"<<", b">>", b"[", b"]", b"(", b"endobj", b"stream",
    b"/Kids", b"1 0 R", b"/Length", b"<w:p>", b"</w:tbl>", b"<table>", b"</div>", b"&#0;", b"\x00",
    b"\xff\xfe", b"%s", b"<!--", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
)  # fmt: skip


def originals() -> dict[str, list[bytes]]:
    """Return whole files by suffix: PDF packed and plain, Word, a web page."""
    packed = _pdf()
    return {
        "pdf": [packed, _unpacked(packed)],
        "docx": [_word()],
        "html": [html_page().encode()[:20_000]],
    }


def damaged(number: int) -> tuple[str, bytes]:
    """Return the suffix and the bytes of the damaged file with this number."""
    chance = random.Random(number)
    suffix = ("pdf", "docx", "html", "pdf")[number % 4]
    whole = chance.choice(_whole()[suffix])
    if suffix == "docx" and chance.random() < 0.7:
        return suffix, _damaged_part(whole, chance)
    return suffix, _harmed(whole, chance)


def read_damaged(folder: Path, numbers: range) -> Iterator[tuple[str, Prepared | Unread]]:
    """Write the damaged files, read them as a run of the index does, and yield what came of each.

    Raises:
        Whatever escapes the reader's processes: then a run would have been lost.
    """
    files = []
    for number in numbers:
        suffix, data = damaged(number)
        name = f"{number:05}.{suffix}"
        (folder / name).write_bytes(data)
        files.append((name, Entry()))
    for (name, _), outcome in zip(files, prepare_all(folder, files, LIMITS), strict=True):
        yield name, outcome


def _whole(cache: dict[str, list[bytes]] = {}) -> dict[str, list[bytes]]:  # noqa: B006  a memo
    if not cache:
        cache.update(originals())
    return cache


def _harmed(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        if data:
            data = chance.choice(_HARMS)(data, chance)
    return data


def _flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice((1, 10, 100, 1_000)) :]


def _repeated(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at : at + 200] * chance.choice((2, 3, 50)) + data[at:]


def _moved(data: bytes, chance: random.Random) -> bytes:
    start, to = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[start : start + 300]
    return data[:to] + piece + data[to + len(piece) :]


def _told(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(_TOKENS) + data[at + chance.choice((0, 1, 5)) :]


def _torn(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))] if chance.random() < 0.3 else data


_HARMS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped, _cut, _repeated, _moved, _told, _torn,
)  # fmt: skip


def _damaged_part(data: bytes, chance: random.Random) -> bytes:
    """Harm one file inside the archive, so that the damage gets past the unpacking."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as whole, zipfile.ZipFile(out, "w") as made:
        names = whole.namelist()
        body = "word/document.xml"
        chosen = body if chance.random() < 0.6 else chance.choice(names)
        for name in names:
            part = whole.read(name)
            made.writestr(name, _harmed(part, chance) if name == chosen else part)
    return out.getvalue()


def _pdf() -> bytes:
    file = FPDF()
    file.set_auto_page_break(True, 20)
    file.add_page()
    for piece in known(True)[:_PIECES]:
        size = size_of(piece.level) if piece.kind is BlockKind.HEADING else 11
        file.set_font("Helvetica", "B" if piece.kind is BlockKind.HEADING else "", size)
        text = piece.text.encode("latin-1", "replace").decode("latin-1")
        file.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
    file.set_font("Helvetica", size=10)
    for piece in known(True)[-12:]:
        for cell in piece.cells:
            file.cell(60, 8, cell[:30], border=1)
        file.ln()
    return bytes(file.output())


def _unpacked(packed: bytes) -> bytes:
    """Return the PDF with its streams as plain text, so that damage reaches their operators."""
    writer = PdfWriter(PdfReader(BytesIO(packed)))
    for page in writer.pages:
        contents = page.get_contents()
        if contents is not None:
            contents.set_data(contents.get_data())
            page.replace_contents(contents)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _word() -> bytes:
    file = docx.Document()
    for piece in known(True)[:_PIECES]:
        if piece.kind is BlockKind.HEADING:
            file.add_heading(piece.text, piece.level)
        else:
            style = "List Bullet" if piece.kind is BlockKind.ITEM else None
            file.add_paragraph(piece.text, style=style)
    table = file.add_table(1, len(COLUMNS))
    for piece in known(True)[-8:]:
        for cell, text in zip(table.add_row().cells, piece.cells, strict=True):
            cell.text = text
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def main() -> None:
    """Read as many damaged files as the command line says, and print what became of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    found: dict[str, Counter[str]] = {suffix: Counter() for suffix in ("pdf", "docx", "html")}
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for name, outcome in read_damaged(Path(folder), range(count)):
            reason = outcome.reason if isinstance(outcome, Unread) else "läst"
            if reason in ("timeout", "memory"):
                print(name, reason)
            found[name.rsplit(".", 1)[1]][reason] += 1
    for suffix, reasons in found.items():
        told = ", ".join(f"{REASONS.get(r, r)}: {n}" for r, n in reasons.most_common())
        print(f"{suffix}: {reasons.total()} – {told}")
    print(f"{count} filer på {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
