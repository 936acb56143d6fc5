"""From segments on pages to lines and table rows in reading order.

The order of the file is trusted, as every common program writes column by column and cell by
cell; it is corrected where a file goes line by line across two columns of prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from corpus.reading.pdf_page import PdfPage, Rule, Segment
from corpus.swedish.compounds import is_counted, is_known
from corpus.swedish.words import FUNCTION_WORDS

_EDGE_ROWS = 3
_FOOTER_PITCH = 1.6
"""Ems. What stands farther from the outermost line is no longer part of header or footer."""
_REPEATED = 0.3
"""A line at the edge of at least this share of the pages is a running header or footer."""
_PAGE_NUMBER = re.compile(
    r"^[-–|\s]*(?:(?:sida|sidan|sid\.?|s\.|page)\s*)?(?:\d{1,3}|[ivxl]{1,6})"
    r"(?:\s*(?:\(|/|av|of)\s*\d{1,3}\)?)?[-–|\s]*$",
    re.I,
)
_LEADERS = re.compile(r"(?:\.\s?|…\s?|·\s?|_){4,}\s*(?:\d{1,4}|[ivxl]{1,6})?$")
_ENDS_WITH_PAGE = re.compile(r"\S\s+(\d{1,4})$")
_CONTENTS = re.compile(r"^(?:innehåll(?:sförteckning)?|contents)$", re.I)
_NOTE = re.compile(r"^(\d{1,3}|\*)\s+\S")
_LEAST_ROWS = 3
_LEAST_CONTENTS = 4
_UNNUMBERED = 30
"""A printed page number may be so much higher than the number of pages in the file."""
_LONGEST_ENDING = 3
"""Letters. "den" after "utbildningsnämn" is an ending, though both are words."""
_NEAR = 4.0
"""Points within which two cells begin in the same column."""
_TOUCHING = 2.0
"""Points within which a line ends at another. The text in a cell begins farther from its edge."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text; `note` says that it belongs to the footnotes."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int
    note: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: the text of its cells and where they begin; `bold` if every cell is."""

    cells: tuple[str, ...]
    starts: tuple[float, ...]
    page: int
    bold: bool


Element = Line | Row


def reading_order(pages: Sequence[PdfPage]) -> list[Element]:
    """Return the lines and rows of a document without what only repeats or points elsewhere."""
    body = _body_size(pages)
    elements: list[Element] = []
    for page, kept in zip(pages, without_running(pages), strict=True):
        found = list(_elements(page, kept, body))
        elements += _without_contents(found, len(pages) + _UNNUMBERED)
    return elements


def without_running(pages: Sequence[PdfPage]) -> list[list[Segment]]:
    """Return what stands on each page besides its running header and footer."""
    running = _running(pages)
    found = []
    for page in pages:
        repeated = _repeated(page, running)
        found.append([segment for segment in page.segments if id(segment) not in repeated])
    return found


def _repeated(page: PdfPage, running: set[tuple[str, int]]) -> set[int]:
    """Return the ids of a page's running header and footer: rows from the edge inwards."""
    rows: dict[int, list[Segment]] = defaultdict(list)
    for segment in page.segments:
        rows[round(segment.y)].append(segment)
    names = _in_tables(page)
    found: set[int] = set()
    for heights in (sorted(rows), sorted(rows, reverse=True)):
        last = heights[0] if heights else 0
        for height in heights[:_EDGE_ROWS]:
            row = rows[height]
            far = abs(height - last) > _FOOTER_PITCH * row[0].size
            if far or any(id(s) in names or not _is_running(s, running) for s in row):
                break
            found |= {id(segment) for segment in row}
            last = height
    return found


def _edges(page: PdfPage) -> list[Segment]:
    """Return the segments of the first and last rows of a page."""
    heights = sorted({round(segment.y) for segment in page.segments})
    outer = {*heights[:_EDGE_ROWS], *heights[-_EDGE_ROWS:]}
    return [segment for segment in page.segments if round(segment.y) in outer]


def _in_tables(page: PdfPage) -> set[int]:
    """Return the ids of what a table holds: drawn with lines, or right above aligned cells."""
    grids = _grids(page.rules)
    rows: dict[int, list[Segment]] = defaultdict(list)
    for segment in page.segments:
        rows[round(segment.y)].append(segment)
    found = {id(segment) for segment in page.segments if _grid_of(segment, grids) >= 0}
    for height, row in rows.items():
        for below, other in rows.items():
            if 0 < height - below < 4 * row[0].size and len(row) > 1:
                starts = [s for s in row if any(abs(s.x0 - o.x0) < _NEAR for o in other)]
                found |= {id(s) for s in row} if len(starts) > 1 else set()
    return found


def _running(pages: Sequence[PdfPage]) -> set[tuple[str, int]]:
    """Return (text without figures, height) of what stands at the same place on many pages."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        named = _in_tables(page)
        counts.update({_key(segment) for segment in _edges(page) if id(segment) not in named})
    least = 2 if len(pages) <= 3 else max(3, round(_REPEATED * len(pages)))
    return {key for key, count in counts.items() if count >= least and len(key[0]) > 1}


def _key(segment: Segment) -> tuple[str, int]:
    return re.sub(r"\d+|\b[ivxl]+$", "#", segment.text).strip(), round(segment.y / 4)


def _is_running(segment: Segment, running: set[tuple[str, int]]) -> bool:
    text, height = _key(segment)
    near = any((text, height + shift) in running for shift in (-1, 0, 1))
    return near or bool(_PAGE_NUMBER.match(segment.text))


def _body_size(pages: Sequence[PdfPage]) -> float:
    counts: Counter[float] = Counter()
    for page in pages:
        for segment in page.segments:
            counts[round(segment.size * 2) / 2] += len(segment.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _elements(page: PdfPage, segments: list[Segment], body: float) -> Iterator[Element]:
    """Yield tables where they begin in the file, and lines for the rest."""
    grids = _grids(page.rules)
    tables: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        tables[_grid_of(segment, grids)].append(segment)
    notes = _notes(tables[-1], body)
    seen: set[int] = set()
    plain: list[Segment] = []
    for segment in segments:
        grid = _grid_of(segment, grids)
        if grid < 0:
            plain.append(segment)
        elif grid not in seen:
            seen.add(grid)
            yield from _loose(plain, page.number, notes)
            plain = []
            yield from _ruled_rows(tables[grid], *grids[grid], page.number)
    yield from _loose(plain, page.number, notes)


def _notes(segments: list[Segment], body: float) -> set[int]:
    """Return the ids of the footnotes' segments: small, numbered, below all other text."""
    by_height = sorted(segments, key=lambda segment: segment.y)
    found: list[Segment] = []
    for segment in by_height:
        if segment.size > 0.95 * body:
            break
        found.append(segment)
    tops = [segment.y for segment in found if _NOTE.match(segment.text)]
    return {id(segment) for segment in found if tops and segment.y <= max(tops) + 1}


def _grids(rules: Sequence[Rule]) -> list[tuple[list[float], list[float]]]:
    """Return (column edges, row edges) of every table that is drawn with lines."""
    upright = [rule for rule in rules if rule.x1 - rule.x0 <= 3 and rule.y1 - rule.y0 > 6]
    level = [rule for rule in rules if rule.y1 - rule.y0 <= 3 and rule.x1 - rule.x0 > 6]
    bands: list[list[Rule]] = []
    for rule in sorted(upright, key=lambda rule: rule.y0):
        if bands and rule.y0 <= max(other.y1 for other in bands[-1]) + _NEAR:
            bands[-1].append(rule)
        else:
            bands.append([rule])
    found = []
    for band in bands:
        low, high = min(rule.y0 for rule in band), max(rule.y1 for rule in band)
        columns = _merged([rule.x0 for rule in band])
        across = [r for r in level if low - _NEAR <= r.y0 <= high + _NEAR]
        rows = _merged([rule.y0 for rule in across if _joins(rule, band)])
        if len(columns) >= 3 and len(rows) >= (3 if len(columns) == 3 else 2):
            found.append((columns, rows))
    return found


def _joins(rule: Rule, upright: Sequence[Rule]) -> bool:
    """Say whether a level line goes from one upright line to another, or beyond the outermost.

    What underlines a word in a cell does not.
    """
    edges = [other.x0 for other in upright]
    begins = rule.x0 <= min(edges) or any(abs(rule.x0 - edge) <= _TOUCHING for edge in edges)
    ends = rule.x1 >= max(edges) or any(abs(rule.x1 - edge) <= _TOUCHING for edge in edges)
    return begins and ends


def _merged(values: Sequence[float]) -> list[float]:
    merged: list[float] = []
    for value in sorted(values):
        if not merged or value - merged[-1] > _NEAR:
            merged.append(value)
    return merged


def _grid_of(segment: Segment, grids: Sequence[tuple[list[float], list[float]]]) -> int:
    for number, (columns, rows) in enumerate(grids):
        inside = columns[0] - _NEAR <= segment.x0 <= columns[-1]
        if inside and rows[0] <= segment.y + 0.3 * segment.size <= rows[-1]:
            return number
    return -1


def _ruled_rows(
    segments: list[Segment], columns: list[float], rows: list[float], page: int
) -> Iterator[Row]:
    cells: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for segment in segments:
        row = bisect_right(rows, segment.y + 0.3 * segment.size)
        cells[row, bisect_right(columns, segment.x0 + _NEAR) - 1].append(segment)
    used = sorted({column for _, column in cells})
    for row in sorted({row for row, _ in cells}, reverse=True):
        parts = [cells.get((row, column), []) for column in used]
        bold = all(segment.bold for part in parts for segment in part)
        texts = tuple(joined([segment.text for segment in part]) for part in parts)
        yield Row(texts, tuple(columns[max(column, 0)] for column in used), page, bold)


def joined(lines: Sequence[str]) -> str:
    """Join the lines of a cell; a word broken at the end of a line becomes whole."""
    text = ""
    for line in lines:
        broken = re.search(r"[a-zåäöé][-\u2010\u00ad]$", text) and line[:1].islower()
        hanging = re.match(r"(?:och|eller|samt|respektive)\b", line)
        if broken and not hanging:
            text = text[:-1] + line
        else:
            text += line if is_cut(text, line) else f" {line}"
            text = text.strip()
    return text


def is_cut(text: str, line: str) -> bool:
    """Say whether a word that had no room was cut between two letters, without a hyphen.

    Word and LibreOffice do so where a column is narrower than the word.
    """
    first, rest = re.search(r"([^\W\d_]+)$", text), re.match(r"[^\W\d_]+", line)
    if not (first and rest) or not rest.group().islower():
        return False
    before, after = first.group(1).lower(), rest.group()
    if before in FUNCTION_WORDS or not is_known(before + after):
        return False
    both = is_known(before) and (after in FUNCTION_WORDS or is_known(after))
    return not both or (len(after) <= _LONGEST_ENDING and not is_counted(before))


def _loose(segments: list[Segment], page: int, notes: set[int]) -> Iterator[Element]:
    """Yield rows where cells stand side by side without lines, else lines."""
    at = 0
    while at < len(segments):
        rows, end = _aligned_rows(segments, at)
        if len(rows) < _LEAST_ROWS:
            segment = segments[at]
            yield Line(
                segment.text, segment.x0, segment.x1, segment.y, segment.size, segment.bold, page,
                id(segment) in notes,
            )  # fmt: skip
            at += 1
        elif _is_prose(rows):
            for column in range(max(map(len, rows))):
                for row in rows:
                    for s in row[column] if column < len(row) else []:
                        yield Line(s.text, s.x0, s.x1, s.y, s.size, s.bold, page)
            at = end
        else:
            starts = tuple(cell[0].x0 for cell in rows[0])
            for row in rows:
                yield _row(row, starts, page)
            at = end


def _row(row: list[list[Segment]], starts: tuple[float, ...], page: int) -> Row:
    cells = [""] * len(starts)
    for cell in row:
        at = max(bisect_right(starts, cell[0].x0 + _NEAR) - 1, 0)
        cells[at] = joined([cells[at], *(segment.text for segment in cell)]).strip()
    bold = all(segment.bold for cell in row for segment in cell)
    return Row(tuple(cells), starts, page, bold)


def _aligned_rows(segments: list[Segment], at: int) -> tuple[list[list[list[Segment]]], int]:
    """Return consecutive rows of at least two cells that begin where the first row's do."""
    rows: list[list[list[Segment]]] = []
    while at < len(segments):
        row, end = _one_row(segments, at)
        single = len(row) == 1 and bool(rows) and _is_remainder(row[0], rows[0])
        if not single and (len(row) < 2 or (rows and not _fits(row, rows[0]))):
            break
        rows.append(row)
        at = end
    return rows, at


def _one_row(segments: list[Segment], at: int) -> tuple[list[list[Segment]], int]:
    """Take the cells of one row: each goes on downwards, the next begins to the right, higher."""
    first = segments[at]
    top, em = first.y, first.size
    cells = [[first]]
    end = at + 1
    while end < len(segments):
        segment, last = segments[end], cells[-1][-1]
        level = abs(segment.y - top) < 0.5 * em
        below = 0 < last.y - segment.y < 1.7 * em
        if level and segment.x0 > max(last.x0, cells[-1][0].x0) + 2 * em:
            cells.append([segment])
        elif below and abs(segment.x0 - cells[-1][0].x0) < _NEAR and segment.size == last.size:
            if len(cells) == 1 and not _returns(segments, end, top, em):
                break
            cells[-1].append(segment)
        else:
            break
        end += 1
    return cells, end


def _returns(segments: list[Segment], at: int, top: float, em: float) -> bool:
    """Say whether the text soon goes back up to the row's first line: its second cell."""
    for segment in segments[at + 1 : at + 5]:
        if abs(segment.y - top) < 0.5 * em:
            return segment.x0 > segments[at].x0 + 2 * em
    return False


def _fits(row: list[list[Segment]], first: list[list[Segment]]) -> bool:
    starts = [cell[0].x0 for cell in first]
    aligned = [any(abs(cell[0].x0 - start) < _NEAR for start in starts) for cell in row]
    return len(row) <= len(first) and sum(aligned) >= max(len(row) - 1, 1)


def _is_remainder(cell: list[Segment], first: list[list[Segment]]) -> bool:
    """Say whether a lone cell is what a page break cut off from a row's later column."""
    return any(abs(cell[0].x0 - other[0].x0) < _NEAR for other in first[1:])


def _is_prose(rows: list[list[list[Segment]]]) -> bool:
    """Say whether the "cells" are lines of two columns of running text."""
    texts = [segment.text for row in rows for cell in row for segment in cell]
    single = all(len(cell) == 1 for row in rows for cell in row)
    lower = mean(text[:1].islower() for text in texts)
    return single and len(rows) >= 6 and mean(len(t.split()) for t in texts) >= 4 and lower > 0.35


def _without_contents(elements: list[Element], last_page: int) -> list[Element]:
    """Leave out a table of contents: lines that end with leaders or with growing page numbers."""
    marked = [_points_to_page(element, last_page) for element in elements]
    kept: list[Element] = []
    at = 0
    while at < len(elements):
        end = _contents_end(elements, marked, at)
        if end:
            if kept and isinstance(kept[-1], Line) and _CONTENTS.match(kept[-1].text):
                kept.pop()
            at = end
        else:
            kept.append(elements[at])
            at += 1
    return kept


def _contents_end(elements: list[Element], marked: list[int], at: int) -> int:
    """Return where the table of contents that begins here ends, 0 if none does."""
    count, end, last = 0, 0, 0
    leaders = 0
    for number in range(at, min(len(elements), at + 200) if marked[at] else at):
        page = marked[number]
        if leaders >= 2 and not _is_led(elements[number]):
            page = 0
        if page == 0 and number - max(end, at) >= 2:
            break
        if page < 0 or (page > 0 and page >= last):
            count, end, last = count + 1, number + 1, max(page, last)
            leaders += page < 0 or _is_led(elements[number])
        elif page > 0:
            break
    enough = count >= _LEAST_CONTENTS or (leaders and count >= 1)
    before = elements[at - 1] if at else None
    titled = isinstance(before, Line) and bool(_CONTENTS.match(before.text))
    return end if enough and (leaders * 2 >= count or titled) else 0


def _is_led(element: Element) -> bool:
    return isinstance(element, Line) and bool(_LEADERS.search(element.text))


def _points_to_page(element: Element, last_page: int) -> int:
    """Return the page that an entry of a table of contents names, −1 unknown, 0 no entry."""
    if isinstance(element, Row):
        last = element.cells[-1]
        page = int(last) if len(element.cells) == 2 and last.isdecimal() else 0
        return page if page <= last_page else 0
    if _LEADERS.search(element.text):
        number = re.search(r"(\d+)$", element.text)
        return int(number.group(1)) if number and int(number.group(1)) else -1
    match = _ENDS_WITH_PAGE.search(element.text)
    page = int(match.group(1)) if match and len(element.text) < 120 else 0
    return page if page <= last_page else 0
