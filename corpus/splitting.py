"""Split a document into passages that follow its structure and never cut a sentence.

A sentence here is at most two thousand characters; what goes on for longer is cut at a space.

A passage stays within one section. Neighbouring blocks are put together up to a comfortable
length; a list item goes with its lead-in (the paragraph before it that ends with a colon) as
long as both fit; a paragraph that is too long alone is cut between sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise, takewhile

from corpus.swedish.sentences import sentence_spans
from corpus.types import Block, BlockKind, Document, Passage

COMFORTABLE = 700
LONGEST = 1_400
"""Characters. Blocks are added up to the first figure; a lead-in holds its list to the second."""

LONGEST_SENTENCE = 2_000
"""Characters. What goes on for longer without an end is no sentence and is cut at a space."""

Piece = tuple[int, int, int | None]
_LISTED = (BlockKind.ITEM, BlockKind.ROW)


def split(document: Document) -> list[Passage]:
    """Return the passages of a document in order, without overlap.

    Every character of the blocks that are not headings lies in exactly one passage. A section
    of nothing but a heading gives no passage, unless the whole document is headings.
    """
    passages: list[Passage] = []
    for section, blocks in _sections(document):
        for pieces in _groups(document.text, blocks):
            passages.append(_passage(document, section, pieces))
    if not passages and document.blocks:
        first, last = document.blocks[0], document.blocks[-1]
        text = document.text[first.start : last.end]
        passages.append(Passage(document.id, text, first.start, last.end, first.page, ()))
    return passages


def _passage(document: Document, section: tuple[str, ...], pieces: list[Piece]) -> Passage:
    start, end, page = pieces[0][0], pieces[-1][1], pieces[0][2]
    later = tuple(
        (piece[0] - start, piece[2], _label(document, piece[2]))
        for before, piece in pairwise(pieces)
        if piece[2] is not None and piece[2] != before[2]
    )
    text, label = document.text[start:end], _label(document, page)
    return Passage(document.id, text, start, end, page, section, label, later)


def _label(document: Document, page: int | None) -> str:
    """Return the printed page number where it is another than the page's place in the file."""
    if page is None or page > len(document.page_labels):
        return ""
    label = document.page_labels[page - 1]
    return "" if label == str(page) else label


def _sections(document: Document) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Yield (path of headings, blocks under the innermost of them)."""
    path: list[tuple[int, str]] = []
    under: list[Block] = []
    for block in document.blocks:
        if block.kind is not BlockKind.HEADING:
            under.append(block)
            continue
        if under:
            yield _names(path, document.title), under
            under = []
        path = [entry for entry in path if entry[0] < block.level]
        path.append((block.level, document.text[block.start : block.end]))
    if under:
        yield _names(path, document.title), under


def _names(path: list[tuple[int, str]], title: str) -> tuple[str, ...]:
    return tuple(name for _, name in path if name != title)


def _groups(text: str, blocks: list[Block]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    in_list = False
    for at, block in enumerate(blocks):
        belongs = block.kind in _LISTED and in_list
        if group and _list_needs_room(text, blocks, at, group[0][0]):
            yield group
            group = []
        for piece in _pieces(text, block):
            limit = LONGEST if belongs else COMFORTABLE
            if group and piece[1] - group[0][0] > limit:
                yield group
                group = []
            group.append(piece)
        in_list = belongs or _introduces(text, block) or block.kind is BlockKind.ITEM
    if group:
        yield group


def _list_needs_room(text: str, blocks: list[Block], at: int, start: int) -> bool:
    """Say whether the list that a block introduces is whole only in a passage of its own."""
    lead = blocks[at]
    if lead.kind in _LISTED or not _introduces(text, lead):
        return False
    end = lead.end
    for block in takewhile(lambda block: block.kind in _LISTED, islice(blocks, at + 1, None)):
        end = block.end
    return end - start > LONGEST >= end - lead.start


def _introduces(text: str, block: Block) -> bool:
    return text[block.end - 1 : block.end] == ":"


def _pieces(text: str, block: Block) -> Iterator[Piece]:
    """Yield the block whole, or in runs of sentences if it is too long for one passage."""
    if block.end - block.start <= LONGEST:
        yield block.start, block.end, block.page
        return
    start = end = block.start
    for first, last in _bounded(text[block.start : block.end]):
        if block.start + last - start > COMFORTABLE and end > start:
            yield start, end, block.page
            start = block.start + first
        end = block.start + last
    yield start, end, block.page


def _bounded(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences' spans, those beyond all measure in parts."""
    for start, end in sentence_spans(text):
        while end - start > LONGEST_SENTENCE:
            space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
            cut = space if space > start else start + LONGEST_SENTENCE
            yield start, cut
            start = cut + 1 if space > start else cut
        if start < end:
            yield start, end
