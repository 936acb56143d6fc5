"""Lists in a passage: a line that introduces, and the items after it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from corpus.swedish.sentences import sentence_spans

Span = tuple[int, int]

LONGEST = 1_000
"""Characters; a longer list is not shown whole."""


@lru_cache(maxsize=20_000)
def list_spans(text: str) -> tuple[Span, ...]:
    """Return (start of the introducing sentence, end of the last item) of every list.

    A list is introduced by a line that ends with a colon. Its items are the lines after it that
    follow each other without an empty line.
    """
    lines = list(_lines(text))
    found = []
    for at, (start, end) in enumerate(lines):
        last = _last_item(text, lines, at)
        if text[end - 1] == ":" and last > at and lines[last][1] - start <= LONGEST:
            *_, introduction = sentence_spans(text[start:end])
            found.append((start + introduction[0], lines[last][1]))
    return tuple(found)


def list_of_item(text: str, start: int) -> Span | None:
    """Return the list that holds the item which starts at `start`, or None."""
    for span in list_spans(text):
        if text.find("\n", span[0]) < start < span[1]:
            return span
    return None


def introduction(text: str, span: Span) -> Span:
    """Return the span of the sentence that introduces a list."""
    return span[0], text.index("\n", span[0])


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield start, start + len(line)
        start += len(line) + 1


def _last_item(text: str, lines: list[Span], at: int) -> int:
    last = at
    for number in range(at + 1, len(lines)):
        if number > at + 1 and text[lines[number - 1][1] : lines[number][0]] != "\n":
            break
        last = number
    return last
