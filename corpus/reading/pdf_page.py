"""One PDF page as pypdf tells it: pieces of text with their places, and the ruled lines."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Matrix = Sequence[float]

_GAP = 1.5
"""Ems. A wider gap on a baseline parts two cells or columns."""
_SAME_LINE = 0.45
"""Ems. How far apart two baselines may be and still be one line (superscripts, accents)."""
_SMALL = 0.85
"""A raised figure of less than this part of the line's size is a mark that leads to a note."""
_RAISED = 0.15
"""Ems. What stands so much higher than the line is raised."""
_LENGTH = re.compile(r"(?<![^\W\d_])[cdkm]?m$")
_POWERS = ("2", "3")
"""Raised after a unit of length they make it one of area or volume and lead to no note."""
_THIN = 3.0
"""Points. A rectangle that is no thicker is a ruled line."""
_TALL = 6.0
"""Points. A line between two cells is at least so high."""
_HYPHENS = ("-", "\u2010", "\u00ad")
_NARROW, _WIDE = set("iljtfrI.,:;'|!()[] -/"), set("mwMWÅ@%–—")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of one line: text from `x0` to `x1` on the baseline `y`, in points.

    The frame is the reader's: x grows to the right, y upwards, the text runs along x whatever
    the page's rotation. `x1` is an estimate from the letters. `rank` is the place in the file.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line from (x0, y0) to (x1, y1), in the same frame."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PdfPage:
    """A page: `number` counts from 1; `segments` stand in the order of the file.

    `scanned` says that they were recognised in a picture.
    """

    number: int
    segments: list[Segment] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    scanned: bool = False


def page_of(page: Any, number: int) -> PdfPage:
    """Take the text and the ruled lines from a page of pypdf's."""
    collector = _Collector()
    page.extract_text(visitor_text=collector.text, visitor_operand_before=collector.operation)
    return PdfPage(number, collector.segments(), collector.rules())


def text_width(text: str, size: float, mono: bool = False) -> float:
    """Estimate the width of a text in points from the kinds of its letters."""
    if mono:
        return 0.6 * size * len(text)
    narrow = sum(letter in _NARROW for letter in text)
    wide = sum(letter in _WIDE for letter in text)
    capital = sum(letter.isupper() for letter in text)
    return size * (0.53 * len(text) - 0.25 * narrow + 0.3 * wide + 0.13 * capital)


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    x: float
    y: float
    size: float
    bold: bool
    mono: bool
    angle: int
    spaced: bool


class _Collector:
    """Receives what pypdf visits."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._lines: list[tuple[tuple[float, float], tuple[float, float]]] = []
        self._at: tuple[float, float] = (0.0, 0.0)
        self._rises = [0.0]
        self._rise = 0.0
        self._spaced = False

    def text(self, text: str, cm: Matrix, tm: Matrix, font: Any, size: float) -> None:
        """Keep a piece of text with its place; white space alone only parts two pieces."""
        if not text.strip():
            self._spaced = self._spaced or bool(text)
            return
        a, b, c, d, x, y = _product((1, 0, 0, 1, 0, self._rise), _product(tm, cm))
        height = abs(size) * math.hypot(c, d)
        if height <= 0:
            return
        angle = round(math.degrees(math.atan2(b, a)))
        x, y = _turned(x, y, -angle)
        name = str((font or {}).get("/BaseFont", ""))
        bold = any(word in name for word in ("Bold", "Black", "Heavy", "Semibold", "Demi"))
        mono = any(word in name for word in ("Mono", "Courier", "Consol"))
        leading = height * 1.2
        for number, line in enumerate(text.strip("\n").split("\n")):
            if line.strip():
                spaced = self._spaced or line[0].isspace() or number > 0
                run = _Run(line.strip(), x, y - number * leading, height, bold, mono, angle, spaced)
                self._runs.append(run)
            self._spaced = line[-1:].isspace() or not line.strip()

    def operation(self, operator: bytes, operands: Any, cm: Matrix, _: Matrix) -> None:
        """Keep what draws straight lines and rectangles, and how high text is raised."""
        if operator == b"q":
            self._rises.append(self._rises[-1])
        elif operator == b"Q":
            self._rises = self._rises[:-1] or [0.0]
        elif operator == b"Ts":
            self._rises[-1] = float(operands[0])
        elif operator in (b"Tj", b"TJ", b"'", b'"'):
            self._rise = self._rises[-1]
        elif operator == b"m":
            self._at = _point(operands, cm)
        elif operator == b"l":
            end = _point(operands, cm)
            self._lines.append((self._at, end))
            self._at = end
        elif operator in (b"W", b"W*"):
            del self._lines[-4:]  # what bounds the drawing is no line on the page
        elif operator == b"re" and len(operands) == 4:
            x, y, width, height = (float(value) for value in operands)
            corners = [
                _point(corner, cm)
                for corner in ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            ]
            self._lines += zip(corners, [*corners[1:], corners[0]], strict=True)

    def segments(self) -> list[Segment]:
        """Put runs on one line together; text that stands askew comes last."""
        if not self._runs:
            return []
        angle = self._angle()
        starts = Counter(round(run.x) for run in self._runs if run.angle == angle)
        upright = [r for r in self.rules() if r.x1 - r.x0 <= _THIN and r.y1 - r.y0 > _TALL]
        found: list[Segment] = []
        for turned in (False, True):
            for run in self._runs:
                if (run.angle != angle) is turned:
                    apart = bool(found) and _is_ruled_off(found[-1], run, upright)
                    _add_run(found, run, starts, apart)
        return found

    def rules(self) -> list[Rule]:
        """Return the lines that run along or across the text."""
        angle = self._angle() if self._runs else 0
        found = []
        for start, end in self._lines:
            (x0, y0), (x1, y1) = _turned(*start, -angle), _turned(*end, -angle)
            if abs(x1 - x0) <= _THIN or abs(y1 - y0) <= _THIN:
                found.append(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return found

    def _angle(self) -> int:
        counts: Counter[int] = Counter()
        for run in self._runs:
            counts[run.angle] += len(run.text)
        return counts.most_common(1)[0][0]


def _is_ruled_off(last: Segment, run: _Run, upright: Sequence[Rule]) -> bool:
    """Say whether a line of a table stands between two pieces: they are cells, however near."""
    middle = run.y + 0.3 * run.size
    return any(last.x0 < r.x0 <= run.x + 1 and r.y0 <= middle <= r.y1 for r in upright)


def _add_run(found: list[Segment], run: _Run, starts: Counter[int], apart: bool) -> None:
    end = run.x + text_width(run.text, run.size, run.mono)
    last = found[-1] if found else None
    if last is None or apart or not _goes_on(last, run, starts):
        found.append(Segment(run.text, run.x, end, run.y, run.size, run.bold))
        return
    if _is_note_mark(run, last):
        found[-1] = replace(last, x1=end)
        return
    if last.size < _SMALL * run.size and last.text.isdigit() and last.y > run.y:
        found[-1] = Segment(f"{last.text} {run.text}", last.x0, end, run.y, run.size, run.bold)
        return
    space = " " if (run.spaced and run.text not in _HYPHENS) or is_mark(last.text) else ""
    longer = len(last.text) >= len(run.text)
    found[-1] = Segment(
        last.text + space + run.text,
        last.x0,
        end,
        last.y,
        last.size if longer else run.size,
        last.bold and run.bold,
    )


def _is_note_mark(run: _Run, last: Segment) -> bool:
    """Say whether a run is a small raised figure after a word; "m²" and "CO₂" have none."""
    raised = run.size < _SMALL * last.size and run.y - last.y > _RAISED * last.size
    power = run.text in _POWERS and _LENGTH.search(last.text)
    return raised and run.text.isdigit() and not power


def _goes_on(last: Segment, run: _Run, starts: Counter[int]) -> bool:
    """Say whether a run continues the line that came before it in the file."""
    em = max(last.size, run.size)
    if abs(run.y - last.y) > _SAME_LINE * em or run.x < last.x0:
        return False
    if is_mark(last.text) or run.text in _HYPHENS:
        return True
    gap = run.x - last.x1
    column = starts[round(run.x)] >= 3 and gap > 0.3 * em
    return gap <= _GAP * em and not column


def is_mark(text: str) -> bool:
    """Say whether a piece is only the mark of a list item or a heading's number."""
    bare = text.strip()
    return bare in set("•▪●◦○·–-‣■□➢✓\uf0b7\uf0a7o") or (
        len(bare) <= 8 and bare.replace(".", "").isdigit() and (bare.endswith(".") or "." in bare)
    )


def _product(first: Matrix, second: Matrix) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = (float(value) for value in first)
    g, h, i, j, k, m = (float(value) for value in second)
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _point(operands: Any, cm: Matrix) -> tuple[float, float]:
    x, y = float(operands[0]), float(operands[1])
    return x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]


def _turned(x: float, y: float, degrees: int) -> tuple[float, float]:
    if not degrees:
        return x, y
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return x * cosine - y * sine, x * sine + y * cosine
