"""Count the forms behind the correction of questions: `python -m training forms`."""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from corpus.swedish.forms import FORMS, LEAST_BESIDE
from corpus.swedish.words import WORD, without_diacritics
from training.texts import government_texts, municipal_texts, own_questions, seminars

LEAST_COUNT = 3
LEAST_SHARE = 0.002
"""A form that is rarer than this among those that are typed alike is not worth its neighbours."""


def main() -> None:
    """Count and write the forms."""
    counts: Counter[str] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    for line in _lines():
        written = [word.lower() for word in WORD.findall(line)]
        counts.update(word for word in written if word.isalpha())
        beside.update(pairwise(written))
    kept = {word: count for word, count in counts.items() if count >= LEAST_COUNT}
    mistaken = _mistaken(kept)
    pairs = {
        pair: count
        for pair, count in beside.items()
        if count >= LEAST_BESIDE and not mistaken.isdisjoint(pair) and all(w in kept for w in pair)
    }
    rows = [f"{word} {count}" for word, count in sorted(kept.items())]
    rows += [f"{left} {right} {count}" for (left, right), count in sorted(pairs.items())]
    FORMS.write_bytes(gzip.compress(("\n".join(rows) + "\n").encode(), 9, mtime=0))
    print(f"{len(kept)} forms, {len(pairs)} pairs, {FORMS.stat().st_size} bytes")


def _lines() -> Iterator[str]:
    for text in government_texts(held_out=False):
        yield text.title
        yield from text.body.splitlines()
    for seminar in seminars(held_out=False):
        yield from (seminar.title, seminar.description, seminar.more)
    for body in municipal_texts():
        yield from body.splitlines()
    yield from own_questions()


def _mistaken(counts: dict[str, int]) -> set[str]:
    """Return the forms that another form is typed like, where both are in use."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for word in counts:
        alike[without_diacritics(word)].append(word)
    found: set[str] = set()
    for words in alike.values():
        total = sum(counts[word] for word in words)
        common = [word for word in words if counts[word] >= LEAST_SHARE * total]
        if len(common) > 1:
            found.update(common)
    return found
