"""Lists in a passage: a line that introduces, and the items after it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from corpus.swedish.sentences import sentence_spans

Span = tuple[int, int]

LONGEST = 1_000
"""Characters; of a longer list its beginning or its chosen items are shown."""


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
        if text[end - 1] == ":" and last > at:
            *_, introduction = sentence_spans(text[start:end])
            found.append((start + introduction[0], lines[last][1]))
    return tuple(found)


def list_around(text: str, start: int) -> Span | None:
    """Return the list whose lead-in or item starts at `start`, or None.

    Of lists within lists it is the outermost that can be shown whole, or else the innermost.
    """
    around = [span for span in list_spans(text) if span[0] <= start < span[1]]
    whole = [span for span in around if span[1] - span[0] <= LONGEST]
    return next(iter(whole), around[-1] if around else None)


def beginning(text: str, span: Span) -> Span:
    """Return the span of a list as far as it can be shown, to the end of an item if one fits."""
    start, end = span
    if end - start <= LONGEST:
        return span
    _, *ends = (start + last for _, last in sentence_spans(text[start:end]))
    fitting = [end for end in ends if end - start <= LONGEST] or ends[:1]
    of_items = [end for end in fitting if text[end] == "\n"]
    return start, (of_items or fitting)[-1]


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
