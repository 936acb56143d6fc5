"""A page of a PDF as a picture, with a quotation marked where it stands."""

from __future__ import annotations

import multiprocessing
import re
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from corpus.content import FileState
from corpus.errors import DocumentError

_WIDTH = 1_100
_TALLEST = 3_000
"""Pixels."""
_MARK = (255, 214, 0)
_SECONDS = 20
_KEPT = 32
_LEAST = 4
"""Letters. A shorter part of a table row is found everywhere and marked nowhere."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


class PagePictures:
    """Draws pages in a process of its own: a page that brings pdfium down costs itself only."""

    def __init__(self) -> None:
        """Start nothing yet; the process comes with the first picture."""
        self._pool: ProcessPool | None = None
        self._lock = threading.Lock()
        self.draw = lru_cache(maxsize=_KEPT)(self._draw)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._pool is not None:
                self._pool.stop()
                self._pool.join()
                self._pool = None

    def _draw(self, file: FileState, number: int, quotation: str) -> bytes:
        """Return page `number` as PNG, of the file as it was when it was looked at.

        Raises:
            DocumentError: the file or the page cannot be drawn, or the file has changed since.
            OSError: the file is gone.
        """
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPool(max_workers=1, context=context)
            drawing = self._pool.schedule(
                draw_page, args=(file.path, number, quotation), timeout=_SECONDS
            )
        try:
            picture = bytes(drawing.result())
        except (FutureTimeoutError, ProcessExpired, MemoryError) as error:
            raise DocumentError(str(file.path), "timeout") from error
        if FileState.now(file.path) != file:
            raise DocumentError(str(file.path), "unreadable")
        return picture


def draw_page(file: Path, number: int, quotation: str) -> bytes:
    """Return page `number` (counted from 1) as PNG, the quotation in yellow if it is there.

    Raises:
        DocumentError: the file or the page cannot be drawn.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(file)
        try:
            page = pdf[number - 1]
            scale = min(_WIDTH / page.get_width(), _TALLEST / page.get_height())
            image = page.render(scale=scale).to_pil().convert("RGB")
            places = [_on_picture(page, box, scale) for box in quotation_boxes(page, quotation)]
        finally:
            pdf.close()
    except (pypdfium2.PdfiumError, OSError, IndexError, ValueError) as error:
        raise DocumentError(str(file), "broken") from error
    return _marked(image, places)


def quotation_boxes(page: Any, quotation: str) -> list[Box]:
    """Return one box for each line of the quotation on a page of pdfium's.

    Letters and figures alone are compared, so that hyphens and line breaks do not matter.
    """
    text = page.get_textpage()
    letters = [
        (index, letter)
        for index in range(text.count_chars())
        for letter in _letters(text.get_text_range(index, 1))
    ]
    on_page = "".join(letter for _, letter in letters)
    boxes: list[Box] = []
    for start, end in sorted(_spans(on_page, quotation)):
        first, last = letters[start][0], letters[end - 1][0]
        characters = range(first, last + 1 + _closing(text, last + 1))
        boxes += _lines([text.get_charbox(index, loose=True) for index in characters])
    return boxes


def _closing(text: Any, at: int) -> int:
    """Return how many marks end the sentence here: the full stop, and what closes a quotation."""
    after = text.get_text_range(at, min(3, text.count_chars() - at)) if at else ""
    return len(after) - len(after.lstrip(".!?:;,”\"')]"))


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def _spans(page: str, quotation: str) -> Iterator[tuple[int, int]]:
    """Yield where the quotation stands: whole, as cells of a row, or as far as this page goes."""
    wanted = _letters(quotation)
    at = page.find(wanted) if wanted else -1
    if at >= 0:
        yield at, at + len(wanted)
        return
    cells = [_letters(cell) for cell in re.split(r"; |: ", quotation)]
    cells = [cell for cell in cells if len(cell) >= _LEAST and cell in page]
    if "; " in quotation and cells:
        longest = max(cells, key=len)
        row = page.find(longest)
        for cell in cells:
            start = min(_places(page, cell), key=lambda place: abs(place - row))
            yield start, start + len(cell)
        return
    begun = bisect_right(range(len(wanted)), 0, key=lambda length: wanted[:length] not in page) - 1
    if begun > 5 * _LEAST:
        at = page.find(wanted[:begun])
        yield at, at + begun


def _places(page: str, cell: str) -> Iterator[int]:
    at = page.find(cell)
    while at >= 0:
        yield at
        at = page.find(cell, at + 1)


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """Put the boxes of letters on one line together."""
    lines: list[Box] = []
    for left, bottom, right, top in boxes:
        if right <= left:  # a line break
            continue
        last = lines[-1] if lines else None
        if last and abs(last[1] - bottom) < 0.5 * (top - bottom) and left >= last[0]:
            lines[-1] = last[0], min(last[1], bottom), max(last[2], right), max(last[3], top)
        else:
            lines.append((left, bottom, right, top))
    return lines


def _on_picture(page: Any, box: Box, scale: float) -> tuple[int, int, int, int]:
    """Turn points of the page, which may be rotated, into pixels of the picture."""
    width, height = page.get_width(), page.get_height()
    left, bottom, right, top = box
    turned = {
        0: (left, height - top, right, height - bottom),
        90: (bottom, left, top, right),
        180: (width - right, bottom, width - left, top),
        270: (width - top, height - right, width - bottom, height - left),
    }[page.get_rotation() % 360]
    x0, y0, x1, y1 = (round(value * scale) for value in turned)
    return x0 - 2, y0 - 1, x1 + 2, y1 + 1


def _marked(image: Any, places: list[tuple[int, int, int, int]]) -> bytes:
    from PIL import Image, ImageChops, ImageDraw

    if places:
        layer = Image.new("RGB", image.size, "white")
        draw = ImageDraw.Draw(layer)
        for place in places:
            draw.rectangle(place, fill=_MARK)
        image = ImageChops.multiply(image, layer)
    picture = BytesIO()
    image.save(picture, "PNG", optimize=False, compress_level=6)
    return picture.getvalue()
