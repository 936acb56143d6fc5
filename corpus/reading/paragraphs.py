"""From lines in reading order to blocks: headings, paragraphs, list items and rows.

A paragraph may go on over a column or a page; what stands on the next page becomes a block of
its own from its first whole sentence on, so that every sentence has the page where it begins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.reading.building import DocumentBuilder
from corpus.reading.layout import Element, Line, Row, is_cut, joined
from corpus.reading.pdf_page import text_width
from corpus.reading.tables import fact_text, row_text
from corpus.swedish.sentences import sentence_spans
from corpus.types import BlockKind

_ITEM = re.compile(r"^(?:[-–•*·▪●◦○‣■□➢✓\uf0b7\uf0a7]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_NUMBERED = re.compile(r"^(?:kapitel\s+)?(\d{1,2}(?:\.\d{1,2}){0,3})(\.?)\s+[A-ZÅÄÖ]", re.I)
_HANGING = re.compile(r"^(?:och|eller|samt|respektive|till)\b")
_BROKEN = re.compile(r"([\wåäöÅÄÖé]+)[-\u2010\u00ad]$")
_LONGEST_HEADING = 200
_LOWEST_LEVEL = 6
_LARGER = 1.08
_WIDER_GAP = 1.4
_FULL = 0.12
"""A line that leaves no more of its width empty is full: its sentence may go on elsewhere."""

Bookmarks = Mapping[int, Mapping[str, int]]
"""Page → text of a bookmark without spaces → its depth, 1 for the outermost."""


def add_elements(
    elements: Sequence[Element], bookmarks: Bookmarks, builder: DocumentBuilder
) -> None:
    """Add a document's lines and rows as blocks."""
    _Assembler(elements, bookmarks, builder).run()


def bare(text: str) -> str:
    """Return a heading without its number and without spaces, to compare it with a bookmark."""
    return re.sub(r"\s+", "", re.sub(r"^[\d.]+\s+", "", text))


class _Assembler:
    """Groups lines to paragraphs and adds them to the builder."""

    def __init__(
        self, elements: Sequence[Element], bookmarks: Bookmarks, builder: DocumentBuilder
    ) -> None:
        self._elements = elements
        self._bookmarks = bookmarks
        self._builder = builder
        lines = [element for element in elements if isinstance(element, Line)]
        self._body = _most_common([(round(ln.size * 2) / 2, len(ln.text)) for ln in lines])
        self._bold_body = sum(len(ln.text) * (1 if ln.bold else -1) for ln in lines) > 0
        self._words = _vocabulary(lines)
        self._pitch = _pitches(lines)
        self._right = _right_edges(lines)
        self._group: list[Line] = []
        self._notes: list[Line] = []
        self._columns: Row | None = None

    def run(self) -> None:
        """Group everything, give the headings their levels, then add the blocks."""
        parts: list[list[Line] | Row] = []
        for element in self._elements:
            if isinstance(element, Row):
                self._close(parts)
                _append_row(parts, element)
            elif element.note:
                self._notes.append(element)
            else:
                if self._group and self._breaks(self._group[-1], element):
                    self._close(parts)
                self._group.append(element)
        self._close(parts)
        levels = self._levels([part for part in parts if isinstance(part, list)])
        for part, after in zip(parts, [*parts[1:], None], strict=True):
            if isinstance(part, Row):
                self._add_row(part, isinstance(after, Row))
            else:
                self._columns = None
                self._add_group(part, levels)
        self._add_notes(None)

    def _close(self, parts: list[list[Line] | Row]) -> None:
        if self._group:
            parts.append(self._group)
            self._group = []

    def _breaks(self, last: Line, line: Line) -> bool:
        """Say whether a new paragraph begins with this line."""
        if self._is_item(line):
            return True
        if line.page != last.page and line.text[:1].islower() and last.text[-1] not in ".!?:":
            return self._is_heading(self._group)
        if abs(line.size - last.size) > 0.6 or line.bold != last.bold:
            return True
        if self._is_bookmarked(self._group) or self._begins_bookmark(line):
            return True
        ended = last.text[-1] in ".!?:"
        drop = last.y - line.y
        if line.page != last.page or drop < -0.5 * line.size:
            return ended or self._is_heading(self._group) or not self._goes_on(last, line)
        if drop > _WIDER_GAP * self._pitch[round(line.size)]:
            return True
        return drop >= 0.3 * line.size and self._ends_early(last, line, ended)

    def _goes_on(self, last: Line, line: Line) -> bool:
        """Say whether a paragraph goes on in the next column or on the next page."""
        if not line.text[:1].isupper() or last.text[-1] in "-\u2010\u00ad,–":
            return True
        edge = self._right[last.page, round(last.x0 / 20)]
        return edge - last.x1 <= _FULL * (edge - last.x0)

    def _ends_early(self, last: Line, line: Line, ended: bool) -> bool:
        """Say whether the last line stops before its right edge, as a paragraph's last one does."""
        edge = self._right[line.page, round(last.x0 / 20)]
        room = edge - last.x1 - text_width(line.text.split(" ", 1)[0], line.size)
        width = edge - last.x0
        if ended and room > max(2 * line.size, 0.08 * width):
            return True
        indented = line.x0 - last.x0 > 0.8 * line.size
        if ended and indented and not self._is_item(self._group[0]):
            return True
        return room > 0.35 * width and line.text[:1].isupper() and last.text[-1] not in ",-–"

    def _is_item(self, line: Line) -> bool:
        return bool(_ITEM.match(line.text)) and not (
            line.size > _LARGER * self._body or (line.bold and not self._bold_body)
        )

    def _begins_bookmark(self, line: Line) -> bool:
        start = bare(line.text).rstrip("-\u2010\u00ad")
        return bool(start) and any(
            name.startswith(start) for name in self._bookmarks.get(line.page, ())
        )

    def _is_bookmarked(self, group: Sequence[Line]) -> bool:
        names = self._bookmarks.get(group[0].page, {}) if group else {}
        return bool(names) and bare(self._joined(group)) in names

    def _is_heading(self, group: Sequence[Line]) -> bool:
        """Say whether a group is a heading: by bookmark, by size, by weight or by number."""
        if self._is_bookmarked(group):
            return True
        text, first = self._joined(group), group[0]
        if len(text) > _LONGEST_HEADING or len(group) > 4 or not re.search(r"[^\W\d_]", text):
            return False
        if text[-1] in ".,;:" or self._is_item(first):
            return False
        if first.size >= _LARGER * self._body:
            return True
        if first.bold and not self._bold_body:
            return len(group) <= 2
        number = _NUMBERED.match(text)
        alone = len(group) == 1 and len(text) <= 90
        return bool(number and alone and ("." in number.group(1) or not number.group(2)))

    def _levels(self, groups: Sequence[list[Line]]) -> dict[tuple[float, bool], int]:
        """Return the level of each style of heading: from bookmarks, numbers, then size."""
        votes: dict[tuple[float, bool], Counter[int]] = defaultdict(Counter)
        for group in groups:
            if self._is_heading(group):
                votes[_style(group[0])][self._own_level(group)] += 1
        levels: dict[tuple[float, bool], int] = {}
        level = 0
        for style in sorted(votes, key=lambda style: (-style[0], not style[1])):
            told = votes[style].copy()
            told.pop(0, None)
            level = told.most_common(1)[0][0] if told else level + 1
            levels[style] = min(level, _LOWEST_LEVEL)
        return levels

    def _own_level(self, group: Sequence[Line]) -> int:
        """Return what a heading itself says of its level, 0 for nothing."""
        text = self._joined(group)
        if depth := self._bookmarks.get(group[0].page, {}).get(bare(text), 0):
            return depth
        number = _NUMBERED.match(text)
        return number.group(1).count(".") + 2 if number else 0

    def _add_group(self, group: list[Line], levels: Mapping[tuple[float, bool], int]) -> None:
        page = group[0].page
        if self._is_heading(group):
            self._add_notes(page)
            level = self._own_level(group) or levels.get(_style(group[0]), 1)
            self._builder.add(BlockKind.HEADING, self._joined(group), level=level, page=page)
            return
        is_item = self._is_item(group[0])
        kind = BlockKind.ITEM if is_item else BlockKind.PARAGRAPH
        for text, number in self._by_page(group):
            text = _ITEM.sub("", text) if is_item and number == page else text
            self._builder.add(kind, text, level=1 if is_item else 0, page=number)

    def _by_page(self, group: Sequence[Line]) -> list[tuple[str, int]]:
        """Cut a paragraph that goes on over pages where its first sentence there begins."""
        pages = sorted({line.page for line in group})
        whole = self._joined(group)
        cuts = []
        for page in pages[1:]:
            before = len(self._joined([line for line in group if line.page < page]))
            cuts.append(next((s for s, _ in sentence_spans(whole) if s >= before - 1), len(whole)))
        edges = [0, *cuts, len(whole)]
        return [
            (whole[start:end], page)
            for start, end, page in zip(edges, edges[1:], pages, strict=False)
            if whole[start:end].strip()
        ]

    def _add_notes(self, before_page: int | None) -> None:
        """Add the footnotes of the pages so far, apart from the text that refers to them."""
        groups: list[list[Line]] = []
        rest: list[Line] = []
        for line in self._notes:
            if before_page is not None and line.page >= before_page:
                rest.append(line)
            elif not groups or re.match(r"^(?:\d{1,3}|\*)\s", line.text):
                groups.append([line])
            else:
                groups[-1].append(line)
        for group in groups:
            text = re.sub(r"^(?:\d{1,3}|\*)\s+", "", self._joined(group))
            self._builder.add(BlockKind.PARAGRAPH, text, page=group[0].page)
        self._notes = rest

    def _add_row(self, row: Row, goes_on: bool) -> None:
        columns = self._columns
        if columns is None or len(columns.cells) != len(row.cells):
            self._columns = row
            if goes_on and (len(row.cells) > 2 or row.bold):
                return
            columns = Row(("",) * len(row.cells), row.starts, row.page, False)
            self._columns = columns
        if row.cells == columns.cells:
            return
        names = list(columns.cells)
        if not any(names) and len(row.cells) == 2:
            text = fact_text(row.cells)
        else:
            text = row_text(names, list(row.cells))
        self._builder.add(BlockKind.ROW, text, page=row.page)

    def _joined(self, lines: Sequence[Line]) -> str:
        text = ""
        last = ""
        for line in lines:
            cut = bool(last) and " " not in last and is_cut(last, line.text)
            text = text + line.text if cut or not text else self._continued(text, line.text)
            last = line.text
        return text

    def _continued(self, text: str, line: str) -> str:
        """Put a line after another; decide whether a hyphen at its end belongs to the word."""
        broken = _BROKEN.search(text)
        if not broken:
            after_range = text[-1] == "–" and line[:1].isdigit() and text[-2:-1].isdigit()
            return text + line if after_range else f"{text} {line}"
        first, rest = broken.group(1), re.match(r"\w+", line)
        if text[-1] == "\u00ad":
            return text[:-1] + line
        if rest is None or _HANGING.match(line):
            return f"{text} {line}"
        whole, hyphened = first + rest.group(), f"{first}-{rest.group()}"
        real = not rest.group()[0].islower() or first.isupper() or first[-1].isdigit()
        if real or (hyphened.lower() in self._words and whole.lower() not in self._words):
            return text + line
        return text[:-1] + line


def _append_row(parts: list[list[Line] | Row], row: Row) -> None:
    """Add a row; what a page break cut off is put back to the row that it belongs to."""
    last = parts[-1] if parts else None
    header = next((p for p in parts[::-1] if isinstance(p, Row) and p.cells == row.cells), None)
    if header is not None and isinstance(last, Row) and row.page != last.page:
        return
    if isinstance(last, Row) and len(last.cells) == len(row.cells) and row.page != last.page:
        rest = not row.cells[0] or any(cell[:1].islower() for cell in row.cells if cell)
        if rest and sum(map(bool, row.cells)) < len(row.cells):
            cells = tuple(joined(pair) for pair in zip(last.cells, row.cells, strict=True))
            parts[-1] = replace(last, cells=tuple(cell.strip() for cell in cells))
            return
    parts.append(row)


def _style(line: Line) -> tuple[float, bool]:
    return round(line.size * 2) / 2, line.bold


def _most_common(weighted: Sequence[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for value, weight in weighted:
        counts[value] += weight
    return counts.most_common(1)[0][0] if counts else 0.0


def _vocabulary(lines: Sequence[Line]) -> set[str]:
    """Return the words of the document with their hyphens, those at line ends left out."""
    found: set[str] = set()
    for line in lines:
        words = re.findall(r"[\w-]+", line.text.lower())
        found.update(words[:-1] if line.text.endswith("-") else words)
    return found


def _pitches(lines: Sequence[Line]) -> defaultdict[int, float]:
    """Return the usual distance between two lines for each type size."""
    drops: dict[int, Counter[float]] = defaultdict(Counter)
    for last, line in pairwise(lines):
        drop = last.y - line.y
        if last.page == line.page and abs(last.size - line.size) < 0.6 and 0 < drop < 3 * line.size:
            drops[round(line.size)][round(drop * 2) / 2] += 1
    usual = defaultdict(lambda: 1e9)
    for size, counts in drops.items():
        most = max(counts.values())
        usual[size] = min(drop for drop, count in counts.items() if count * 2 >= most)
    return usual


def _right_edges(lines: Sequence[Line]) -> defaultdict[tuple[int, int], float]:
    """Return how far lines reach that begin at about the same place on the same page."""
    edges: defaultdict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        key = line.page, round(line.x0 / 20)
        edges[key] = max(edges[key], line.x1)
    return edges
