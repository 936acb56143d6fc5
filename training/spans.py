"""Where a passage holds an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from corpus.swedish.sentences import sentence_spans

Span = tuple[int, int]
"""Characters of a passage's text, from (inclusive) to (exclusive)."""

_LEFT_OUT = "*_­"
"""Markup and soft hyphens, which the written answers leave out or keep as they please."""


def answer_spans(text: str, answers: Sequence[str]) -> list[Span]:
    """Return where the answers stand, in their order, each at its first place as whole words.

    An answer that stands nowhere as whole words is left out. White space, case, markup and soft
    hyphens do not count. Cells of a table row, written "a | b", stand in one line in that order,
    with whatever names of columns between them.
    """
    letters, places = _letters(text)
    found = []
    for answer in answers:
        spans = list(islice(_occurrences(text, letters, places, _letters(answer)[0]), 1))
        found += spans or list(islice(_row_occurrences(text, answer.split("|")), 1))
    return found


def line_sentences(text: str) -> list[Span]:
    """Return the sentences of each line: a table row or an item is never joined to the next."""
    spans, at = [], 0
    for line in text.split("\n"):
        spans += [(at + start, at + end) for start, end in sentence_spans(line)]
        at += len(line) + 1
    return spans


def _row_occurrences(text: str, cells: Sequence[str]) -> Iterator[Span]:
    at = 0
    for line in text.split("\n") if len(cells) > 1 else ():
        start, end = -1, 0
        for cell in cells:
            letters, places = _letters(line[end:])
            place = next(_occurrences(line[end:], letters, places, _letters(cell)[0]), None)
            if place is None:
                break
            start, end = (end + place[0] if start < 0 else start), end + place[1]
        else:
            yield at + start, at + end
        at += len(line) + 1


def _occurrences(text: str, letters: str, places: list[int], wanted: str) -> Iterator[Span]:
    at = letters.find(wanted) if wanted else -1
    while at >= 0:
        start, end = places[at], places[at + len(wanted) - 1] + 1
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        open_left = before.isalnum() and text[start].isalnum()
        open_right = after.isalnum() and text[end - 1].isalnum()
        if not (open_left or open_right):
            yield start, end
        at = letters.find(wanted, at + 1)


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the characters that count, in lower case, and where each of them stands."""
    places = [i for i, c in enumerate(text) if not c.isspace() and c not in _LEFT_OUT]
    return "".join(text[i].lower()[:1] for i in places), places
