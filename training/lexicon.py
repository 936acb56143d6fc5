"""Count the lexicon behind compound splitting: `python -m training lexicon`.

A first part of compounds is a beginning that stands before many different known words. It is
stored with the stem of the word that it stands for: "trygghets" → "trygg" (trygghet),
"gatu" → "gat" (gata).
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator

from corpus.swedish.compounds import LEXICON, SHORTEST_FIRST, SHORTEST_HEAD
from corpus.swedish.words import FUNCTION_WORDS, stem, words
from training.texts import government_texts, seminars

LEAST_COUNT = 3
LEAST_HEAD_COUNT = 10
LEAST_HEADS = 3
LEAST_HEADS_SHORT = 40
PARTICLES = FUNCTION_WORDS | {"an", "be", "ge", "in", "re", "de", "pro", "kon", "int", "del"}


def main() -> None:
    """Count and write the lexicon."""
    all_counts = count_stems()
    counts = {word: count for word, count in all_counts.items() if count >= LEAST_COUNT}
    first_parts = find_first_parts(all_counts, counts)
    lines = [f"{word} {count}" for word, count in sorted(counts.items())]
    lines += [f"{part} = {base}" for part, base in sorted(first_parts.items())]
    text = "\n".join(lines) + "\n"
    LEXICON.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(counts)} stems, {len(first_parts)} first parts, {LEXICON.stat().st_size} bytes")


def count_stems() -> dict[str, int]:
    """Return the stems of letters only with their counts in the training texts."""
    counts: Counter[str] = Counter()
    for text in government_texts(held_out=False):
        counts.update(_whole_words(f"{text.title}\n{text.body}"))
    for seminar in seminars(held_out=False):
        counts.update(_whole_words(f"{seminar.title}\n{seminar.description}\n{seminar.more}"))
    stems: Counter[str] = Counter()
    for word, count in counts.items():
        if word.isalpha() and word not in FUNCTION_WORDS:
            stems[stem(word)] += count
    return {word: count for word, count in stems.items() if len(word) > 1}


def _whole_words(text: str) -> Iterator[str]:
    """Yield lower-case words; "hälso" of "hälso- och sjukvård" is not a whole word."""
    for word in words(text):
        if text[word.end : word.end + 1] != "-":
            yield word.text.lower()


def find_first_parts(evidence: dict[str, int], counts: dict[str, int]) -> dict[str, str]:
    """Return beginnings that stand before enough known heads, with the stem of their base."""
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for word in evidence:
        for cut in range(SHORTEST_FIRST, len(word) - SHORTEST_HEAD + 1):
            if counts.get(stem(word[cut:]), 0) >= LEAST_HEAD_COUNT:
                heads[word[:cut]].add(stem(word[cut:]))
    found = {}
    for part, after in heads.items():
        base = base_stem(part, counts)
        least = LEAST_HEADS if len(part) > 3 else LEAST_HEADS_SHORT
        if len(after) >= least and base is not None and part not in PARTICLES:
            found[part] = base
    return found


def base_stem(part: str, counts: dict[str, int]) -> str | None:
    """Return the most frequent stem that a compound's first part can stand for, or None."""
    candidates = [part, part + "a", part + "e"]
    if part.endswith("s"):
        candidates += [part[:-1], part[:-1] + "e"]
    if part[-1] in "uoe":
        candidates += [part[:-1] + "a", part[:-1]]
    known = [stem(word) for word in candidates if word not in FUNCTION_WORDS]
    known = [word for word in known if word in counts and len(word) >= SHORTEST_FIRST]
    return max(known, key=counts.__getitem__, default=None)
