"""Scanned pages: drawn with pdfium, read with Tesseract where it is installed.

Source of the recognition: R. Smith, "An Overview of the Tesseract OCR Engine", ICDAR 2007.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from corpus.reading.pdf_page import PdfPage, Segment, text_width

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 300
_LANGUAGE = "swe"
_SECONDS = 120
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_LEAST_LETTERS = 0.5
_SCATTER = 0.15
"""Plain type whose estimated size differs no more from the usual one is of that size."""
_SAME_SIZE = 0.07
"""Headings whose estimated sizes differ no more are of one size."""
_BOLD_INK = 1.25
"""Bold type covers about this much more of its height than the text around it."""
_BOLD_WIDTH = 1.08
"""… and is about this much wider."""
_BULLET = re.compile(r"^(?:[«»°¢*]+\s+|[«»°¢*]+(?=[A-ZÅÄÖ])|[-e]\s?(?=[A-ZÅÄÖ]))")
"""What Tesseract takes a list's bullet for."""
_DOUBLED = re.compile(r"\b([CSVWXZ])(?=[csvwxz])(?i:\1)(?=[a-zåäö])")
"""A capital that looks like its small letter is at times read as both: "Vvatten"."""
_SECTION_SIGN = re.compile(
    r"\$(?=\s?\d)|(?<=\d{4}, )8(?=\s\d)|(?:^|(?<=[a-zåäö]\s))8(?=\s\d{1,2}\s[^\W\d_])"
)
_SECTION_SIGNS = re.compile(r"\b88(?=\s\d+\s?[-–—])")
"""What Tesseract takes "§" and "§§" for: no Swedish document counts in dollars,
and none parts a number before its last two digits."""


@cache
def can_read_scans() -> bool:
    """Say whether Tesseract is here and knows Swedish."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    run = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return _LANGUAGE in run.stdout.split()


def read_scan(path: Path, number: int) -> PdfPage | None:
    """Recognise the text of one page; `number` counts from 1.

    None says that the page could not be drawn, or that Tesseract failed or took too long.
    """
    from lxml import etree
    from pypdfium2 import PdfiumError

    try:
        image = _drawn(path, number)
        recognised = _recognised(image)
    except (PdfiumError, subprocess.SubprocessError):
        return None
    if not recognised.strip():
        return None
    page = PdfPage(number, scanned=True)
    tree = etree.fromstring(recognised, etree.XMLParser(resolve_entities=False, recover=True))
    for line in tree.iter("{*}span"):
        if line.get("class") in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"):
            page.segments += _segments(line, image)
    page.segments = _with_weight(page.segments, image)
    return page


def _drawn(path: Path, number: int) -> Image:
    from pypdfium2 import PdfDocument

    with PdfDocument(path) as pdf:
        image: Image = pdf[number - 1].render(scale=_DPI / 72, grayscale=True).to_pil()
    return image


def _recognised(image: Image) -> bytes:
    """Return what Tesseract reads, as hOCR."""
    picture = BytesIO()
    image.save(picture, "PNG")
    run = subprocess.run(
        [
            "env", "OMP_THREAD_LIMIT=1",
            "tesseract", "-", "-", "-l", _LANGUAGE, "--psm", "1", "--dpi", str(_DPI), "hocr",
        ],
        input=picture.getvalue(), capture_output=True, check=True, timeout=_SECONDS,
    )  # fmt: skip
    return run.stdout


def even_sizes(pages: Sequence[PdfPage]) -> None:
    """Give what was recognised the type sizes that its widths tell, the same for the same type.

    The height that Tesseract reports depends on which letters a line happens to hold.
    """
    own = {id(s): _size(s) for page in pages if page.scanned for s in page.segments}
    plain = [s for page in pages if page.scanned for s in page.segments if not s.bold]
    usual = _usual([own[id(s)] for s in plain for _ in s.text])
    odd = sorted(
        own[id(s)]
        for page in pages
        if page.scanned
        for s in page.segments
        if s.bold or abs(own[id(s)] - usual) > _SCATTER * usual
    )
    sizes = _clusters(odd)
    for page in pages:
        if page.scanned:
            page.segments = [replace(s, size=sizes.get(own[id(s)], usual)) for s in page.segments]


def _size(segment: Segment) -> float:
    width = text_width(segment.text, _BOLD_WIDTH if segment.bold else 1.0)
    return (segment.x1 - segment.x0) / max(width, 0.1)


def _clusters(sizes: list[float]) -> dict[float, float]:
    """Return size → the middle of the sizes around it, the densest groups first."""
    found: dict[float, float] = {}
    left = list(sizes)
    while left:
        near = max(
            ([s for s in left if abs(s - size) <= _SAME_SIZE * size] for size in left), key=len
        )
        middle = _usual(near)
        found |= dict.fromkeys(near, middle)
        left = [size for size in left if size not in found]
    return found


def _with_weight(segments: list[Segment], image: Image) -> list[Segment]:
    """Take lines with much more ink for bold."""
    inks = [_ink(segment, image) for segment in segments]
    weight = _usual([ink for ink, s in zip(inks, segments, strict=True) for _ in s.text])
    return [
        replace(segment, bold=ink > _BOLD_INK * weight)
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
    text = _DOUBLED.sub(r"\1", text)
    text = _BULLET.sub("• ", _SECTION_SIGNS.sub("§§", _SECTION_SIGN.sub("§", text)))
    return [Segment(text, x0 * points, x1 * points, (image.height - bottom) * points, em, False)]
