"""Scanned pages: drawn with pdfium, read with Tesseract where it is installed.

Source of the recognition: R. Smith, "An Overview of the Tesseract OCR Engine", ICDAR 2007.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from corpus.reading.pdf_page import PdfPage, Segment

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 300
_LANGUAGE = "swe"
_SECONDS = 120
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_LEAST_LETTERS = 0.5
_SCATTER = 0.15
_BOLD_INK = 1.25
"""Bold type covers about this much more of its height than the text around it."""
_BULLET = re.compile(r"^(?:[«»°¢*]\s*|[-e]\s?)(?=[A-ZÅÄÖ])")
"""What Tesseract takes a list's bullet for."""


@cache
def can_read_scans() -> bool:
    """Say whether Tesseract is here and knows Swedish."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    run = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return _LANGUAGE in run.stdout.split()


def read_scan(path: Path, number: int) -> PdfPage:
    """Recognise the text of one page; `number` counts from 1."""
    import pypdfium2
    from lxml import etree

    pdf = pypdfium2.PdfDocument(path)
    try:
        image = pdf[number - 1].render(scale=_DPI / 72, grayscale=True).to_pil()
    finally:
        pdf.close()
    picture = BytesIO()
    image.save(picture, "PNG")
    run = subprocess.run(
        [
            "env", "OMP_THREAD_LIMIT=1",
            "tesseract", "-", "-", "-l", _LANGUAGE, "--psm", "1", "--dpi", str(_DPI), "hocr",
        ],
        input=picture.getvalue(), capture_output=True, check=False, timeout=_SECONDS,
    )  # fmt: skip
    page = PdfPage(number)
    if run.returncode or not run.stdout.strip():
        return page
    tree = etree.fromstring(run.stdout, etree.XMLParser(resolve_entities=False, recover=True))
    for line in tree.iter("{*}span"):
        if line.get("class") in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"):
            page.segments += _segments(line, image)
    page.segments = _compared(page.segments, image)
    return page


def _compared(segments: list[Segment], image: Image) -> list[Segment]:
    """Take sizes that differ little for the same, and lines with much more ink for bold."""
    usual = _usual([segment.size for segment in segments for _ in segment.text])
    inks = [_ink(segment, image) for segment in segments]
    weight = _usual([ink for ink, s in zip(inks, segments, strict=True) for _ in s.text])
    return [
        replace(
            segment,
            size=usual if abs(segment.size - usual) <= _SCATTER * usual else segment.size,
            bold=ink > _BOLD_INK * weight,
        )
        for segment, ink in zip(segments, inks, strict=True)
    ]


def _usual(values: list[float]) -> float:
    return median(values) if values else 0.0


def _ink(segment: Segment, image: Image) -> float:
    """Return how much of the line's x-height is dark, 0 to 1."""
    scale = _DPI / 72
    bottom = image.height - segment.y * scale
    box = (
        int(segment.x0 * scale), int(bottom - 0.75 * segment.size * scale),
        int(segment.x1 * scale), int(bottom - 0.25 * segment.size * scale),
    )  # fmt: skip
    counts = image.crop(box).histogram()
    return sum(counts[:128]) / max(sum(counts), 1)


def _segments(line: object, image: Image) -> list[Segment]:
    from lxml import etree

    assert isinstance(line, etree._Element)
    box, size = _BOX.search(line.get("title", "")), _SIZE.search(line.get("title", ""))
    text = " ".join("".join(line.itertext()).split())
    if box is None or size is None or not text:
        return []
    letters = sum(letter.isalnum() or letter.isspace() for letter in text)
    if letters < _LEAST_LETTERS * len(text):
        return []
    points = 72 / _DPI
    x0, _, x1, bottom = (int(value) for value in box.groups())
    em = float(size.group(1)) * points * 0.82
    text = _BULLET.sub("• ", text)
    return [Segment(text, x0 * points, x1 * points, (image.height - bottom) * points, em, False)]
