"""Passages cut to a few sentences, as an answer is read again by itself (assistant/reader.py).

What is shown must answer without the rest of its passage: the reader learns to judge it so.
"""

from __future__ import annotations

import random
from dataclasses import replace

from training.groups import Candidate
from training.spans import line_sentences

_MOST_BEFORE = 1
_MOST_AFTER = 2


def excerpt(candidate: Candidate, chance: random.Random) -> Candidate:
    """Return one to four sentences of a candidate, around an answer if it holds one.

    It is returned whole where no sentence holds a whole answer.
    """
    sentences = line_sentences(candidate.text)
    middle = [
        number
        for number, (start, end) in enumerate(sentences)
        if not candidate.spans
        or any(start <= first and last <= end for first, last in candidate.spans)
    ]
    if not middle:
        return candidate
    number = chance.choice(middle)
    first = max(number - chance.randint(0, _MOST_BEFORE), 0)
    last = min(number + chance.randint(0, _MOST_AFTER), len(sentences) - 1)
    start, end = sentences[first][0], sentences[last][1]
    spans = tuple(
        (max(left, start) - start, min(right, end) - start)
        for left, right in candidate.spans
        if left < end and right > start
    )
    return replace(candidate, text=candidate.text[start:end], spans=spans)
